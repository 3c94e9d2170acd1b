import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { checkKinds, nearestName } from "@elbowjs/arguments";
import { type DatasetName, openDataset, openIdx } from "@elbowjs/mnist-data";
import { DataFault } from "./data-fault.js";
import {
  type DataSource,
  firstOf,
  fromDataset,
  fromSplit,
  fromValues,
  type LabelledData,
} from "./labelled-data.js";
import { parseNpy } from "./npy.js";
import { type PngFolder, pngFolder } from "./png-folder.js";
import { fileBytes, folderEntries, remedy } from "./read-file.js";

/** The data sets known by name. */
export const dataSetNames: readonly DatasetName[] = ["digits", "mnist", "fashion-mnist", "auto"];

/** What `--help` says of data. */
export const aboutData: string = `
Data is ${dataSetNames.join(", ")}, a .npy file [n, …], or a folder of IDX or NPY files or of PNG images
(one folder per class). Without it: digits, which are drawn by code.`;

/** How data are opened. */
export interface OpenOptions {
  readonly dataDir?: string | undefined;
  /** At most so many training samples, and a sixth of it test samples. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal;
  /** Of the data sets that code draws. Default 0. */
  readonly seed?: number;
  /** Called while files are fetched, with the share that has come, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

const isTest = (name: string): boolean => /t10k|test/i.test(name);
/** `train-images.npy`, `t10k-images-idx3-ubyte.gz`, `train-images`. */
const isImages = (name: string): boolean =>
  /images[^/]*\.npy$|images[^/]*idx3[^/]*ubyte(\.gz)?$|images(\.gz)?$/i.test(name);

/**
 * Opens a data set by its name, or the user's own: a `.npy` file, or a folder of IDX or NPY files (`…images…`, with the
 * labels beside it as `…labels…`; `test` or `t10k` in a name marks the test set) or of PNG images (one folder per class,
 * and above them `train` and `test` where there are both).
 *
 * @throws TypeError for what is no text; DataFault or ElbowDataError if there is nothing that can be read.
 */
export async function openData(
  from: string,
  { dataDir, limit, signal, seed, onProgress }: OpenOptions = {},
): Promise<DataSource> {
  checkKinds("openData", { from: [from, "string"] });
  const few = limit === undefined ? undefined : { train: limit, test: Math.max(1, Math.floor(limit / 6)) };
  const source = (dataSetNames as readonly string[]).includes(from)
    ? fromDataset(
        await openDataset(from as DatasetName, {
          ...(dataDir === undefined ? {} : { dataDir }),
          ...(few === undefined ? {} : { size: few }),
          ...(signal === undefined ? {} : { signal }),
          ...(seed === undefined ? {} : { seed }),
          ...(onProgress === undefined
            ? {}
            : {
                onProgress: ({ received, total = Number.POSITIVE_INFINITY }) => onProgress(received / total),
              }),
        }),
      )
    : await ownData(from, few);
  if (few === undefined) return source;
  return {
    ...source,
    train: firstOf(source.train, few.train),
    test: source.test && firstOf(source.test, few.test),
  };
}

async function ownData(path: string, few: { train: number; test: number } | undefined): Promise<DataSource> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const nearest = nearestName(path, dataSetNames);
    throw new DataFault(
      `openData: expected ${dataSetNames.join(", ")}, a folder or a .npy file, got '${path}'` +
        (nearest === undefined ? remedy(path) : ` (did you mean ${nearest}?)`),
    );
  }
  const name = basename(path);
  if (!found.isDirectory()) return { name, source: path, train: await imagesFile(path), test: undefined };
  const entries = await folderEntries(path);
  const files = entries
    .filter((entry) => !entry.isDirectory() && isImages(entry.name))
    .map(({ name }) => name);
  const first = files.find((file) => !isTest(file)) ?? files[0];
  if (first !== undefined) {
    const test = files.find((file) => isTest(file) && file !== first);
    return {
      name,
      source: path,
      train: await imagesFile(join(path, first)),
      test: test === undefined ? undefined : await imagesFile(join(path, test)),
    };
  }
  const isPair = ["train", "test"].every((part) => entries.some((entry) => entry.name === part));
  const train = await pngFolder(isPair ? join(path, "train") : path, few?.train);
  const test = isPair ? await pngFolder(join(path, "test"), few?.test) : undefined;
  return { name, source: path, ...pngSource(path, train, test) };
}

function pngSource(
  path: string,
  train: PngFolder,
  test: PngFolder | undefined,
): Pick<DataSource, "train" | "test" | "notes"> {
  const leftOut = [...train.leftOut, ...(test?.leftOut ?? [])];
  const others = `${leftOut.length} images of other kinds, such as ${leftOut[0]}`;
  if (train.data === undefined)
    throw new DataFault(
      `openData: expected IDX files (…images-idx3-ubyte), NPY files (…images….npy) or PNG images in ${path}, got ${leftOut.length === 0 ? "none of them" : `${others}; save them as PNG`}`,
    );
  const notes = leftOut.length === 0 ? [] : [`Left out ${others}: only PNG is read`];
  return { train: train.data, test: test?.data, notes };
}

/** Samples of one file, with the labels beside it. */
async function imagesFile(path: string): Promise<LabelledData> {
  const labelsPath = join(
    dirname(path),
    basename(path)
      .replace(/images/i, "labels")
      .replace("idx3", "idx1"),
  );
  if (!path.endsWith(".npy"))
    return fromSplit(await openIdx({ images: path, labels: labelsPath, classes: 256 }));
  const { values, shape } = parseNpy(await fileBytes(path), path);
  const [size = 0, ...sample] = shape;
  if (sample.length === 0 || shape.includes(0))
    throw new DataFault(`openData: expected an array [n, …] in ${path}, got shape [${shape.join(", ")}]`);
  const labels = await npyLabels(path, labelsPath, size);
  return fromValues(values, sample, labels);
}

async function npyLabels(images: string, path: string, size: number): Promise<Uint8Array | undefined> {
  if (path === images || (await stat(path).catch(() => undefined)) === undefined) return undefined;
  const { values, shape } = parseNpy(await fileBytes(path), path);
  if (shape.length !== 1 || shape[0] !== size)
    throw new DataFault(
      `openData: expected ${size} labels in ${path}, one per sample, got shape [${shape.join(", ")}]`,
    );
  const stray = values.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < 256));
  if (stray !== -1)
    throw new DataFault(
      `openData: expected labels that are integers in [0, 255] in ${path}, got ${values[stray]} of sample ${stray}`,
    );
  return Uint8Array.from(values);
}
