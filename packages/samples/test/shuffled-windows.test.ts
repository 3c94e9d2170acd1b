import { describe, expect, it } from "vitest";
import { byteSamples, type SampleSource, type Samples, seededOrder, shuffledWindows } from "../src/index.js";

const n = 200;
const samples = byteSamples({ pixels: Uint8Array.from({ length: n }, (_, i) => i), shape: [1] });
let reads: [number, number][] = [];
const source: SampleSource = {
  ...{ size: n, shape: [1], features: 1, kind: "bytes" as const },
  async read(start, end) {
    reads.push([start, end]);
    return samples.subset(Int32Array.from({ length: end - start }, (_, i) => start + i));
  },
};

async function windowsOf(options: Parameters<typeof shuffledWindows>[1]): Promise<number[][]> {
  reads = [];
  const windows: number[][] = [];
  for await (const rows of shuffledWindows(source, options))
    windows.push([...(rows as Samples & { kind: "bytes" }).sliceBytes(0, rows.size)]);
  return windows;
}
const inOrder = Array.from({ length: n }, (_, i) => i);
const sorted = (windows: number[][]): number[] => windows.flat().sort((a, b) => a - b);

describe("shuffledWindows", () => {
  for (const shuffle of ["blocks", "exact", "none"] as const)
    it(`gives every sample once, in windows that fit: ${shuffle}`, async () => {
      for (const [window, block] of [
        [64, 8],
        [64, 7],
        [10, 25],
        [1000, 3],
        [1, 1],
      ] as const) {
        const windows = await windowsOf({ window, block, shuffle, seed: 2 });
        expect(sorted(windows)).toEqual(inOrder);
        expect(windows.slice(0, -1).every((rows) => rows.length === window)).toBe(true);
      }
    });

  it("keeps the files' order without shuffling, and has seededOrder's with an exact one", async () => {
    expect((await windowsOf({ window: 33, shuffle: "none" })).flat()).toEqual(inOrder);
    const exact = (await windowsOf({ window: 33, shuffle: "exact", seed: [5, 1] })).flat();
    expect(exact).toEqual([...seededOrder(n, [5, 1])]);
  });

  it("mixes blocks and what is in them, by the seed alone", async () => {
    const one = await windowsOf({ window: 50, block: 10, seed: 1 });
    expect(reads.every(([start, end]) => end - start === 10)).toBe(true);
    expect(await windowsOf({ window: 50, block: 10, seed: 1 })).toEqual(one);
    expect((await windowsOf({ window: 50, block: 10, seed: 2 })).flat()).not.toEqual(one.flat());
    const neighbours = one.flat().filter((value, i, all) => value === all[i - 1]! + 1).length;
    expect(neighbours).toBeLessThan(20); // of 199 in order; 4 are expected of block mates side by side
  });

  it("refuses what is no source, and options that are wrong or unknown", async () => {
    await expect(windowsOf({ window: 0 })).rejects.toThrow(
      "shuffledWindows: expected window to be an integer ≥ 1, got 0",
    );
    await expect(windowsOf({ shuffle: "all" as never })).rejects.toThrow("shuffle");
    await expect(windowsOf({ windows: 3 } as never)).rejects.toThrow("did you mean window");
    await expect(shuffledWindows(samples as never).next()).rejects.toThrow(TypeError);
  });
});
