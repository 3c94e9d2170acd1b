import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { expect, it } from "vitest";
import { curves, exponent } from "../scaling/plan.mjs";

it("exponent(xs, ys) is the p of c·xᵖ", () => {
  const xs = [1, 2, 8, 64];
  expect(exponent(xs, [3, 6, 24, 192])).toBeCloseTo(1, 12);
  expect(exponent(xs, [3, 3, 3, 3])).toBeCloseTo(0, 12);
  expect(exponent(xs, [0.5, 2, 32, 2048])).toBeCloseTo(2, 12);
});

it("the work of a point is a positive number that grows along every curve, but for threads and heads", () => {
  for (const { by, at, base, work } of curves) {
    const of = (value: number) => work({ ...base, [by]: value });
    for (const [i, value] of at.entries()) {
      expect(of(value)).toBeGreaterThan(0);
      if (i === 0 || by === "heads" || (by === "b" && "k" in base)) continue;
      if (by === "threads") expect(of(value)).toBeLessThan(of(at[i - 1]!));
      else expect(of(value)).toBeGreaterThan(of(at[i - 1]!));
    }
  }
});

it.skipIf(!isThorough("a point of each curve of cost")).each([
  { method: "lloyd", n: 300, k: 3, d: 5 },
  { method: "network", n: 300, k: 3, d: 5, b: 64, threads: 1 },
  { method: "mini-batch", n: 300, k: 3, d: 5 },
  { method: "autoencoder", b: 4, h: 8, threads: 1 },
  { method: "vae", b: 4, h: 8, threads: 1 },
  { method: "recurrent", b: 2, h: 4, t: 3, threads: 1 },
  { method: "transformer", b: 2, h: 8, t: 4, heads: 2, threads: 1 },
])("a point of $method is measured", (point) => {
  const program = fileURLToPath(new URL("../scaling/measure.mjs", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [program, JSON.stringify(point)], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({ seconds: expect.any(Number), megabytes: expect.any(Number) });
});
