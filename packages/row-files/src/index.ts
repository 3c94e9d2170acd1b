export type { Place } from "./byte-file.js";
export { type NpyArray, type NpyValues, npyFile, parseNpy } from "./npy.js";
export { type OpenRowsOptions, openRows, type RawRows } from "./open-rows.js";
export { RowFileError, type RowFileErrorCode } from "./row-file-error.js";
export type { RowFiles } from "./row-files.js";
export type { ValueType } from "./value-type.js";
