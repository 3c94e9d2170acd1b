import { checkChoices, checkKinds, checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import { ElbowDataError, type FileOptions, fileOptions, verifiedFiles } from "@elbowjs/verified-files";
import { type CatalogName, publishedSet } from "./catalog.js";
import { labelledImages } from "./idx/labelled-images.js";
import { parseIdx } from "./idx/parse-idx.js";
import { Split } from "./split.js";

/** A dataset by name; `'auto'` is MNIST where it can be had and generated digits elsewhere. */
export type DatasetName = CatalogName | "digits" | "auto";

/**
 * Where {@link openDataset} looks, and how large the generated digits are. The four IDX files, gzip or raw, are in `dataDir`
 * or in a folder `mnist/` or `fashion-mnist/` inside it; `mirrors` serve them as `.gz`.
 */
export interface DatasetOptions extends FileOptions {
  /** Sizes of the generated digits, integers in [1, 2,739,137], 2 GiB. Default 60,000 and 10,000. */
  readonly size?: { readonly train?: number | undefined; readonly test?: number | undefined } | undefined;
  /** Seed of the generated digits, an integer in [0, 2⁵³). Default 0. */
  readonly seed?: number | undefined;
}

/** A dataset: training and test images that do not overlap. */
export interface Dataset {
  /** What was opened; for `'auto'`, what that came to. */
  readonly name: CatalogName | "digits";
  /** Where it came from, for people: a folder, the cache, mirrors, or the generator and why. */
  readonly source: string;
  readonly train: Split;
  readonly test: Split;
}

/**
 * Opens a dataset by name. The files come from `dataDir`, else the cache, else the mirrors in turn, and each is
 * checked by its size and the SHA-256 of its uncompressed bytes. `'digits'` needs no files: it is drawn by code, sample by
 * sample, the same everywhere for the same seed.
 *
 * @returns The two splits, the dataset's name and where it came from.
 * @throws ElbowDataError with code `unavailable`, and what was `tried`, if no place has the files; with `hash`, `size` or
 *   `gzip` if a file in `dataDir` is another one or damaged; with `cache` if a chosen `cacheDir` cannot be used.
 * @throws RangeError for an unknown name or a number outside its interval; TypeError for an unknown option, one of another
 *   kind, or `dataDir` where there is no file system.
 */
export async function openDataset(name: DatasetName, options: DatasetOptions = {}): Promise<Dataset> {
  checkChoices("openDataset", { name: [name, ["mnist", "fashion-mnist", "digits", "auto"]] });
  checkOptions("openDataset", options, ["size", "seed", ...fileOptions]);
  checkDigits(options);
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
      return name satisfies never;
  }
}

function checkDigits({ size, seed, signal, onProgress }: DatasetOptions): void {
  if (size !== undefined && (typeof size !== "object" || size === null))
    throw new TypeError(`openDataset: expected size as { train, test }, got ${shown(size)}`);
  checkOptions("openDataset", size, ["train", "test"]);
  checkNumbers("openDataset", {
    "size.train": [size?.train, `integer in [1, ${mostDigits}] or undefined`],
    "size.test": [size?.test, `integer in [1, ${mostDigits}] or undefined`],
    seed: [seed, "integer ≥ 0 or undefined"],
  });
  checkKinds("openDataset", {
    signal: [signal, "AbortSignal or undefined"],
    onProgress: [onProgress, "function or undefined"],
  });
}

async function openCatalog(name: CatalogName, { size, seed, ...options }: DatasetOptions): Promise<Dataset> {
  const set = publishedSet(name);
  const files = await verifiedFiles("openDataset", set, options);
  const images = (i: number) => parseIdx(files[i]!.bytes, 3, set.files[i]!.name);
  const labels = (i: number) => parseIdx(files[i]!.bytes, 1, set.files[i]!.name);
  return {
    name,
    source: [...new Set(files.map(({ source }) => source))].join(", "),
    train: labelledImages("openDataset", images(0), labels(1), 10),
    test: labelledImages("openDataset", images(2), labels(3), 10),
  };
}

/** Digits held in memory at once: 784 bytes each, 2 GiB together. */
const mostDigits = Math.floor(2 ** 31 / 784);

/** Test digits start here, so that they stay the same, and apart, for every size of the training set. */
const firstTestDigit = 1_000_000_000;

async function openDigits({ size = {}, seed = 0, signal, onProgress }: DatasetOptions): Promise<Dataset> {
  const { train = 60_000, test = 10_000 } = size;
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
