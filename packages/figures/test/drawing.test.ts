import { expect, it } from "vitest";
import { dot, line, ruleX } from "../src/index.js";

it("a mark's draw refuses what is no plot and no symbol", () => {
  const mark = dot({ x: [1], y: [2] });
  expect(() => mark.draw(undefined as never, "circle")).toThrow(
    new TypeError(
      "dot.draw: expected plot to be an object with x, y, left, right, top, bottom, theme, got undefined",
    ),
  );
  const scale = { toPixels: (value: number) => value };
  const plot = { x: scale, y: scale, left: 0, right: 9, top: 0, bottom: 9, theme: "light" } as never;
  expect(() => mark.draw(plot, "star" as never)).toThrow(/^dot\.draw: expected symbol to be one of 'circle'/);
  expect(() => ruleX({ at: 1 }).draw({ x: scale } as never, "circle")).toThrow(
    /^ruleX\.draw: expected plot\.y/,
  );
  expect(line({ x: [1, 2], y: [2, 3] }).draw(plot, "circle")).toContain("M1,2L2,3");
});
