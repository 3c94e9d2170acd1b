import { checkShape, refusal, shown } from "@elbowjs/arguments";
import type { RecurrentCell } from "@elbowjs/backend/fused";
import {
  customGrad,
  type GradSaveFunc,
  gather,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  zeros,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { LayerState } from "./recurrent-layer.js";

/** The states of all layers for a batch, the lowest first: what a sequence can go on from. Its tensors are the caller's. */
export type NetworkState = readonly LayerState[];

interface StackSizes {
  readonly cell: RecurrentCell;
  readonly hidden: readonly number[];
}

/** The state before the first step. */
export function zeroState({ cell, hidden }: StackSizes, n: number): NetworkState {
  return hidden.map((units) => ({
    hidden: zeros([n, units]) as Tensor2D,
    ...(cell !== "rnn" && { cell: zeros([n, units]) as Tensor2D }),
  }));
}

/** Its tensors. */
export const stateTensors = (state: NetworkState): Tensor[] =>
  state.flatMap(({ hidden, cell }) => (cell ? [hidden, cell] : [hidden]));

/** The same with a function of each tensor. */
export function mapState(state: NetworkState, map: (tensor: Tensor2D) => Tensor2D): NetworkState {
  return state.map(({ hidden, cell }) => ({ hidden: map(hidden), ...(cell && { cell: map(cell) }) }));
}

/** Frees a state. */
export function disposeState(state: NetworkState): void {
  for (const tensor of stateTensors(state)) tensor.dispose();
}

/** The states of some rows, in their order. */
export function rowsOfState(state: NetworkState, rows: Tensor1D): NetworkState {
  return mapState(state, (tensor) => gather(tensor, rows));
}

/** The same values, of which no gradient goes back: where backpropagation through time is cut. */
export function cutState(state: NetworkState): NetworkState {
  return mapState(state, cut);
}

function cut(tensor: Tensor2D): Tensor2D {
  const operation = customGrad((...values) => {
    const [x, save] = values as unknown as [Tensor, GradSaveFunc];
    save([x]);
    return { value: x.clone(), gradFunc: (_: Tensor, [saved]: Tensor[]) => zerosLike(saved!) };
  });
  return operation(tensor) as Tensor2D;
}

/** Refuses the state of another network or batch. */
export function checkState(
  caller: string,
  state: NetworkState,
  { cell, hidden }: StackSizes,
  n: number,
): void {
  if (!Array.isArray(state) || state.length !== hidden.length)
    throw refusal(
      new RangeError(
        `${caller}: expected state of ${hidden.length} layers, as forward returns it in last, got ${shown(state)}`,
      ),
    );
  hidden.forEach((units, i) => {
    const layer = state[i] as LayerState | null | undefined;
    for (const part of cell === "rnn" ? (["hidden"] as const) : (["hidden", "cell"] as const))
      checkShape(caller, `${part} of the state of layer ${i}`, layer?.[part]?.shape as number[], [n, units]);
  });
}
