import { type CatalogFile, type CatalogName, catalog } from "./catalog.js";
import { collect } from "./collect.js";
import { ElbowDataError } from "./data-error.js";
import { folderFile } from "./data-folder.js";
import { type DownloadOptions, downloadChunks } from "./download.js";
import type { FileCache } from "./file-cache.js";
import { gunzip } from "./gunzip.js";
import { sha256 } from "./sha256.js";

/** Where to look for a dataset's files, in this order: folder, cache, mirrors. */
export interface Places {
  dataDir?: string | undefined;
  cache?: FileCache | undefined;
  /** Whether the user chose the cache's folder: then failing to use it is an error, not a warning. */
  cacheChosen: boolean;
  mirrors: readonly string[];
  download: DownloadOptions;
}

/** A file that is what it should be. */
export interface VerifiedFile {
  /** Uncompressed. */
  bytes: Uint8Array;
  /** Where it came from: `folder …`, `cache …` or a mirror's address. */
  source: string;
}

/** The search for one file. */
interface Search {
  readonly dataset: CatalogName;
  readonly file: CatalogFile;
  /** What each place answered that did not have it. */
  readonly tried: string[];
  cause?: unknown;
  found?: VerifiedFile;
}

/**
 * Opens files of a dataset, each from the first place that has it, and checks their SHA-256. A damaged file in the
 * cache is fetched again; one in the user's own folder is an error, since it is not ours to replace. A place is gone
 * through for all files before the next is asked, so that such an error is not lost to another file's.
 *
 * @throws ElbowDataError with code `unavailable` if no place has a file, `hash` or `gzip` for a damaged file in
 *   `dataDir`, `cache` for a chosen cache that cannot be used.
 */
export async function verifiedFiles(
  dataset: CatalogName,
  files: readonly CatalogFile[],
  { dataDir, cache, cacheChosen, mirrors, download }: Places,
): Promise<VerifiedFile[]> {
  download.signal?.throwIfAborted();
  const searches: Search[] = files.map((file) => ({ dataset, file, tried: [] }));
  const forMissing = (look: (search: Search) => Promise<void>): Promise<unknown> =>
    Promise.all(searches.filter(({ found }) => found === undefined).map(look));

  await forMissing((search) => lookInFolder(search, dataDir, download.signal));
  const readable = await orWarn(cacheChosen, async () => {
    await forMissing((search) => lookInCache(search, cache));
    return cache;
  });
  if (searches.some(({ found }) => found === undefined)) {
    const writable = await orWarn(cacheChosen, async () => {
      if (mirrors.length > 0) await readable?.prepare();
      return readable;
    });
    const giveUp = new AbortController(); // one file that cannot be had ends the search for the others
    const signals = download.signal === undefined ? [giveUp.signal] : [giveUp.signal, download.signal];
    const options = { ...download, signal: AbortSignal.any(signals) };
    const keep = (key: string, packed: Uint8Array): Promise<void> =>
      orWarn(cacheChosen, async () => writable?.write(key, packed));
    await forMissing((search) => lookAtMirrors(search, mirrors, options, keep)).finally(() => giveUp.abort());
  }
  return searches.map(({ found }) => found!);
}

async function lookInFolder(
  search: Search,
  dataDir: string | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { dataset, file, tried } = search;
  if (dataDir === undefined) {
    tried.push("dataDir: not set, nor is ELBOW_DATA_DIR");
    return;
  }
  const inside = await folderFile(dataDir, dataset, file.name, signal);
  if (inside === undefined)
    tried.push(`dataDir ${dataDir}: no ${file.name}.gz or ${file.name}, there or in ${dataset}/`);
  else search.found = { bytes: await verify(inside.bytes, file, inside.path), source: `folder ${dataDir}` };
}

async function lookInCache(search: Search, cache: FileCache | undefined): Promise<void> {
  const { file, tried } = search;
  if (cache === undefined) {
    tried.push("cache: none");
    return;
  }
  const kept = await cache.read(cacheKey(search));
  if (kept === undefined) {
    tried.push(`cache ${cache.place}: no ${cacheKey(search)}`);
    return;
  }
  try {
    const bytes = await verify(kept, file, `cache ${cache.place}/${cacheKey(search)}`);
    search.found = { bytes, source: `cache ${cache.place}` };
  } catch (error) {
    tried.push(`cache ${cache.place}: damaged ${cacheKey(search)}`);
    search.cause = error;
  }
}

const cacheKey = ({ dataset, file }: Search): string => `${dataset}/${file.name}.gz`;

async function lookAtMirrors(
  search: Search,
  mirrors: readonly string[],
  options: DownloadOptions,
  keep: (key: string, packed: Uint8Array) => Promise<void>,
): Promise<void> {
  const { dataset, file, tried } = search;
  if (mirrors.length === 0) tried.push("mirrors: none");
  for (const mirror of mirrors) {
    const url = `${mirror.endsWith("/") ? mirror : `${mirror}/`}${file.name}.gz`;
    try {
      const packed = await collect(downloadChunks(url, options));
      search.found = { bytes: await verify(packed, file, url), source: mirror };
      await keep(cacheKey(search), packed);
      return;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof ElbowDataError) || error.code === "cache" || error.code === "platform")
        throw error;
      tried.push(error.message);
      search.cause = error;
    }
  }
  throw new ElbowDataError(
    "unavailable",
    `openDataset: expected to find the files of '${dataset}', got none of ${file.name}.gz from\n` +
      tried.map((line) => `  - ${line}\n`).join("") +
      "pass { dataDir } with a folder that holds the four files, or open 'digits', which needs none",
    { cause: search.cause, tried },
  );
}

/** The uncompressed bytes, if they are the published ones. */
async function verify(packed: Uint8Array, file: CatalogFile, name: string): Promise<Uint8Array> {
  const bytes = await gunzip(packed, name);
  const hash = await sha256(bytes);
  if (hash === file.sha256) return bytes;
  const other = datasetOf(hash);
  throw new ElbowDataError(
    "hash",
    `openDataset: expected SHA-256 ${file.sha256} of the uncompressed bytes of ${name}, got ${hash}` +
      (other === undefined ? "; the file is damaged or another one" : `; this is ${other}`),
  );
}

/** Which published file has this hash, for a folder that holds the wrong dataset. */
function datasetOf(hash: string): string | undefined {
  for (const [dataset, { trainImages, trainLabels, testImages, testLabels }] of Object.entries(catalog))
    for (const { name, sha256 } of [trainImages, trainLabels, testImages, testLabels])
      if (sha256 === hash) return `${name} of '${dataset}'`;
  return undefined;
}

/** A failure of a cache that nobody asked for must not cost the user the data: it warns instead. */
async function orWarn<T>(isChosen: boolean, use: () => Promise<T>): Promise<T | undefined> {
  try {
    return await use();
  } catch (error) {
    if (isChosen) throw error;
    console.warn(error instanceof Error ? error.message : error);
    return undefined;
  }
}
