export { philoxBlock } from "../philox.js";
export { type AttentionOptions, type AttentionResult, attention } from "./attention.js";
export {
  type ReluBatchNormDropoutOptions,
  type ReluBatchNormDropoutResult,
  reluBatchNormDropout,
} from "./batch-norm.js";
export { type ConvTranspose2dOptions, convTranspose2d } from "./conv-transpose-2d.js";
export { philoxDropout } from "./dropout.js";
export { gelu } from "./gelu.js";
export { type GroupNormOptions, groupNorm, type LayerNormOptions, layerNorm } from "./group-norm.js";
export { type MaskedSoftmaxOptions, maskedSoftmax } from "./masked-softmax.js";
export { philoxNormal, philoxUniform, type RandomStream } from "./random.js";
export {
  type RecurrentCell,
  type RecurrentSequenceOptions,
  recurrentSequence,
  recurrentTrace,
} from "./recurrent-sequence.js";
export { type UpsampleBicubicOptions, upsampleBicubic } from "./upsample-bicubic.js";
