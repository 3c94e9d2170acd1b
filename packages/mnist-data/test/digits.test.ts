import { sha256 } from "@elbowjs/test-kit/sha256";
import { describe, expect, it } from "vitest";
import { digit, generateDigits, generateDigitsAsync } from "../src/digits/index.js";

const PIXELS = 784;
const LARGEST_SEED = Number.MAX_SAFE_INTEGER;
const LARGEST_INDEX = 2 ** 32 - 1;

const { pixels, labels } = generateDigits(2000);
const image = (i: number): Uint8Array => pixels.subarray(i * PIXELS, (i + 1) * PIXELS);

describe("purity", () => {
  it("generateDigits(1000) gives these bytes in every engine", async () => {
    // Made by this package in Node 20; the same in every engine, and a change of the sequence is a change for users.
    expect(await sha256(pixels.subarray(0, 1000 * PIXELS))).toBe(
      "900682c040144844c1b70e54c6bd242bba0ac011dcde8bf99f4ffe0f165ebf61",
    );
    expect(await sha256(labels.subarray(0, 1000))).toBe(
      "87c489b9e88059fda2ea86afdf7cc0c45485bd9cfae53f49b5c025dbc45d6b43",
    );
  });

  it("digit(seed, i) is row i of generateDigits(n, { seed })", () => {
    for (const i of [0, 1, 9, 10, 777, 1999])
      expect(digit(0, i)).toEqual({ pixels: image(i), label: labels[i] });
    for (const seed of [1, 2 ** 32, LARGEST_SEED]) {
      const some = generateDigits(3, { seed, start: 40 });
      for (let i = 0; i < 3; i++) {
        const row = some.pixels.subarray(i * PIXELS, (i + 1) * PIXELS);
        expect(digit(seed, 40 + i)).toEqual({ pixels: row, label: some.labels[i] });
      }
    }
  });

  it("generateDigits(n, { start }) continues where a shorter run ended", () => {
    const rest = generateDigits(60, { start: 1940 });
    expect(rest.pixels).toEqual(pixels.subarray(1940 * PIXELS));
    expect(rest.labels).toEqual(labels.subarray(1940));
  });

  it("digit(seed, i) reaches the last index", () => {
    const last = digit(3, LARGEST_INDEX);
    const run = generateDigits(1, { seed: 3, start: LARGEST_INDEX });
    expect(last).toEqual({ pixels: run.pixels, label: run.labels[0] });
  });

  it("no two of 2,000 digits are alike, nor the same index of seeds that share their low or high bits", () => {
    const seen = new Set<string>();
    for (let i = 0; i < 2000; i++) seen.add(image(i).join());
    expect(seen.size).toBe(2000);
    for (const seed of [1, 2 ** 31, 2 ** 32, 2 ** 52]) seen.add(digit(seed, 5).pixels.join());
    expect(seen.size).toBe(2004);
  });
});

describe("labels", () => {
  it("every ten digits hold every class once", () => {
    for (let i = 0; i < 2000; i += 10)
      expect(labels.slice(i, i + 10).sort()).toEqual(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  });

  it("the place of a class among its ten is uniform", () => {
    const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
    labels.forEach((label, i) => {
      counts[i % 10]![label]!++;
    });
    // 200 tens: each of the 100 counts is near 20; chi-square with 81 degrees of freedom, 99.9 % below 126
    const chiSquare = counts.flat().reduce((sum, n) => sum + (n - 20) ** 2 / 20, 0);
    expect(chiSquare).toBeLessThan(126);
    expect(chiSquare).toBeGreaterThan(47);
  });

  it("another seed has another order", () => {
    expect(generateDigits(50, { seed: 1 }).labels).not.toEqual(labels.slice(0, 50));
  });
});

describe("normalisation", () => {
  it("the ink of every digit fits a 20×20 box and fills it along one axis", () => {
    for (let i = 0; i < 2000; i++) {
      const rows = new Set<number>();
      const columns = new Set<number>();
      image(i).forEach((value, at) => {
        if (value === 0) return;
        rows.add(Math.floor(at / 28));
        columns.add(at % 28);
      });
      const height = Math.max(...rows) - Math.min(...rows) + 1;
      const width = Math.max(...columns) - Math.min(...columns) + 1;
      expect(Math.max(height, width)).toBeLessThanOrEqual(20);
      expect(Math.max(height, width)).toBeGreaterThanOrEqual(19);
    }
  });

  it("the centre of mass of every digit is within half a pixel of pixel (14, 14), as in MNIST", () => {
    for (let i = 0; i < 2000; i++) {
      let mass = 0;
      let x = 0;
      let y = 0;
      image(i).forEach((value, at) => {
        mass += value;
        x += value * (at % 28);
        y += value * Math.floor(at / 28);
      });
      // 0.51: the bytes are rounded after the box is placed
      expect(Math.abs(x / mass - 14)).toBeLessThan(0.51);
      expect(Math.abs(y / mass - 14)).toBeLessThan(0.51);
    }
  });

  it("mean and standard deviation are near MNIST's 0.1307 and 0.3081", () => {
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length / 255;
    const square = pixels.reduce((sum, value) => sum + value * value, 0) / pixels.length / 255 ** 2;
    const deviation = Math.sqrt(square - mean * mean);
    expect(mean).toBeGreaterThan(0.125);
    expect(mean).toBeLessThan(0.14);
    expect(deviation).toBeGreaterThan(0.3);
    expect(deviation).toBeLessThan(0.325);
  });

  it("a one has least ink and a zero or an eight most, as in MNIST", () => {
    const ink = new Array<number>(10).fill(0);
    labels.forEach((label, i) => {
      ink[label]! += image(i).reduce((sum, value) => sum + value, 0);
    });
    expect(ink.indexOf(Math.min(...ink))).toBe(1);
    expect([0, 8]).toContain(ink.indexOf(Math.max(...ink)));
  });
});

describe("generateDigitsAsync", () => {
  it("gives the digits of generateDigits and tells its progress", async () => {
    const progress: [number, number][] = [];
    const digits = await generateDigitsAsync(1200, {
      start: 100,
      onProgress: (done, count) => progress.push([done, count]),
    });
    expect(await sha256(digits.pixels)).toBe(await sha256(pixels.subarray(100 * PIXELS, 1300 * PIXELS)));
    expect(digits.labels).toEqual(labels.subarray(100, 1300));
    expect(progress).toEqual([
      [500, 1200],
      [1000, 1200],
      [1200, 1200],
    ]);
  });

  it("lets other work run between", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await generateDigitsAsync(5000);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });

  it("stops when the signal aborts, with its reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    let done = 0;
    const digits = generateDigitsAsync(100_000, {
      signal: controller.signal,
      onProgress: (n) => {
        done = n;
        if (n === 1000) controller.abort(reason);
      },
    });
    await expect(digits).rejects.toBe(reason);
    expect(done).toBe(1000);
    await expect(generateDigitsAsync(1, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("arguments", () => {
  it("generateDigits(0) is empty", async () => {
    const none = { pixels: new Uint8Array(0), labels: new Uint8Array(0) };
    expect(generateDigits(0)).toEqual(none);
    expect(await generateDigitsAsync(0)).toEqual(none);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses %d as seed, index, count and start",
    (bad) => {
      const error = (message: string): RangeError => new RangeError(`${message}, got ${bad}`);
      expect(() => digit(bad, 0)).toThrow(error("digit: expected seed to be an integer ≥ 0"));
      expect(() => digit(0, bad)).toThrow(error("digit: expected index to be an integer in [0, 4294967296)"));
      expect(() => generateDigits(bad)).toThrow(
        error("generateDigits: expected count to be an integer in [0, 2739137]"),
      );
      expect(() => generateDigits(1, { seed: bad })).toThrow(
        error("generateDigits: expected seed to be an integer ≥ 0"),
      );
      expect(() => generateDigits(1, { start: bad })).toThrow(
        error("generateDigits: expected start to be an integer in [0, 4294967296)"),
      );
    },
  );

  it("refuses what lies past the last index and the safe integers", async () => {
    expect(() => digit(0, 2 ** 32)).toThrow(RangeError);
    expect(() => digit(2 ** 53, 0)).toThrow(RangeError);
    expect(() => generateDigits(2, { start: LARGEST_INDEX })).toThrow(
      new RangeError("generateDigits: expected count to be an integer in [0, 1], got 2"),
    );
    expect(() => generateDigits(1e9)).toThrow(
      "generateDigits: expected count to be an integer in [0, 2739137]",
    );
    await expect(generateDigitsAsync(-1)).rejects.toThrow("generateDigitsAsync: expected count");
  });
});
