import * as Plot from "@observablehq/plot";
import { expect, it } from "vitest";
import { curves, plotMarks, toSvg } from "../src/index.js";

it("toSvg(curves) is well-formed XML", () => {
  const document = new DOMParser().parseFromString(toSvg(curves({ b: 1 })), "image/svg+xml");
  expect(document.querySelector("parsererror")).toBe(null);
  expect(document.documentElement.getAttribute("width")).toBe("640");
});

it("plotMarks(Plot, curves) are marks that Observable Plot draws: three lines and two rules", () => {
  const figure = Plot.plot({ marks: plotMarks(Plot, curves({ b: 64 })), y: { type: "log" } });
  expect(figure.querySelectorAll('[aria-label="line"] path')).toHaveLength(3);
  expect(figure.querySelectorAll('[aria-label="rule"]')).toHaveLength(2);
  for (const path of figure.querySelectorAll('[aria-label="line"] path')) {
    expect(path.getAttribute("d")!.split("L").length).toBeGreaterThan(190);
  }
});
