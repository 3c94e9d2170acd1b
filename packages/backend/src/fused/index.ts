export {
  type ReluBatchNormDropoutOptions,
  type ReluBatchNormDropoutResult,
  reluBatchNormDropout,
} from "./batch-norm.js";
export { philoxDropout } from "./dropout.js";
export { philoxBlock } from "./philox.js";
export { philoxNormal, philoxUniform, type RandomStream } from "./random.js";
