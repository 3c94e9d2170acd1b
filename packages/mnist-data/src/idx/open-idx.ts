import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type DownloadOptions, downloadOptions, type Source } from "@elbowjs/verified-files";
import type { Split } from "../split.js";
import { IdxReader } from "./idx-reader.js";
import { labelledImages } from "./labelled-images.js";
import type { IdxArray } from "./parse-idx.js";

/** The two files of a labelled set of images. */
export interface IdxFiles {
  /** IDX file of uint8 images, 3 dimensions: count, height, width. Gzip or raw. */
  readonly images: Source;
  /** IDX file of uint8 labels, 1 dimension: count. Gzip or raw. */
  readonly labels: Source;
  /** Number of classes, an integer in [1, 256]; a label that is not below it is an error. Default 10. */
  readonly classes?: number | undefined;
}

/**
 * Opens any pair of IDX files of bytes as a {@link Split}. Whether a file is gzip or raw is told by its first bytes. No more
 * is read or unfolded than the header declares, which is at most 2 GiB; larger files are for `streamIdx`.
 *
 * @throws ElbowDataError for a file that is missing, damaged, too large, of another kind, or does not fit the other one.
 * @throws TypeError for a source of another kind or an option that does not exist, RangeError for `classes` outside [1, 256].
 */
export async function openIdx(files: IdxFiles, options: DownloadOptions = {}): Promise<Split> {
  checkOptions("openIdx", files, ["images", "labels", "classes"]);
  checkOptions("openIdx", options, downloadOptions);
  const { images, labels, classes = 10 } = files;
  checkNumbers("openIdx", { classes: [classes, "integer in [1, 256]"] });
  const giveUp = new AbortController(); // one file that cannot be had ends the download of the other
  const signals = options.signal === undefined ? [giveUp.signal] : [giveUp.signal, options.signal];
  const download = { ...options, signal: AbortSignal.any(signals) };
  const [pictures, marks] = await Promise.all([
    readAll(images, 3, download),
    readAll(labels, 1, download),
  ]).finally(() => giveUp.abort());
  return labelledImages("openIdx", pictures, marks, classes);
}

async function readAll(source: Source, rank: 1 | 3, options: DownloadOptions): Promise<IdxArray> {
  const reader = new IdxReader("openIdx", source, rank, options);
  try {
    await reader.open();
    return await reader.all();
  } finally {
    await reader.close();
  }
}
