export {
  type DataErrorCode,
  type DownloadOptions,
  type DownloadProgress,
  ElbowDataError,
  type FileOptions,
  type Source,
} from "@elbowjs/verified-files";
export { type Batch, Batches, type BatchOptions, type LabelledBytes } from "./batches.js";
export { type IdxFiles, openIdx } from "./idx/open-idx.js";
export type { StreamedImage } from "./idx/shuffle-buffer.js";
export { type StreamOptions, streamIdx } from "./idx/stream-idx.js";
export { type Dataset, type DatasetName, type DatasetOptions, openDataset } from "./open-dataset.js";
export { Split, type SplitParts } from "./split.js";
