export { fetchBytes } from "./fetch-bytes.js";
export { readSafetensors, type SafetensorsFile } from "./read-safetensors.js";
export type { StoredTensor } from "./stored-tensor.js";
export { type WriteSafetensorsOptions, writeSafetensors } from "./write-safetensors.js";
