import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { nearestName } from "@elbowjs/arguments";
import { type DatasetName, openDataset, openIdx } from "@elbowjs/mnist-data";
import { DataFault } from "./data-fault.js";
import {
  type DataSource,
  firstOf,
  fromBytes,
  fromDataset,
  fromNumbers,
  fromSplit,
  type LabelledData,
} from "./labelled-data.js";
import { parseNpy } from "./npy.js";
import { pngFolder } from "./png-folder.js";

/** The data sets known by name. */
export const dataSetNames: readonly DatasetName[] = ["digits", "mnist", "fashion-mnist", "auto"];

/** How data are opened. */
export interface OpenOptions {
  readonly dataDir?: string | undefined;
  /** At most so many training samples, and a sixth of it test samples. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal;
}

const isTest = (name: string): boolean => /t10k|test/i.test(name);
const isImages = (name: string): boolean => /images.*\.npy$|images.*idx3.*ubyte(\.gz)?$/i.test(name);

/**
 * Opens a data set by its name, or the user's own: a `.npy` file, or a folder of IDX or NPY files (`…images…`, with the
 * labels beside it as `…labels…`; `test` or `t10k` in a name marks the test set) or of PNG images (a folder a class,
 * and above them `train` and `test` where there are both).
 *
 * @throws DataFault or ElbowDataError if there is nothing that can be read.
 */
export async function openData(
  from: string,
  { dataDir, limit, signal }: OpenOptions = {},
): Promise<DataSource> {
  const few = limit === undefined ? undefined : { train: limit, test: Math.max(1, Math.floor(limit / 6)) };
  const source = (dataSetNames as readonly string[]).includes(from)
    ? fromDataset(
        await openDataset(from as DatasetName, {
          ...(dataDir === undefined ? {} : { dataDir }),
          ...(few === undefined ? {} : { size: few }),
          ...(signal === undefined ? {} : { signal }),
        }),
      )
    : await ownData(from);
  if (few === undefined) return source;
  return {
    ...source,
    train: firstOf(source.train, few.train),
    test: source.test && firstOf(source.test, few.test),
  };
}

async function ownData(path: string): Promise<DataSource> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const nearest = nearestName(path, dataSetNames);
    throw new DataFault(
      `openData: expected ${dataSetNames.join(", ")}, a folder or a .npy file, got '${path}'` +
        (nearest === undefined ? "" : ` (did you mean ${nearest}?)`),
    );
  }
  const name = basename(path);
  if (!found.isDirectory()) return { name, source: path, train: await imagesFile(path), test: undefined };
  const names = (await readdir(path)).sort();
  const files = names.filter(isImages);
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
  const pair = names.includes("train") && names.includes("test");
  const train = await pngFolder(pair ? join(path, "train") : path);
  if (train === undefined)
    throw new DataFault(
      `openData: expected IDX files (…images-idx3-ubyte), NPY files (…images….npy) or PNG images in ${path}, got none of them`,
    );
  return { name, source: path, train, test: pair ? await pngFolder(join(path, "test")) : undefined };
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
  const { values, shape } = parseNpy(await readFile(path), path);
  const [size = 0, ...sample] = shape;
  if (sample.length === 0 || size === 0)
    throw new DataFault(`openData: expected an array [n, …] in ${path}, got shape [${shape.join(", ")}]`);
  const labels = await npyLabels(path, labelsPath, size);
  return values instanceof Uint8Array
    ? fromBytes(values, sample, labels)
    : fromNumbers(values, sample, labels);
}

async function npyLabels(images: string, path: string, size: number): Promise<Uint8Array | undefined> {
  if (path === images) return undefined;
  const file = await readFile(path).catch(() => undefined);
  if (file === undefined) return undefined;
  const { values, shape } = parseNpy(file, path);
  if (
    shape.length !== 1 ||
    shape[0] !== size ||
    !values.every((v) => Number.isInteger(v) && v >= 0 && v < 256)
  )
    throw new DataFault(
      `openData: expected ${size} labels, integers in [0, 255], in ${path}, got shape [${shape.join(", ")}]`,
    );
  return Uint8Array.from(values);
}
