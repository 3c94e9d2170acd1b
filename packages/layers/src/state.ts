import { checkKinds } from "@elbowjs/arguments";
import type { StoredTensor } from "@elbowjs/safetensors";
import type { Shape } from "./shape.js";
import { fromTorchOrder, toTorchOrder, type Weight } from "./weight.js";

/** Refuses what is no map of tensors. */
export function checkState(caller: string, state: ReadonlyMap<string, StoredTensor>): void {
  checkKinds(caller, { state: [state, { get: "function", has: "function", keys: "function" }] });
}

/** What can be gone through, or what {@link checkWeights} refuses. */
function listOf<T>(values: Iterable<T>): Iterable<T> {
  checkKinds("readState", { weights: [values, "iterable"] });
  return values;
}

/** Refuses what are no weights by name. */
function checkWeights(caller: string, weights: Iterable<[string, Weight]>): void {
  checkKinds(caller, { weights: [weights, "iterable"] });
  for (const entry of weights) {
    checkKinds(caller, { "an entry of weights": [entry, "array"] });
    checkKinds(caller, {
      [`the weight ${String(entry[0]).slice(0, 60)}`]: [
        entry[1],
        { variable: "Tensor", torchShape: ["number"] },
      ],
    });
  }
}

/**
 * The present values of weights under PyTorch's names, in PyTorch's order of elements. All are asked for at once, so that they are those
 * of one moment, also while a training goes on.
 *
 * @throws TypeError for what are no weights by name.
 */
export async function readState(weights: Iterable<[string, Weight]>): Promise<Map<string, StoredTensor>> {
  const entries = [...listOf(weights)];
  checkWeights("readState", entries);
  return new Map(
    await Promise.all(entries.map(async ([name, weight]) => [name, await stored(weight)] as const)),
  );
}

async function stored(weight: Weight): Promise<StoredTensor> {
  const ordered = toTorchOrder(weight);
  try {
    return { shape: weight.torchShape, values: (await ordered.data()) as Float32Array };
  } finally {
    ordered.dispose();
  }
}

/**
 * Gives weights the values of a PyTorch state dict. Everything is compared before anything is changed. BatchNorm's
 * `num_batches_tracked`, which PyTorch writes and does not use, is passed over.
 *
 * @throws RangeError if a weight is missing, of another shape, not finite, or unknown here.
 */
export function loadState(
  caller: string,
  weights: ReadonlyMap<string, Weight>,
  state: ReadonlyMap<string, StoredTensor>,
): void {
  checkKinds(caller, { weights: [weights, { has: "function", keys: "function" }] });
  checkWeights(caller, weights);
  checkState(caller, state);
  checkUnused(caller, weights, state);
  for (const [name, { torchShape }] of weights) checkStored(caller, name, torchShape, state);
  for (const [name, { torchShape, layout, variable }] of weights) {
    const value = fromTorchOrder(state.get(name)!.values, torchShape, layout);
    variable.assign(value);
    value.dispose();
  }
}

/** The stored values of a weight, or a RangeError if they are missing, of another shape, or not finite. */
export function checkStored(
  caller: string,
  name: string,
  shape: Shape,
  state: ReadonlyMap<string, StoredTensor>,
): Float32Array {
  const stored = state.get(name);
  if (stored?.shape.join() !== shape.join())
    throw new RangeError(
      `${caller}: expected ${name} of shape [${shape.join(", ")}], got ${stored ? `[${stored.shape.join(", ")}]` : "none"}; was it saved from a model with these options?`,
    );
  if (!stored.values.every(Number.isFinite))
    throw new RangeError(`${caller}: expected ${name} to be finite, got NaN or an infinity`);
  return stored.values;
}

/** Refuses a state with weights that the model has not. */
export function checkUnused(
  caller: string,
  weights: ReadonlyMap<string, Weight>,
  state: ReadonlyMap<string, StoredTensor>,
): void {
  for (const name of state.keys())
    if (!weights.has(name) && !name.endsWith(".num_batches_tracked"))
      throw new RangeError(
        `${caller}: expected the weights ${[...weights.keys()].join(", ")}, got ${name} besides`,
      );
}
