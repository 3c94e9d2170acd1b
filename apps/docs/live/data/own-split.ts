import { Split } from "@elbowjs/mnist-data";
import { readOwnFiles } from "./own-files.js";

/** Width and height of the images that the examples learn from. */
const side = 28;

/**
 * Files of the visitor's own as images of 28×28 to learn from: IDX files as they are, pictures made to fit.
 *
 * @throws RangeError for IDX images of another size.
 */
export async function ownSplit(files: readonly File[]): Promise<{ split: Split; labelled: boolean }> {
  const read = await readOwnFiles(files);
  if (!("items" in read)) {
    if (read.features !== side * side)
      throw new RangeError(
        `The examples learn from images of 28×28, and these are of ${read.shape.join("×")}.`,
      );
    return { split: read, labelled: true };
  }
  const pixels = new Uint8Array(read.items.length * side * side);
  for (const [i, item] of read.items.entries())
    pixels.set(fitted(item.image, item.width, item.height), i * side * side);
  const labels = new Uint8Array(read.items.length);
  return { split: new Split({ pixels, labels, shape: [side, side], classes: 1 }), labelled: false };
}

/** An image within 28×28, its longer side as long as that, each pixel the mean of those that fall on it. */
export function fitted(image: Uint8Array, width: number, height: number): Uint8Array {
  if (width === side && height === side) return image;
  const scale = Math.max(width, height) / side;
  const [left, top] = [(side - width / scale) / 2, (side - height / scale) / 2];
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const x = ((i % side) - left) * scale;
    const y = (Math.floor(i / side) - top) * scale;
    // Where the image is smaller than 28×28 a place falls within one pixel, and takes that.
    const columns = [
      Math.max(0, Math.floor(x)),
      Math.min(width, Math.max(Math.ceil(x + scale), Math.floor(x) + 1)),
    ] as const;
    const rows = [
      Math.max(0, Math.floor(y)),
      Math.min(height, Math.max(Math.ceil(y + scale), Math.floor(y) + 1)),
    ] as const;
    let sum = 0;
    let count = 0;
    for (let row = rows[0]; row < rows[1]; row++)
      for (let column = columns[0]; column < columns[1]; column++) {
        sum += image[row * width + column]!;
        count++;
      }
    return count === 0 ? 0 : Math.round(sum / count);
  });
}

/** Up to fifty images of a split, one after another, to try a network on. */
export function sampledPixels(split: Split): Uint8Array {
  const count = Math.min(50, split.size);
  const pixels = new Uint8Array(count * side * side);
  for (let i = 0; i < count; i++) pixels.set(split.image(i), i * side * side);
  return pixels;
}
