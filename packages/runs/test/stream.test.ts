import { defaultRng } from "@elbowjs/numpy-random";
import { expect, it } from "vitest";
import { stream } from "../src/index.js";

it("stream(seed, purpose, ...place) is NumPy's default_rng of the seed, the purpose's number and the place", () => {
  expect(stream(3, "step", 2, 7).random()).toBe(defaultRng([3, 2, 2, 7]).random());
});

it("names, purposes and places draw apart", () => {
  const draws = [
    stream(0, "weights"),
    stream(0, "weights", "generator"),
    stream(0, "weights", "discriminator"),
    stream(0, "sample"),
    stream(1, "weights"),
    stream(0, "weights", 1),
  ].map((random) => random.random());
  expect(new Set(draws).size).toBe(draws.length);
});

it("a name counts as its FNV-1a hash: foobar is 0xbf9cf968", () => {
  expect(stream(0, "weights", "foobar").random()).toBe(defaultRng([0, 0, 0xbf9cf968]).random());
});

it("refuses a seed that is none", () => {
  expect(() => stream(-1, "weights")).toThrow("stream: expected seed to be an integer ≥ 0, got -1");
  expect(() => stream(0.5, "weights")).toThrow(RangeError);
});
