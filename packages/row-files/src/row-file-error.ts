/** What is wrong with a file of rows. */
export type RowFileErrorCode =
  | "missing"
  | "unreadable"
  | "format"
  | "type"
  | "empty"
  | "width"
  | "length"
  | "changed"
  | "ranges"
  | "http";

/** A file that cannot be read as rows, or no longer. The message names it. */
export class RowFileError extends Error {
  override readonly name = "RowFileError";
  constructor(
    /**
     * `missing`: there is none; `unreadable`: the system refuses; `format`: neither NPY nor IDX, or a header that makes no
     * sense; `type`: of numbers not read here; `empty`: no rows; `width`: rows of another shape or type than the first
     * file's; `length`: fewer or more bytes than its header says; `changed`: not the file that was opened; `ranges`: the
     * server does not send parts of a file; `http`: another answer of a server.
     */
    readonly code: RowFileErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
