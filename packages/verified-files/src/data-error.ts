/** What went wrong, for programs: one word for each kind of fault that {@link ElbowDataError} reports. */
export type DataErrorCode =
  | "unavailable" // no source has the files
  | "not-found" // a named file is not there
  | "unreadable" // it is there and cannot be read
  | "empty"
  | "magic"
  | "dtype"
  | "encoding" // text that is not UTF-8
  | "truncated"
  | "trailing"
  | "count" // images and labels differ in number
  | "label" // a label outside the classes
  | "gzip"
  | "size" // more bytes than there can be
  | "hash"
  | "http"
  | "timeout"
  | "slow" // bytes arrive, but too few of them
  | "short-read"
  | "network"
  | "cache"
  | "platform"; // this place lacks what the call needs

/**
 * A fault of the data or of the way to it: a file that is missing, damaged or of another kind, a server that
 * does not answer, a cache that cannot be written. Wrong arguments are `RangeError` and `TypeError` instead.
 */
export class ElbowDataError extends Error {
  override readonly name = "ElbowDataError";
  /** The kind of fault. */
  readonly code: DataErrorCode;
  /** Every place that was tried and what it answered, in order; empty where only one place was meant. */
  readonly tried: readonly string[];

  constructor(
    code: DataErrorCode,
    message: string,
    { cause, tried = [] }: { cause?: unknown; tried?: readonly string[] } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.tried = tried;
  }
}
