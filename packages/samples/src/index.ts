export { type ByteParts, byteSamples, type DrawnParts, drawnSamples } from "./byte-samples.js";
export { epochOrder, seededOrder } from "./epoch-order.js";
export { fingerprint } from "./fingerprint.js";
export { type FloatParts, floatSamples } from "./float-samples.js";
export { checkLabels, type LabelChecks, type Labels, oneHot } from "./labels.js";
export { hash32 } from "./murmur3.js";
export { isSampleSource, type SampleSource } from "./sample-source.js";
export type { ByteSamples, FloatSamples, SampleParts, Samples } from "./samples.js";
export type {
  ByteRows,
  DrawnImages,
  NumberArray,
  SamplesInput,
  TensorLike,
  ValuesWithShape,
} from "./samples-input.js";
export { type ShuffledWindowsOptions, shuffledWindows } from "./shuffled-windows.js";
export { type ToSamplesOptions, toSamples } from "./to-samples.js";
export { unitFloats } from "./unit-floats.js";
