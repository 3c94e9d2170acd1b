/** Where downloaded files are kept, as they were downloaded. A write is seen by readers whole or not at all. */
export interface FileCache {
  /** What to call the cache in errors and in `source`. */
  readonly place: string;
  /**
   * The file's bytes, undefined if it is not there.
   *
   * @param most Bytes that it can have; more are not read.
   */
  read(file: string, most: number): Promise<Uint8Array | undefined>;
  /** Makes sure that files can be written, before anything is downloaded. */
  prepare(): Promise<void>;
  write(file: string, bytes: Uint8Array): Promise<void>;
}
