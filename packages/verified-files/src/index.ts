export { ByteReader } from "./byte-reader.js";
export { type DataErrorCode, ElbowDataError } from "./data-error.js";
export {
  checkDownload,
  type DownloadOptions,
  type DownloadProgress,
  downloadChunks,
  downloadOptions,
} from "./download.js";
export { type FileOptions, fileOptions } from "./file-options.js";
export { gunzip, gunzipChunks } from "./gunzip.js";
export type { PublishedFile, PublishedSet } from "./published-set.js";
export type { VerifiedFile } from "./search.js";
export { sha256 } from "./sha256.js";
export { type Source, sourceChunks, sourceName } from "./source.js";
export { verifiedFiles } from "./verified-files.js";
