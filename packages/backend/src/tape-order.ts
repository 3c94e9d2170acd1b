import { engine, type NamedTensorMap, type Tensor } from "@tensorflow/tfjs-core";

/** The part of tfjs's engine (4.22) that keeps the tape of a differentiation. */
interface TapedEngine {
  addTapeNode(...values: unknown[]): void;
  readonly state: { readonly activeTape?: { inputs: NamedTensorMap; outputs: Tensor[] }[] };
}

/** More tensors than any operation saves. */
const MOST_SAVED = 16;

/**
 * Has tfjs write an operation down before the copies of its outputs that it saves for its gradient. tfjs does so after, reads its
 * tape from front to back, and so takes a saved output for a constant: second gradients of `tanh`, `sigmoid`, `exp`, `elu`,
 * `softmax` and whatever else is differentiated by its output come out wrong, without a word. A second call changes nothing.
 */
export function orderTape(): void {
  const taped = engine() as unknown as TapedEngine;
  if (Object.hasOwn(taped, "addTapeNode")) return;
  const add = taped.addTapeNode;
  taped.addTapeNode = (...values) => {
    add.apply(taped, values);
    const tape = taped.state.activeTape;
    const node = tape?.at(-1);
    if (tape === undefined || node === undefined) return;
    const made = new Set(node.outputs.map(({ id }) => id));
    const before = Math.max(0, tape.length - 1 - MOST_SAVED);
    for (let i = before; i < tape.length - 1; i++)
      if (Object.values(tape[i]!.inputs).some(({ id }) => made.has(id))) {
        tape.splice(i, 0, tape.pop()!);
        return;
      }
  };
}
