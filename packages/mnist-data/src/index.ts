export { type Batch, Batches, type BatchOptions } from "./batches.js";
export { type AnyCanvas, type ContactSheetOptions, contactSheet, type Pictures } from "./contact-sheet.js";
export { type DataErrorCode, ElbowDataError } from "./data-error.js";
export {
  digit,
  type GenerateDigitsAsyncOptions,
  type GenerateDigitsOptions,
  type GeneratedDigits,
  generateDigits,
  generateDigitsAsync,
} from "./digits/index.js";
export type { DownloadOptions, DownloadProgress } from "./download.js";
export { type Dataset, type DatasetName, type DatasetOptions, openDataset } from "./open-dataset.js";
export { type IdxFiles, openIdx } from "./open-idx.js";
export type { StreamedImage } from "./shuffle-buffer.js";
export type { Source } from "./source.js";
export { Split, type SplitParts } from "./split.js";
export { type StreamOptions, streamIdx } from "./stream-idx.js";
