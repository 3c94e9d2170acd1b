/** One published file. */
export interface PublishedFile {
  /** Name in folders and in the cache, without `.gz`. */
  readonly name: string;
  /** Addresses, tried in turn; whether what they serve is gzip is told by its first bytes. All https. */
  readonly urls: readonly string[];
  /** SHA-256 of the uncompressed bytes, hexadecimal; mirrors compress differently. */
  readonly sha256: string;
  /** Number of uncompressed bytes. */
  readonly bytes: number;
}

/** Files that belong together. */
export interface PublishedSet {
  /** Name of the set: of its folder, in the user's folder and in the cache. */
  readonly name: string;
  /** Name of the package that publishes it: its cache is `elbow/<keeper>`. */
  readonly keeper: string;
  readonly files: readonly PublishedFile[];
  /** What to do where no place has the files, for the error. */
  readonly remedy: string;
  /** What a file is whose hash is not the expected one, where that is known. Default: nothing is known. */
  readonly recognise?: ((sha256: string) => string | undefined) | undefined;
}
