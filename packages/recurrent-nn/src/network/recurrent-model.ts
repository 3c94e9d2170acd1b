import type { SavedModel } from "@elbowjs/layers";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { CompleteNetworkOptions } from "./network-options.js";
import type { LayerInput } from "./recurrent-layer.js";
import type { RecurrentStack } from "./recurrent-stack.js";

/** What training, evaluation and decoding need of a network. */
export interface RecurrentModel extends SavedModel {
  readonly options: CompleteNetworkOptions;
  readonly stack: RecurrentStack;
  /** What the stack reads: tokens through the embedding, if there is one. */
  embed(input: LayerInput): LayerInput;
  /** V s + c of some rows. */
  outputsOf(top: Tensor2D): Tensor2D;
}
