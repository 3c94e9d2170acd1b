import { hashed } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import { precisionRecall } from "../src/index.js";
import fixture from "./fixtures/measures.json" with { type: "json" };

const rows = (salt: number, n: number, width: number, scale = 1) => ({
  features: Float64Array.from(hashed(salt, n * width), (value) => scale * value),
  width,
});

describe("precisionRecall(real, made)", () => {
  it.each(fixture.precisionRecall)("is NumPy's over all pairs: $n and $m rows, k = $k", async (one) => {
    const { salt, n, m, d, k, scale, precision, recall, density, coverage } = one;
    const found = await precisionRecall(rows(salt, n, d), rows(salt + 1, m, d, scale), { neighbours: k });
    expect(found.precision).toBeCloseTo(precision, 12);
    expect(found.recall).toBeCloseTo(recall, 12);
    expect(found.density).toBeCloseTo(density, 12);
    expect(found.coverage).toBeCloseTo(coverage, 12);
  });

  it("tells a model that repeats one image from one that covers all: precise, not covering", async () => {
    const real = rows(3, 200, 4);
    const one = {
      features: Array.from({ length: 200 * 4 }, (_, i) => real.features[i % 4]! * (1 + 1e-6 * (i >> 2))),
      width: 4,
    };
    const repeated = await precisionRecall(real, one);
    expect(repeated.precision).toBe(1);
    expect(repeated.coverage).toBeLessThan(0.1);
    expect(repeated.recall).toBeLessThan(0.05);
    const same = await precisionRecall(real, rows(4, 200, 4));
    expect(same.coverage).toBeGreaterThan(0.9);
  });

  it("refuses too few rows, other widths, and can be stopped", async () => {
    const few = { features: [1, 2, 3], width: 1 };
    await expect(precisionRecall(few, few)).rejects.toThrow(
      "precisionRecall: expected at least 6 rows of 1 features, got 3 numbers",
    );
    await expect(precisionRecall(rows(1, 9, 2), rows(1, 9, 3))).rejects.toThrow("of one width, got 2 and 3");
    await expect(precisionRecall(few, few, { k: 1 } as object)).rejects.toThrow(
      "expected the options neighbours, signal",
    );
    await expect(
      precisionRecall(rows(1, 9, 2), rows(1, 9, 2), { signal: AbortSignal.abort() }),
    ).rejects.toThrow("abort");
  });
});
