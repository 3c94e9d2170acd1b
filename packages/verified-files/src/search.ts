import type { FileCache } from "./cache/file-cache.js";
import { ElbowDataError } from "./data-error.js";
import { folderFile } from "./data-folder.js";
import { type DownloadOptions, downloadChunks } from "./download.js";
import { gunzip } from "./gunzip.js";
import { collect } from "./joined.js";
import type { PublishedFile, PublishedSet } from "./published-set.js";
import { sha256 } from "./sha256.js";

/** A file that is what it should be. */
export interface VerifiedFile {
  /** Uncompressed. */
  readonly bytes: Uint8Array;
  /** Where it came from: `folder …`, `cache …` or the base of an address. */
  readonly source: string;
}

/** The search for one file. */
export interface Search {
  readonly caller: string;
  readonly set: PublishedSet;
  readonly file: PublishedFile;
  /** What each place answered that did not have it. */
  readonly tried: string[];
  cause?: unknown;
  found?: VerifiedFile;
}

/** Bytes that a file can have as it is sent: a compressor that cannot compress adds far less than a hundredth. */
const mostPacked = ({ bytes }: PublishedFile): number => Math.ceil(1.01 * bytes) + 1024;

/** A file's name as it is served and kept: with `.gz` where its addresses have it. */
const packedName = ({ name, urls }: PublishedFile): string =>
  urls[0]?.endsWith(".gz") ? `${name}.gz` : name;

const cacheKey = ({ set, file }: Search): string => `${set.name}/${packedName(file)}`;

/** Looks in the user's folder; a damaged file there is an error. */
export async function lookInFolder(
  search: Search,
  dataDir: string | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { set, file, tried } = search;
  if (dataDir === undefined) {
    tried.push("dataDir: not set, nor is ELBOW_DATA_DIR");
    return;
  }
  const wanted = { set: set.name, name: file.name, most: mostPacked(file) };
  const inside = await folderFile(dataDir, wanted, signal);
  if (inside === undefined)
    tried.push(`dataDir ${dataDir}: no ${file.name}.gz or ${file.name}, there or in ${set.name}/`);
  else search.found = { bytes: await verify(search, inside.bytes, inside.path), source: `folder ${dataDir}` };
}

/** Looks in the cache; a damaged file there counts as none. */
export async function lookInCache(search: Search, cache: FileCache | undefined): Promise<void> {
  const { file, tried } = search;
  if (cache === undefined) {
    tried.push("cache: none");
    return;
  }
  const kept = await cache.read(cacheKey(search), mostPacked(file));
  if (kept === undefined) {
    tried.push(`cache ${cache.place}: no ${cacheKey(search)}`);
    return;
  }
  try {
    const bytes = await verify(search, kept, `cache ${cache.place}/${cacheKey(search)}`);
    search.found = { bytes, source: `cache ${cache.place}` };
  } catch (error) {
    tried.push(`cache ${cache.place}: damaged ${cacheKey(search)}`);
    search.cause = error;
  }
}

/** Downloads the file from the first address that serves it, and keeps it. */
export async function lookAtAddresses(
  search: Search,
  mirrors: readonly string[] | undefined,
  download: DownloadOptions,
  keep: (key: string, packed: Uint8Array) => Promise<void>,
): Promise<void> {
  const { caller, set, file, tried } = search;
  const at = (mirror: string): string => `${mirror.endsWith("/") ? mirror : `${mirror}/`}${packedName(file)}`;
  const urls = mirrors?.map(at) ?? file.urls;
  if (urls.length === 0) tried.push("mirrors: none");
  for (const url of urls) {
    try {
      const packed = await collect(downloadChunks(url, download, mostPacked(file)));
      const bytes = await verify(search, packed, url);
      search.found = { bytes, source: url.slice(0, url.lastIndexOf("/") + 1) };
      await keep(cacheKey(search), packed);
      return;
    } catch (error) {
      download.signal?.throwIfAborted();
      if (!(error instanceof ElbowDataError) || error.code === "cache" || error.code === "platform")
        throw error;
      tried.push(error.message);
      search.cause = error;
    }
  }
  throw new ElbowDataError(
    "unavailable",
    `${caller}: expected to find the files of '${set.name}', got none of ${packedName(file)} from\n` +
      tried.map((line) => `  - ${line}\n`).join("") +
      set.remedy,
    { cause: search.cause, tried },
  );
}

/** The uncompressed bytes, if they are the published ones. */
async function verify({ caller, set, file }: Search, packed: Uint8Array, name: string): Promise<Uint8Array> {
  const bytes = await gunzip(packed, file.bytes, name);
  const hash = await sha256(bytes);
  if (hash === file.sha256) return bytes;
  const other = set.recognise?.(hash);
  throw new ElbowDataError(
    "hash",
    `${caller}: expected SHA-256 ${file.sha256} of the uncompressed bytes of ${name}, got ${hash}` +
      (other === undefined ? "; the file is damaged or another one" : `; this is ${other}`),
  );
}
