import { describe, expect, it } from "vitest";
import { byteSamples, drawnSamples, floatSamples, toSamples } from "../src/index.js";

describe("samples of odd parts are refused by the caller's name", () => {
  const odd = <T>(value: unknown): T => value as T;
  it.each<[string, () => unknown, string]>([
    [
      "no parts",
      () => byteSamples(odd(undefined)),
      "byteSamples: expected parts to be an object with shape, got undefined",
    ],
    [
      "a caller that is no text",
      () => floatSamples(odd({}), odd(Symbol("f"))),
      "Symbol(f): expected caller to be a string, got Symbol(f)",
    ],
    [
      "a shape that is none",
      () => byteSamples({ pixels: new Uint8Array(4), shape: odd(4) }),
      "byteSamples: expected parts.shape to be an array, got 4",
    ],
    [
      "no drawing",
      () => drawnSamples(odd(null)),
      "drawnSamples: expected parts to be an object with shape, got null",
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(new TypeError(message));
  });

  it("toSamples with an interval that is none", async () => {
    const data = { data: new Float32Array(4), shape: [2, 2] };
    await expect(toSamples("fit", data, { within: odd(() => 1) })).rejects.toThrow(
      new TypeError("toSamples: expected within to be an array, got a function"),
    );
  });
});
