import { BrowserCache } from "./browser-cache.js";
import { FolderCache } from "./folder-cache.js";
import { nodeModule } from "./node-module.js";

/** Where downloaded files are kept, as they were downloaded. A write is seen by readers whole or not at all. */
export interface FileCache {
  /** What to call the cache in errors and in `source`. */
  readonly place: string;
  /** The file's bytes, undefined if it is not there. */
  read(file: string): Promise<Uint8Array | undefined>;
  /** Makes sure that files can be written, before anything is downloaded. */
  prepare(): Promise<void>;
  write(file: string, bytes: Uint8Array): Promise<void>;
}

/**
 * The cache of this place: a folder in Node, the Cache API in a browser; undefined where there is neither.
 *
 * @param folder The folder to use instead of the platform's, in Node.
 */
export function fileCache(folder?: string): FileCache | undefined {
  if (nodeModule("node:fs/promises") !== undefined) return new FolderCache(folder);
  return globalThis.caches === undefined ? undefined : new BrowserCache();
}
