import { expect, it } from "vitest";
import { checkShape } from "../src/index.js";

it("checkShape compares extents, a letter standing for any", () => {
  checkShape("decode", "z", [7, 10], ["n", 10]);
  for (const shape of [[7, 11], [10], [0, 10], [7, 10, 1], []])
    expect(() => checkShape("decode", "z", shape, ["n", 10])).toThrow(
      new RangeError(`decode: expected z of shape [n, 10], got [${shape.join(", ")}]`),
    );
  expect(() => checkShape("decode", "z", undefined as unknown as number[], ["n"])).toThrow(TypeError);
});

it("checkShape takes what has a shape, and refuses what has none", () => {
  checkShape("decode", "z", { shape: [7, 10] }, ["n", 10]);
  for (const value of [null, 5, {}, Symbol("z"), { shape: "7, 10" }])
    expect(() => checkShape("decode", "z", value as unknown as number[], ["n"])).toThrow(
      /^decode: expected z to have a shape, got /,
    );
});
