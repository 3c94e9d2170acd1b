import type { Weight } from "@elbowjs/layers";
import { hashed } from "@elbowjs/test-kit/hashed";
import { type Tensor, tensor, tidy, transpose } from "@tensorflow/tfjs-core";
import { expect } from "vitest";

/** Gives weights the values that the fixtures' scripts gave theirs: weight w has salt 100 + w, variances are positive. */
export function fill(weights: Iterable<[string, Weight]>): void {
  let salt = 100;
  for (const [name, { torchShape, layout, variable }] of weights) {
    const size = torchShape.reduce((product, extent) => product * extent, 1);
    const u = hashed(salt++, size).map((v) => (name.endsWith("running_var") ? Math.abs(v) : v));
    const value = tidy(() =>
      layout ? transpose(tensor(u, [...torchShape]), [...layout]) : tensor(u, [...torchShape]),
    );
    variable.assign(value);
    value.dispose();
  }
}

/** Compares gradients by tfjs's names of the variables with PyTorch's: the same weights in the same order, each to 10⁻⁴ relative. */
export async function expectGradients(
  trained: readonly [string, Weight][],
  gradients: Readonly<Record<string, Tensor>>,
  expected: Readonly<Record<string, number[]>>,
): Promise<void> {
  expect(trained.map(([name]) => name)).toEqual(Object.keys(expected));
  for (const [name, { variable, layout }] of trained) {
    const ordered = tidy(() => {
      const gradient = gradients[variable.name]!;
      return layout
        ? transpose(
            gradient,
            layout.map((_, axis) => layout.indexOf(axis)),
          )
        : gradient.clone();
    });
    const got = [...(await ordered.data())];
    ordered.dispose();
    const want = expected[name]!;
    const error = Math.hypot(...got.map((g, i) => g - want[i]!));
    expect(error / Math.hypot(...want), name).toBeLessThan(1e-4);
  }
}
