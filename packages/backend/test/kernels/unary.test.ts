import { exp, leakyRelu, log, rsqrt, softplus, sqrt, type Tensor, tanh } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, kinds, onKernels, type Values } from "./on-backends.js";

const functions = { exp, log, tanh, softplus, sqrt, rsqrt };

/** What `Math` says in float64; tfjs's CPU softplus gives up three digits for large negative x. */
const exact: Record<keyof typeof functions, (x: number) => number> = {
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
};

/** Small and large of both signs, the limits of float32, denormals, zeros, infinities, NaN. */
const grid: Values = (() => {
  const sizes = Array.from({ length: 400 }, (_, i) => 10 ** (i / 20 - 12));
  const steps = Array.from({ length: 401 }, (_, i) => (i - 200) / 2);
  const edges = [
    0,
    1e-45,
    1e-40,
    1.17549435e-38,
    3.4028235e38,
    88.72283,
    -87.33654,
    -103.9,
    0.625,
    Infinity,
    NaN,
  ];
  const values = [...sizes, ...steps, ...edges].flatMap((x) => [x, -x]);
  return { shape: [values.length], values: Float32Array.from(values) };
})();

describe("elementwise functions", () => {
  for (const [name, f] of Object.entries(functions)) {
    it(`${name}(x) is within 4 units in the last place of the exact value, from denormals to infinity`, async () => {
      for (const kind of kinds) {
        const [got] = await onKernels(kind, f as never, [grid]);
        for (const [i, x] of Array.from(grid.values).entries()) {
          const want = Math.fround(exact[name as keyof typeof functions](x));
          const value = got!.values[i]!;
          if (Object.is(value, want) || value === want) continue;
          // 2⁻²³ relative is one or two units; a denormal's unit is 1.4e-45.
          expect(Math.abs(value - want), `${name}(${x}) = ${want}, got ${value}`).toBeLessThanOrEqual(
            Math.max(4 * 2 ** -23 * Math.abs(want), 3e-45),
          );
        }
      }
    });

    it(`${name}(x) equals the CPU backend for lengths around a vector`, async () => {
      for (const length of [0, 1, 3, 4, 5, 17]) {
        const x = { shape: [length], values: Float32Array.from({ length }, (_, i) => 0.1 + i / 3) };
        await expectSameAsCpu(f as never, [x]);
      }
    });
  }

  it("leakyRelu(x, alpha) equals the CPU backend", async () => {
    await expectSameAsCpu((x: Tensor) => leakyRelu(x, 0.3), [grid]);
  });
});
