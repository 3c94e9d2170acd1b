import { expect, it } from "vitest";
import {
  arrow,
  bar,
  contour,
  dot,
  figure,
  heatMap,
  line,
  page,
  polygon,
  ruleX,
  ruleY,
  text,
  vector,
} from "../src/index.js";

const xy = { x: [0, 1], y: [0, 1] };
const values = [[0, 1], [1, 3]]; // biome-ignore format: a grid
const drawn = (theme?: "light" | "dark") =>
  figure({
    ...(theme ? { theme } : {}),
    title: "Every mark & <more>",
    marks: [
      contour({ ...xy, values }), heatMap({ values, text: String }), line({ name: "a", ...xy }), dot({ name: "b", ...xy }),
      arrow({ x1: [0], y1: [0], x2: [1], y2: [1] }), vector({ ...xy, dx: [1, 0], dy: [0, 1] }), bar({ name: "c", ...xy }),
      ruleX({ at: 0.5, name: "x" }), ruleY({ at: 0.5, name: "y" }), polygon({ name: "d", ...xy }), text({ ...xy, text: ["<", "&"] }),
    ],
  }); // biome-ignore format: a list

it("a figure of every mark is well-formed XML", () => {
  const document = new DOMParser().parseFromString(drawn(), "image/svg+xml");
  expect(document.querySelector("parsererror")).toBe(null);
  expect(document.documentElement.getAttribute("width")).toBe("640");
});

it("a figure in a page follows the page's colour scheme", () => {
  const holder = document.body.appendChild(document.createElement("div"));
  holder.innerHTML = drawn();
  const paper = () => getComputedStyle(holder.querySelector(".paper rect")!).fill;
  holder.style.colorScheme = "light";
  expect(paper()).toBe("rgb(255, 255, 255)");
  holder.style.colorScheme = "dark";
  expect(paper()).toBe("rgb(20, 23, 27)");
  holder.remove();
});

it("page(…) keeps its own policy: no script runs in it, its style and pictures do", async () => {
  const html = page({
    title: "</title><script>parent.ran = true</script>",
    sections: [{ title: "Figure", html: `${drawn()}<script>parent.ran = true</script>` }],
  });
  const frame = document.createElement("iframe");
  frame.srcdoc = html;
  await new Promise((loaded) => {
    frame.addEventListener("load", loaded);
    document.body.append(frame);
  });
  expect((window as { ran?: boolean }).ran).toBe(undefined);
  expect(frame.contentDocument!.title).toBe("</title><script>parent.ran = true</script>");
  expect(getComputedStyle(frame.contentDocument!.querySelector("main")!).maxWidth).toBe("800px");
  frame.remove();
});
