import { argMax, type Tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import { disposeState, type NetworkState } from "../network/network-state.js";
import type { LayerInput } from "../network/recurrent-layer.js";
import type { TokenPlan } from "./sequence-batch.js";

/** What the network does in one step, without gradients. */
export type Step = (
  input: LayerInput,
  state: NetworkState,
) => { readonly logits: Tensor; readonly last: NetworkState };

/**
 * A plan in which a row reads what the network itself writes, instead of the targets, at a share of the steps. A generator: it
 * yields the tensor of the most probable tokens of a step, and is given their values, read at once or awaited.
 *
 * @param teaches whether a step of a row is told the target.
 * @param fed added to a written token to make it an input.
 */
export function* ownOutputs(
  plan: TokenPlan,
  step: Step,
  start: NetworkState,
  { fed, teaches }: { readonly fed: number; readonly teaches: () => boolean },
): Generator<Tensor, TokenPlan, ArrayLike<number>> {
  const { padded, sources } = plan;
  const [n, steps] = padded.shape;
  const tokens = padded.tokens.slice();
  let state = start;
  for (let t = 0; t < steps - 1; t++) {
    const column = Int32Array.from({ length: n }, (_, row) => tokens[row * steps + t]!);
    const { logits, last } = step({ steps: 1, n, rows: tensor1d(column, "int32") }, state);
    disposeState(state);
    state = last;
    const best = tidy(() => argMax(logits, -1));
    logits.dispose();
    const written = yield best;
    best.dispose();
    for (let row = 0; row < n; row++)
      if (t + 1 >= sources[row]! && t + 1 < padded.lengths[row]! && !teaches())
        tokens[row * steps + t + 1] = written[row]! + fed;
  }
  disposeState(state);
  return { ...plan, padded: { ...padded, tokens } };
}

/** Runs it with values that are read at once. */
export function withOwnOutputs(steps: ReturnType<typeof ownOutputs>): TokenPlan {
  let result = steps.next();
  while (!result.done) result = steps.next(result.value.dataSync());
  return result.value;
}

/** Runs it with values that are awaited. */
export async function withOwnOutputsLater(steps: ReturnType<typeof ownOutputs>): Promise<TokenPlan> {
  let result = steps.next();
  while (!result.done) result = steps.next(await result.value.data());
  return result.value;
}
