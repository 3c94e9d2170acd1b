import { type CatalogName, catalog } from "./catalog.js";
import { ElbowDataError } from "./data-error.js";
import type { DownloadOptions } from "./download.js";
import { fileCache } from "./file-cache.js";
import { nodeModule } from "./node-module.js";
import { idxSplit } from "./open-idx.js";
import { Split } from "./split.js";
import { verifiedFiles } from "./verified-files.js";

/** A dataset by name; `'auto'` is MNIST where it can be had and generated digits elsewhere. */
export type DatasetName = CatalogName | "digits" | "auto";

/** Where {@link openDataset} looks, and how large the generated digits are. */
export interface DatasetOptions extends DownloadOptions {
  /**
   * Folder with the four IDX files (gzip or raw), or with the folders `mnist/` and `fashion-mnist/` that hold them.
   * Node only. Default: the environment variable `ELBOW_DATA_DIR`.
   */
  dataDir?: string;
  /** Folder for downloaded files, in Node. Default: `elbow/mnist-data` in the platform's folder for caches. */
  cacheDir?: string;
  /** Whether to use the cache. Default true. */
  cache?: boolean;
  /** Base addresses that serve the four files as `.gz`, tried in turn. Default: the public mirrors. */
  mirrors?: readonly string[];
  /** Sizes of the generated digits. Default 60,000 and 10,000. */
  size?: { train?: number; test?: number };
  /** Seed of the generated digits, a safe integer ≥ 0. Default 0. */
  seed?: number;
}

/** A dataset: training and test images that do not overlap. */
export interface Dataset {
  /** What was opened; for `'auto'`, what that came to. */
  name: CatalogName | "digits";
  /** Where it came from, for people: a folder, the cache, mirrors, or the generator and why. */
  source: string;
  train: Split;
  test: Split;
}

/**
 * Opens a dataset by name. The files come from `dataDir`, else the cache, else the mirrors in turn, and each is
 * checked by the SHA-256 of its uncompressed bytes. `'digits'` needs no files: it is drawn by code, sample by
 * sample, the same everywhere for the same seed.
 *
 * @returns The two splits, the dataset's name and where it came from.
 * @throws ElbowDataError with code `unavailable`, and what was `tried`, if no place has the files; with `hash` or
 *   `gzip` if a file in `dataDir` is damaged; with `cache` if a chosen `cacheDir` cannot be used.
 * @throws RangeError for an unknown name or size; TypeError for `dataDir` where there is no file system.
 */
export async function openDataset(name: DatasetName, options: DatasetOptions = {}): Promise<Dataset> {
  switch (name) {
    case "mnist":
    case "fashion-mnist":
      return openCatalog(name, options);
    case "digits":
      return openDigits(options);
    case "auto":
      return openCatalog("mnist", options).catch(async (error: unknown) => {
        if (!(error instanceof ElbowDataError && (error.code === "unavailable" || error.code === "platform")))
          throw error;
        const { source, ...digits } = await openDigits(options);
        console.warn(`openDataset: 'auto' fell back to generated digits. ${error.message}`);
        return { ...digits, source: `${source}, because MNIST was not available` };
      });
    default:
      throw new RangeError(
        `openDataset: expected name 'mnist', 'fashion-mnist', 'digits' or 'auto', got '${name satisfies never}'`,
      );
  }
}

async function openCatalog(name: CatalogName, options: DatasetOptions): Promise<Dataset> {
  const { cacheDir, cache = true, mirrors = catalog[name].mirrors, ...download } = options;
  const isNode = nodeModule("node:fs") !== undefined;
  if (options.dataDir !== undefined && !isNode)
    throw new TypeError(
      `openDataset: expected dataDir only where there is a file system, got '${options.dataDir}'; in a browser pass { mirrors: [url] }`,
    );
  const { trainImages, trainLabels, testImages, testLabels } = catalog[name];
  const files = await verifiedFiles(name, [trainImages, trainLabels, testImages, testLabels], {
    dataDir: options.dataDir ?? ((isNode && process.env["ELBOW_DATA_DIR"]) || undefined),
    cache: cache ? fileCache(cacheDir) : undefined,
    cacheChosen: cacheDir !== undefined,
    mirrors,
    download,
  });
  const [a, b, c, d] = files.map(({ bytes }) => bytes) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  return {
    name,
    source: [...new Set(files.map(({ source }) => source))].join(", "),
    train: idxSplit(a, b, 10, trainImages.name, trainLabels.name),
    test: idxSplit(c, d, 10, testImages.name, testLabels.name),
  };
}

/** Test digits start here, so that they stay the same, and apart, for every size of the training set. */
const firstTestDigit = 1_000_000_000;

async function openDigits({ size = {}, seed = 0, signal, onProgress }: DatasetOptions): Promise<Dataset> {
  const { train = 60_000, test = 10_000 } = size;
  for (const [part, count] of Object.entries({ train, test }))
    if (!(Number.isInteger(count) && count >= 1 && count <= firstTestDigit))
      throw new RangeError(
        `openDataset: expected size.${part} as an integer in [1, ${firstTestDigit}], got ${count}`,
      );
  const { generateDigitsAsync } = await import("./digits/index.js"); // only those who open digits load the pen
  const digits = async (count: number, start: number): Promise<Split> => {
    const drawn = await generateDigitsAsync(count, {
      seed,
      start,
      ...(signal === undefined ? {} : { signal }),
      onProgress: (drawn) =>
        onProgress?.({
          url: "digits",
          received: (drawn + (start > 0 ? train : 0)) * 784,
          total: (train + test) * 784,
        }),
    });
    return new Split({ ...drawn, shape: [28, 28], classes: 10 });
  };
  return {
    name: "digits",
    source: `generated from seed ${seed}`,
    train: await digits(train, 0),
    test: await digits(test, firstTestDigit),
  };
}
