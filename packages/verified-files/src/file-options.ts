import { checkKinds, shown } from "@elbowjs/arguments";
import { checkDownload, type DownloadOptions, downloadOptions } from "./download.js";
import { nodeModule } from "./node-module.js";

/** Where to look for files: a folder, the cache, then their addresses. */
export interface FileOptions extends DownloadOptions {
  /** Folder that holds the files, or a folder of the set's name with them. Node only. Default: env `ELBOW_DATA_DIR`. */
  readonly dataDir?: string | undefined;
  /** Folder for downloaded files, in Node. Default: in the platform's folder for caches. */
  readonly cacheDir?: string | undefined;
  /** Whether to use the cache. Default true. */
  readonly cache?: boolean | undefined;
  /** Base addresses that serve the files under their names, tried in turn. Default: the published addresses. */
  readonly mirrors?: readonly string[] | undefined;
}

/** Names of the {@link FileOptions}, for `checkOptions`. */
export const fileOptions: readonly string[] = ["dataDir", "cacheDir", "cache", "mirrors", ...downloadOptions];

/**
 * Refuses options of another kind, and `dataDir` where there is no file system.
 *
 * @throws TypeError or RangeError.
 */
export function checkFileOptions(caller: string, options: FileOptions): void {
  const { dataDir, cacheDir, cache, mirrors } = options;
  checkDownload(caller, options);
  checkKinds(caller, {
    dataDir: [dataDir, "string or undefined"],
    cacheDir: [cacheDir, "string or undefined"],
    cache: [cache, "boolean or undefined"],
  });
  if (
    mirrors !== undefined &&
    !(Array.isArray(mirrors) && mirrors.every((mirror) => typeof mirror === "string"))
  )
    throw new TypeError(`${caller}: expected mirrors to be a list of addresses, got ${shown(mirrors)}`);
  if (dataDir !== undefined && nodeModule("node:fs") === undefined)
    throw new TypeError(
      `${caller}: expected dataDir only where there is a file system, got '${dataDir}'; in a browser pass { mirrors: [url] }`,
    );
}
