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
  /** Whether the user chose the cache's folder: then failing to write to it is an error, not a warning. */
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

/**
 * Opens one file of a dataset from the first place that has it, and checks its SHA-256. A damaged file in the cache
 * is fetched again; one in the user's own folder is an error, since it is not ours to replace.
 *
 * @throws ElbowDataError with code `unavailable` if no place has it, `hash` or `gzip` for a damaged file in
 *   `dataDir`, `cache` for a chosen cache that cannot be written.
 */
export async function verifiedFile(
  dataset: CatalogName,
  file: CatalogFile,
  { dataDir, cache, cacheChosen, mirrors, download }: Places,
): Promise<VerifiedFile> {
  const tried: string[] = [];
  const entry = `${file.name}.gz`;
  const key = `${dataset}/${entry}`;
  let cause: unknown;

  if (dataDir === undefined) tried.push("dataDir: not set, nor is ELBOW_DATA_DIR");
  else {
    const found = await folderFile(dataDir, dataset, file.name, download.signal);
    if (found !== undefined)
      return { bytes: await verify(found.bytes, file, found.path), source: `folder ${dataDir}` };
    tried.push(`dataDir ${dataDir}: no ${entry} or ${file.name}, there or in ${dataset}/`);
  }

  if (cache === undefined) tried.push("cache: none");
  else {
    const kept = await cache.read(key);
    if (kept === undefined) tried.push(`cache ${cache.place}: no ${key}`);
    else
      try {
        return {
          bytes: await verify(kept, file, `cache ${cache.place}/${key}`),
          source: `cache ${cache.place}`,
        };
      } catch (error) {
        tried.push(`cache ${cache.place}: damaged ${key}`);
        cause = error;
      }
    if (mirrors.length > 0) await orWarn(cache.prepare(), cacheChosen);
  }

  if (mirrors.length === 0) tried.push("mirrors: none");
  for (const mirror of mirrors) {
    const url = (mirror.endsWith("/") ? mirror : `${mirror}/`) + entry;
    try {
      const packed = await collect(downloadChunks(url, download));
      const bytes = await verify(packed, file, url);
      if (cache !== undefined) await orWarn(cache.write(key, packed), cacheChosen);
      return { bytes, source: mirror };
    } catch (error) {
      download.signal?.throwIfAborted();
      if (!(error instanceof ElbowDataError) || error.code === "cache" || error.code === "platform")
        throw error;
      tried.push(error.message);
      cause = error;
    }
  }
  throw new ElbowDataError(
    "unavailable",
    `openDataset: expected to find the files of '${dataset}', got none of ${entry} from\n` +
      tried.map((line) => `  - ${line}\n`).join("") +
      "pass { dataDir } with a folder that holds the four files, or open 'digits', which needs none",
    { cause, tried },
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
async function orWarn(done: Promise<void>, isChosen: boolean): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (isChosen) throw error;
    console.warn(error instanceof Error ? error.message : error);
  }
}
