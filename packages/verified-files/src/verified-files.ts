import { checkKinds, refusal, shown } from "@elbowjs/arguments";
import { platformCache } from "./cache/platform-cache.js";
import { checkFileOptions, type FileOptions } from "./file-options.js";
import { nodeModule } from "./node-module.js";
import type { PublishedSet } from "./published-set.js";
import { lookAtAddresses, lookInCache, lookInFolder, type Search, type VerifiedFile } from "./search.js";

/**
 * Opens published files, each from the first place that has it, and checks their size and SHA-256. A damaged file in the
 * cache is fetched again; one in the user's own folder is an error, since it is not ours to replace. A place is gone
 * through for all files before the next is asked, so that such an error is not lost to another file's. Nothing that is
 * larger than the published file is read or unfolded beyond it.
 *
 * @param caller Name of the public function, for errors.
 * @throws ElbowDataError with code `unavailable`, and what was `tried`, if no place has a file; `hash`, `size` or `gzip` for
 *   another file in `dataDir`; `cache` for a chosen cache that cannot be used.
 * @throws TypeError or RangeError for an option; `dataDir` where there is no file system is one.
 */
export async function verifiedFiles(
  caller: string,
  set: PublishedSet,
  options: FileOptions = {},
): Promise<VerifiedFile[]> {
  checkFileOptions(caller, options);
  checkKinds(caller, { set: [set, "object"], name: [set?.name, "string"], keeper: [set?.keeper, "string"] });
  if (!Array.isArray(set.files))
    throw refusal(new TypeError(`${caller}: expected files as an array, got ${shown(set.files)}`));
  const { cacheDir, cache: useCache = true, mirrors, signal, ...rest } = options;
  const isNode = nodeModule("node:fs") !== undefined;
  const dataDir = rest.dataDir ?? ((isNode && process.env["ELBOW_DATA_DIR"]) || undefined);
  const cache = useCache ? platformCache(caller, set.keeper, cacheDir) : undefined;
  const isChosen = cacheDir !== undefined;
  signal?.throwIfAborted();
  const searches: Search[] = set.files.map((file) => ({ caller, set, file, tried: [] }));
  const forMissing = (look: (search: Search) => Promise<void>): Promise<unknown> =>
    Promise.all(searches.filter(({ found }) => found === undefined).map(look));

  await forMissing((search) => lookInFolder(search, dataDir, signal));
  const readable = await orWarn(isChosen, async () => {
    await forMissing((search) => lookInCache(search, cache));
    return cache;
  });
  if (searches.some(({ found }) => found === undefined)) {
    const writable = await orWarn(isChosen, async () => {
      if (mirrors?.length !== 0) await readable?.prepare();
      return readable;
    });
    const giveUp = new AbortController(); // one file that cannot be had ends the search for the others
    const signals = signal === undefined ? [giveUp.signal] : [giveUp.signal, signal];
    const download = { ...rest, signal: AbortSignal.any(signals) };
    const keep = (key: string, packed: Uint8Array): Promise<void> =>
      orWarn(isChosen, async () => writable?.write(key, packed));
    await forMissing((search) => lookAtAddresses(search, mirrors, download, keep)).finally(() =>
      giveUp.abort(),
    );
  }
  return searches.map(({ found }) => found!);
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
