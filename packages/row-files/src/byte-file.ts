/** Where a file is: a path in Node, a URL, or a file that a user chose. */
export type Place = string | URL | Blob | Uint8Array;

/** A file of which parts can be read. */
export interface ByteFile {
  /** What to call it in an error. */
  readonly name: string;
  /** Bytes of it. */
  readonly bytes: number;
  /**
   * Bytes `start` … `end` − 1, all of them.
   *
   * @throws RowFileError if the file is not there any more, or another one.
   */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Frees what it holds open. */
  close(): Promise<void>;
}
