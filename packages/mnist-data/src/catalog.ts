/** One file of a published dataset. */
export interface CatalogFile {
  /** File name without `.gz`. */
  name: string;
  /** SHA-256 of the uncompressed bytes, hexadecimal. */
  sha256: string;
}

/** A published dataset: its four files and the public places that serve them. */
export interface CatalogEntry {
  trainImages: CatalogFile;
  trainLabels: CatalogFile;
  testImages: CatalogFile;
  testLabels: CatalogFile;
  /**
   * Base addresses, tried in turn; each serves the files under their name with `.gz`. First the one that allows
   * cross-origin reads: to a page the others look like a dead network, and are tried again in vain.
   */
  mirrors: readonly string[];
}

/** Names of the published datasets. */
export type CatalogName = "mnist" | "fashion-mnist";

/**
 * The datasets that can be fetched. Hashes are of the uncompressed bytes, because mirrors compress differently.
 *
 * @see http://yann.lecun.com/exdb/mnist/ and https://github.com/zalandoresearch/fashion-mnist
 */
export const catalog: Readonly<Record<CatalogName, CatalogEntry>> = {
  mnist: {
    trainImages: {
      name: "train-images-idx3-ubyte",
      sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    },
    trainLabels: {
      name: "train-labels-idx1-ubyte",
      sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    },
    testImages: {
      name: "t10k-images-idx3-ubyte",
      sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    },
    testLabels: {
      name: "t10k-labels-idx1-ubyte",
      sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
    mirrors: [
      "https://cdn.jsdelivr.net/gh/fgnt/mnist@master/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ],
  },
  "fashion-mnist": {
    trainImages: {
      name: "train-images-idx3-ubyte",
      sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    },
    trainLabels: {
      name: "train-labels-idx1-ubyte",
      sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    },
    testImages: {
      name: "t10k-images-idx3-ubyte",
      sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    },
    testLabels: {
      name: "t10k-labels-idx1-ubyte",
      sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    },
    mirrors: [
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ],
  },
};
