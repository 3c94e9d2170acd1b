import { openIdx, type Split, streamIdx } from "@elbowjs/mnist-data";
import type { PageItem } from "./data-messages.js";

/** Images taken from an IDX file that came without its labels. */
const unlabelledLimit = 1000;
/** Larger pictures are shown at this size: they are for looking at. */
const longestSide = 256;

/** Images without classes. */
export interface OwnImages {
  readonly items: readonly PageItem[];
  /** Images in the files, also those that are not shown. */
  readonly size: number;
  /** Files that could not be read, each with the reason. */
  readonly refused: readonly string[];
}

/** Files of the visitor's own: a pair of IDX files makes a split, anything else a list of images. */
export async function readOwnFiles(files: readonly File[]): Promise<Split | OwnImages> {
  const pictures = files.filter(({ type }) => type.startsWith("image/"));
  if (pictures.length === files.length && files.length > 0) return readPictures(pictures);
  // The images of a labelled set are the larger of its two files.
  const [images, labels, ...others] = files.toSorted((a, b) => b.size - a.size);
  if (images === undefined || others.length > 0 || pictures.length > 0)
    throw new RangeError(
      `readOwnFiles: expected pictures, or one IDX file of images with or without its labels, got ${files.length} files`,
    );
  return labels === undefined ? readUnlabelled(images) : openIdx({ images, labels, classes: 256 });
}

/** Every picture that can be read; one that cannot does not keep the others out. */
async function readPictures(files: readonly File[]): Promise<OwnImages> {
  const read = await Promise.allSettled(files.map(readPicture));
  const items = read.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const refused = files.filter((_, i) => read[i]!.status === "rejected").map(({ name }) => name);
  if (items.length === 0)
    throw new RangeError(`None of the files could be read as a picture: ${refused.join(", ")}.`);
  return { items, size: items.length, refused };
}

async function readUnlabelled(file: File): Promise<OwnImages> {
  const items: PageItem[] = [];
  let size = 0;
  for await (const { image, index } of streamIdx(file)) {
    size++;
    if (size > unlabelledLimit) continue;
    const side = Math.sqrt(image.length);
    const width = Number.isInteger(side) ? side : image.length;
    items.push({
      image: image.slice(),
      width,
      height: image.length / width,
      label: undefined,
      name: String(index),
    });
  }
  return { items, size, refused: [] };
}

/** A picture as grey bytes, by the luma of ITU-R BT.601; a light background is taken for paper and inverted. */
async function readPicture(file: File): Promise<PageItem> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext("2d")!;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const image = Uint8Array.from(
    { length: width * height },
    (_, i) => 0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!,
  );
  const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
  if (mean > 127) for (let i = 0; i < image.length; i++) image[i] = 255 - image[i]!;
  return { image, width, height, label: undefined, name: file.name };
}
