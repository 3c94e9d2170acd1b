export { leakyRelu, relu, relu6 } from "./activation";
export { gemm, gemmScratchBytes } from "./gemm";
