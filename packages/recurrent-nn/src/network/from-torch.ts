import { checkChoices, checkOptions } from "@elbowjs/arguments";
import type { RecurrentCell } from "@elbowjs/backend/fused";
import type { StoredTensor } from "@elbowjs/safetensors";
import { cellNames, type RecurrentNetworkOptions } from "./network-options.js";

/** Options of `RecurrentNetwork.fromTorch`. */
export interface TorchOptions {
  /** What the module's `rnn` is. */
  readonly cell: RecurrentCell;
}

/**
 * The options of the network that a state dict is of, by the shapes in it. The names themselves are compared when the network is
 * built.
 */
export function networkFileOptions(
  caller: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  options: TorchOptions,
): RecurrentNetworkOptions {
  checkOptions(caller, options ?? null, ["cell"]);
  const { cell } = options;
  checkChoices(caller, { cell: [cell, cellNames] });
  const shapeOf = (name: string): readonly number[] => {
    const shape = tensors.get(name)?.shape;
    if (shape?.length !== 2)
      throw new RangeError(
        `${caller}: expected a state dict with ${name}, got ${[...tensors.keys()].slice(0, 4).join(", ") || "nothing"}`,
      );
    return shape;
  };
  const hidden: number[] = [];
  while (tensors.has(`rnn.weight_hh_l${hidden.length}`))
    hidden.push(shapeOf(`rnn.weight_hh_l${hidden.length}`)[1]!);
  const table = tensors.has("embedding.weight") ? shapeOf("embedding.weight") : undefined;
  return {
    cell,
    inputs: table?.[0] ?? shapeOf("rnn.weight_ih_l0")[1]!,
    hidden,
    outputs: shapeOf("output.weight")[0]!,
    ...(table && { embedding: table[1]! }),
  };
}
