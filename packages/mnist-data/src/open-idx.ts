import { ElbowDataError } from "./data-error.js";
import type { DownloadOptions } from "./download.js";
import { gunzip } from "./gunzip.js";
import { parseIdx } from "./idx.js";
import { type Source, sourceBytes, sourceName } from "./source.js";
import { Split } from "./split.js";

/** The two files of a labelled set of images. */
export interface IdxFiles {
  /** IDX file of uint8 images, 3 dimensions: count, height, width. Gzip or raw. */
  images: Source;
  /** IDX file of uint8 labels, 1 dimension: count. Gzip or raw. */
  labels: Source;
  /** Number of classes; a label that is not below it is an error. Default 10. */
  classes?: number;
}

/**
 * Opens any pair of IDX files of bytes as a {@link Split}. Whether a file is gzip or raw is told by its first bytes.
 *
 * @throws ElbowDataError for a file that is missing, damaged, of another kind, or does not fit the other one.
 * @throws TypeError for a source of another kind, RangeError for `classes` outside [1, 256].
 */
export async function openIdx(
  { images, labels, classes = 10 }: IdxFiles,
  options: DownloadOptions = {},
): Promise<Split> {
  if (!(Number.isInteger(classes) && classes >= 1 && classes <= 256))
    throw new RangeError(`openIdx: expected classes as an integer in [1, 256], got ${classes}`);
  const imagesName = sourceName(images, "images");
  const labelsName = sourceName(labels, "labels");
  const [imageBytes, labelBytes] = await Promise.all([
    sourceBytes(images, options).then((bytes) => gunzip(bytes, imagesName)),
    sourceBytes(labels, options).then((bytes) => gunzip(bytes, labelsName)),
  ]);
  return idxSplit(imageBytes, labelBytes, classes, imagesName, labelsName);
}

/** A split of two uncompressed IDX files. */
export function idxSplit(
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
  classes: number,
  imagesName: string,
  labelsName: string,
): Split {
  const images = parseIdx(imageBytes, 3, imagesName);
  const labels = parseIdx(labelBytes, 1, labelsName);
  const [count, height, width] = images.dimensions as [number, number, number];
  if (height * width === 0)
    throw new ElbowDataError(
      "empty",
      `openIdx: expected images of at least one pixel in ${imagesName}, got shape [${images.dimensions.join(", ")}]`,
    );
  if (count !== labels.data.length)
    throw new ElbowDataError(
      "count",
      `openIdx: expected as many labels as images, got ${count} images in ${imagesName} and ${labels.data.length} labels in ${labelsName}`,
    );
  const outside = labels.data.findIndex((label) => label >= classes);
  if (outside >= 0)
    throw new ElbowDataError(
      "label",
      `openIdx: expected labels in [0, ${classes}) in ${labelsName}, got ${labels.data[outside]} at index ${outside}; pass { classes } if there are more`,
    );
  return new Split({ pixels: images.data, labels: labels.data, shape: [height, width], classes });
}
