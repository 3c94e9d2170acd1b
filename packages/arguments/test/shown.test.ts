import { expect, it } from "vitest";
import { shown } from "../src/index.js";

it.each([
  [1.5, "1.5"],
  [undefined, "undefined"],
  ["a".repeat(80), `"${"a".repeat(60)}…"`],
  [new Map(), "an instance of Map"],
  [Object.create(null), "an object"],
  [Math.max, "the function max"],
  [Symbol("s"), "Symbol(s)"],
  [new Uint8Array(4), "a Uint8Array of 4"],
])("shown(%s)", (value, text) => {
  expect(shown(value)).toBe(text);
});
