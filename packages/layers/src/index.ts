export { elu, leakyRelu, relu, sigmoid, tanh } from "./activation.js";
export {
  type AttentionMask,
  type AttentionOptions,
  attention,
  causalMask,
  paddingMask,
} from "./attention.js";
export { batchNorm } from "./batch-norm.js";
export { addBias, channelSums } from "./channel-sums.js";
export { type ConvTranspose2dOptions, convTranspose2d } from "./conv-transpose2d.js";
export { type Conv2dOptions, conv2d } from "./conv2d.js";
export { dropout } from "./dropout.js";
export { type EmbeddingOptions, embedding, normal } from "./embedding.js";
export { flatten, unflatten } from "./flatten.js";
export { globalAveragePool } from "./global-average-pool.js";
export { checkImageTensor } from "./image-tensor.js";
export {
  constant,
  type Initialiser,
  type InitialiserName,
  type InitialValues,
  initialisers,
  zeros,
} from "./initialiser.js";
export { joinContext } from "./join-context.js";
export { evaluation, type Fusion, type Layer, type LayerFactory, type Pass } from "./layer.js";
export { type LayerNormOptions, layerNorm } from "./layer-norm.js";
export { type LinearOptions, linear } from "./linear.js";
export { maxPool2d } from "./max-pool2d.js";
export type { RandomGenerator } from "./random-generator.js";
export {
  loadModel,
  type ModelFile,
  modelMetadata,
  readModelFile,
  type SavedModel,
  type SaveOptions,
  saveModel,
} from "./saved-model.js";
export { Sequential, weightsOf } from "./sequential.js";
export { imageShapeOf, type Shape, sizeOf } from "./shape.js";
export { loadState, readState } from "./state.js";
export { upsampleBicubic } from "./upsample-bicubic.js";
export type { Weight, WeightOptions } from "./weight.js";
export {
  build,
  buildFromState,
  randomWeights,
  storedWeights,
  type WeightSource,
} from "./weight-source.js";
