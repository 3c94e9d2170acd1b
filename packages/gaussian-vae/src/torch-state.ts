import type { StoredTensor } from "@elbowjs/safetensors";
import type { Weight } from "./layers/layer.js";
import { fromTorchOrder, toTorchOrder } from "./layers/weight.js";

/** The present values of weights under PyTorch's names, in PyTorch's order of elements. */
export async function readState(weights: Iterable<[string, Weight]>): Promise<Map<string, StoredTensor>> {
  const state = new Map<string, StoredTensor>();
  for (const [name, weight] of weights) {
    const ordered = toTorchOrder(weight);
    try {
      state.set(name, { shape: weight.torchShape, values: (await ordered.data()) as Float32Array });
    } finally {
      ordered.dispose();
    }
  }
  return state;
}

/**
 * Gives weights the values of a PyTorch state dict. Everything is compared before anything is changed. BatchNorm's
 * `num_batches_tracked`, which PyTorch writes and does not use, is passed over.
 *
 * @throws RangeError if a weight is missing, of another shape, not finite, or unknown here.
 */
export function loadState(
  who: string,
  weights: ReadonlyMap<string, Weight>,
  state: ReadonlyMap<string, StoredTensor>,
): void {
  const unknown = [...state.keys()].find(
    (name) => !weights.has(name) && !name.endsWith(".num_batches_tracked"),
  );
  if (unknown !== undefined)
    throw new RangeError(
      `${who}: expected the weights ${[...weights.keys()].join(", ")}, got ${unknown} besides`,
    );
  for (const [name, { torchShape }] of weights) {
    const stored = state.get(name);
    const shape = stored?.shape.join(", ");
    if (shape !== torchShape.join(", "))
      throw new RangeError(
        `${who}: expected ${name} of shape [${torchShape.join(", ")}], got ${stored ? `[${shape}]` : "none"}; do the stages match?`,
      );
    if (!stored!.values.every(Number.isFinite))
      throw new RangeError(`${who}: expected ${name} to be finite, got NaN or an infinity`);
  }
  for (const [name, { torchShape, layout, variable }] of weights) {
    const value = fromTorchOrder(state.get(name)!.values, torchShape, layout);
    variable.assign(value);
    value.dispose();
  }
}
