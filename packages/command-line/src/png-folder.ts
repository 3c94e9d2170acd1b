import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataFault } from "./data-fault.js";
import { fromBytes, type LabelledData } from "./labelled-data.js";

const isPng = (name: string): boolean => /\.png$/i.test(name);

/**
 * The PNG images of a folder, or of its folders, one a class named as they are; in the order of their names.
 *
 * @returns undefined if there is none.
 * @throws DataFault for a file that is no PNG, or images of different sizes.
 */
export async function pngFolder(folder: string): Promise<LabelledData | undefined> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const loose = entries.filter((entry) => !entry.isDirectory() && isPng(entry.name)).map(({ name }) => name);
  const classNames: string[] = [];
  const files: { path: string; label: number }[] = loose.map((name) => ({
    path: join(folder, name),
    label: 0,
  }));
  if (loose.length === 0)
    for (const { name } of entries.filter((entry) => entry.isDirectory())) {
      const images = (await readdir(join(folder, name))).filter(isPng).sort();
      if (images.length === 0) continue;
      for (const image of images) files.push({ path: join(folder, name, image), label: classNames.length });
      classNames.push(name);
    }
  if (files.length === 0) return undefined;
  if (classNames.length > 256)
    throw new DataFault(`pngFolder: expected at most 256 classes in ${folder}, got ${classNames.length}`);
  let pixels: Uint8Array | undefined;
  let shape: readonly [number, number] = [0, 0];
  for (const [i, { path }] of files.entries()) {
    const image = await greyPng(path);
    if (pixels === undefined) {
      shape = [image.height, image.width];
      pixels = new Uint8Array(files.length * image.grey.length);
    }
    if (image.height !== shape[0] || image.width !== shape[1])
      throw new DataFault(
        `pngFolder: expected images of ${shape[1]}×${shape[0]} pixels as the first, got ${image.width}×${image.height} in ${path}`,
      );
    pixels.set(image.grey, i * image.grey.length);
  }
  const labels = classNames.length > 0 ? Uint8Array.from(files, ({ label }) => label) : undefined;
  return fromBytes(pixels!, shape, labels, classNames);
}

/** An image as grey bytes; of colours the luma of ITU-R BT.601, of 16 bits the upper 8. */
async function greyPng(path: string): Promise<{ width: number; height: number; grey: Uint8Array }> {
  const { decode } = await import("fast-png");
  const file = await readFile(path);
  let png: ReturnType<typeof decode>;
  try {
    png = decode(file);
  } catch (error) {
    throw new DataFault(`pngFolder: expected a PNG image, got ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const { width, height, channels, depth, data, palette } = png;
  const scale = depth === 16 ? 1 / 257 : depth < 8 && palette === undefined ? 255 / (2 ** depth - 1) : 1;
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const colour = palette?.[data[i]!] ?? data.subarray(i * channels, (i + 1) * channels);
    const value =
      colour.length < 3 ? colour[0]! : 0.299 * colour[0]! + 0.587 * colour[1]! + 0.114 * colour[2]!;
    grey[i] = Math.round(value * scale);
  }
  return { width, height, grey };
}
