export type { RecurrentCell } from "@elbowjs/backend/fused";
export type { NetworkNext } from "./generation/network-next.js";
export type { TorchOptions } from "./network/from-torch.js";
export type { CompleteNetworkOptions, RecurrentNetworkOptions } from "./network/network-options.js";
export type { NetworkState } from "./network/network-state.js";
export type { LayerState } from "./network/recurrent-layer.js";
export { type ForwardOptions, RecurrentNetwork, type Trace } from "./network/recurrent-network.js";
export type { SequenceInput } from "./network/sequence-input.js";
export { Seq2Seq, type Seq2SeqFitOptions } from "./seq2seq/seq2seq.js";
export type { Seq2SeqData } from "./seq2seq/seq2seq-batch.js";
export type { Seq2SeqNext } from "./seq2seq/seq2seq-next.js";
export type { CompleteSeq2SeqOptions, Seq2SeqOptions } from "./seq2seq/seq2seq-options.js";
export {
  type CompleteOptions,
  type TextFitOptions,
  TextNetwork,
  type TextNetworkOptions,
} from "./text/text-network.js";
export type { EvaluateOptions, SequenceEvaluation } from "./training/evaluate-network.js";
export type { RecurrentFitOptions } from "./training/fit-network.js";
export type {
  NumberData,
  SequenceData,
  SequenceShape,
  TextData,
  TokenData,
} from "./training/sequence-data.js";
