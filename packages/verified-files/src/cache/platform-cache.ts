import { nodeModule } from "../node-module.js";
import { BrowserCache } from "./browser-cache.js";
import type { FileCache } from "./file-cache.js";
import { FolderCache } from "./folder-cache.js";

/**
 * The cache of this place: a folder in Node, the Cache API in a browser; undefined where there is neither.
 *
 * @param caller Name of the public function, for errors.
 * @param name The package whose files it keeps.
 * @param folder The folder to use instead of the platform's, in Node.
 */
export function platformCache(caller: string, name: string, folder?: string): FileCache | undefined {
  if (nodeModule("node:fs/promises") !== undefined) return new FolderCache(caller, name, folder);
  return globalThis.caches === undefined ? undefined : new BrowserCache(name);
}
