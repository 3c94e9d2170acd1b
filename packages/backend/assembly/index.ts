export { leakyRelu, relu, relu6 } from "./activation";
export { binary } from "./binary";
export { conv2d, conv2dBackpropFilter, conv2dBackpropInput } from "./convolution";
export { conv2dBackpropFilterDirect, conv2dDirect } from "./direct-convolution";
export { allFinite } from "./finite";
export { gemm, gemmScratchBytes } from "./gemm";
export { maxMiddle, sumMiddle } from "./reduction";
export { stridedCopy } from "./strided-copy";
