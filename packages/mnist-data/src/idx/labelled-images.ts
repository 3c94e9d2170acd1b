import { ElbowDataError } from "@elbowjs/verified-files";
import { Split } from "../split.js";
import type { IdxArray } from "./parse-idx.js";

/**
 * A split of an array of images and one of labels.
 *
 * @param caller Name of the public function, for errors.
 * @throws ElbowDataError with code `empty`, `count` or `label` if the two do not fit.
 */
export function labelledImages(caller: string, images: IdxArray, labels: IdxArray, classes: number): Split {
  const [count, height, width] = images.dimensions as [number, number, number];
  if (height * width === 0)
    throw new ElbowDataError(
      "empty",
      `${caller}: expected images of at least one pixel in ${images.name}, got shape [${images.dimensions.join(", ")}]`,
    );
  if (count !== labels.data.length)
    throw new ElbowDataError(
      "count",
      `${caller}: expected as many labels as images, got ${count} images in ${images.name} and ${labels.data.length} labels in ${labels.name}`,
    );
  const outside = labels.data.findIndex((label) => label >= classes);
  if (outside >= 0)
    throw new ElbowDataError(
      "label",
      `${caller}: expected labels in [0, ${classes}) in ${labels.name}, got ${labels.data[outside]} at index ${outside}; pass { classes } if there are more`,
    );
  return new Split({ pixels: images.data, labels: labels.data, shape: [height, width], classes });
}
