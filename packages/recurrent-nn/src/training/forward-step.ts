import { reshape, type Tensor2D } from "@tensorflow/tfjs-core";
import { mapState } from "../network/network-state.js";
import type { RecurrentModel } from "../network/recurrent-model.js";
import { tidied } from "../network/tidied.js";
import type { Step } from "./own-outputs.js";

/** One step of a network, without gradients; its results are the caller's. */
export const forwardStep =
  (network: RecurrentModel): Step =>
  (input, state) => {
    const result = tidied(() => {
      const { layers, last } = network.stack.trace(network.embed(input), state);
      const { hidden } = layers.at(-1)!;
      const logits = network.outputsOf(reshape(hidden, [input.n, -1]) as Tensor2D);
      return { logits, last: mapState(last, (tensor) => tensor.clone()) };
    });
    input.rows.dispose();
    return result;
  };
