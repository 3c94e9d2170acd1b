import { describe, expect, it } from "vitest";
import { completeRunOptions, type RunOptions, runOptionNames } from "../src/index.js";

const complete = (options: RunOptions, smallestBatch?: number, validates = false) =>
  completeRunOptions("A.fit", options, {
    seed: 5,
    validates,
    ...(smallestBatch !== undefined && { smallestBatch }),
  });

describe("completeRunOptions", () => {
  it("fills in the defaults, the seed from the model, and leaves what else there is", () => {
    const { signal } = new AbortController();
    expect(complete({})).toEqual({ epochs: 10, batchSize: 64, seed: 5, shuffle: true });
    expect(complete({ seed: 0, shuffle: false, signal })).toEqual({
      ...{ epochs: 10, batchSize: 64, seed: 0, shuffle: false },
      signal,
    });
  });

  it.each([
    [{ epochs: 0 }, "A.fit: expected epochs to be an integer ≥ 1, got 0"],
    [{ seed: -1 }, "A.fit: expected seed to be an integer ≥ 0, got -1"],
    [{ patience: 1.5 }, "A.fit: expected patience to be an integer ≥ 1"],
    [{ shuffle: 1 as never }, "A.fit: expected shuffle to be a boolean, got 1"],
    [{ onEpoch: 1 as never }, "A.fit: expected onEpoch to be a function"],
    [{ patience: 1 }, "A.fit: expected validation data with patience, got none"],
  ] as const)("refuses %o", (options, message) => {
    expect(() => complete(options)).toThrow(message);
  });

  it("refuses batches smaller than a step needs, and takes patience with validation data", () => {
    expect(() => complete({ batchSize: 1 }, 2)).toThrow(RangeError);
    expect(complete({ patience: 1 }, 2, true).patience).toBe(1);
  });

  it("knows the name of every option", () => {
    const all: Required<RunOptions> = {
      ...{ epochs: 1, batchSize: 1, seed: 0, shuffle: true, patience: 1, resume: new Uint8Array() },
      ...{ onBatch: () => 0, onEpoch: () => 0, signal: undefined },
    };
    expect(Object.keys(all).toSorted()).toEqual([...runOptionNames].toSorted());
  });
});
