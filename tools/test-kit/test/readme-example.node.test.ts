import { expect, it } from "vitest";
import { agrees, show } from "../src/readme-example.js";

it("show(value) writes arrays and objects as the READMEs do", () => {
  expect(show({ inertia: 2.5, shape: [6, 2] })).toBe("{ inertia: 2.5, shape: [6, 2] }");
  expect(show(Float64Array.of(1, 2.5))).toBe("Float64Array [1, 2.5]");
  expect(show([[3, 0], "a", undefined])).toBe("[[3, 0], a, undefined]");
});

it("agrees(line, promised) asks for the same words, and numbers to the digits promised", () => {
  expect(agrees("loss 0.12345 [1,2]", "loss 0.123 [1, 2]")).toBe(true);
  expect(agrees("loss 0.1253", "loss 0.123")).toBe(false);
  expect(agrees("inertia 0.123", "loss 0.123")).toBe(false);
  expect(agrees("loss 0.123 1", "loss 0.123")).toBe(false);
});
