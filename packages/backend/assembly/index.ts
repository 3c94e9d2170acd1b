export { leakyRelu, relu, relu6 } from "./activation";
export { conv2d, conv2dBackpropFilter, conv2dBackpropInput } from "./convolution";
export { conv2dBackpropFilterDirect, conv2dDirect } from "./direct-convolution";
export { allFinite } from "./finite";
export { gemm, gemmScratchBytes } from "./gemm";
