import { join } from "node:path";
import { DataFault } from "./data-fault.js";
import { greyPng } from "./grey-png.js";
import { fromValues, type LabelledData } from "./labelled-data.js";
import { headerBytes, pngHeader } from "./png-header.js";
import { fileBytes, firstBytes, folderEntries } from "./read-file.js";

const isPng = (name: string): boolean => /\.png$/i.test(name);
/** What somebody may have meant as a sample. */
const isOtherImage = (name: string): boolean => /\.(jpe?g|gif|bmp|webp|tiff?|avif|heic)$/i.test(name);

/** Pixels of one image: 4096 × 4096. */
const mostPixels = 2 ** 24;
/** Pixels of all images together, a byte each in memory. */
const mostBytes = 2 ** 31;

/** Images of a folder. */
export interface PngFolder {
  /** undefined if there is no PNG image. */
  readonly data: LabelledData | undefined;
  /** Paths of images of other kinds, which are left out. */
  readonly leftOut: readonly string[];
}

interface ImageFile {
  readonly path: string;
  readonly label: number;
}

/**
 * The PNG images of a folder, or of its folders, one per class named as they are; in the order of their names.
 *
 * @param most at most so many of them. Default all.
 * @throws DataFault for a file that is no PNG, images of different sizes or of more than 2²⁴ pixels, more than 2³¹ pixels in all, or more
 *   than 256 classes: all by their headers, before any is decoded.
 */
export async function pngFolder(folder: string, most: number = Number.POSITIVE_INFINITY): Promise<PngFolder> {
  const { files, classNames, leftOut } = await imageFiles(folder);
  if (classNames.length > 256)
    throw new DataFault(`pngFolder: expected at most 256 classes in ${folder}, got ${classNames.length}`);
  const chosen = files.slice(0, most);
  if (chosen.length === 0) return { data: undefined, leftOut };
  const [height, width] = await commonShape(chosen, folder);
  const pixels = new Uint8Array(chosen.length * height * width);
  for (const [i, { path }] of chosen.entries())
    pixels.set(await greyPng(await fileBytes(path), path), i * height * width);
  const labels = classNames.length > 0 ? Uint8Array.from(chosen, ({ label }) => label) : undefined;
  return { data: fromValues(pixels, [height, width], labels, classNames), leftOut };
}

async function imageFiles(
  folder: string,
): Promise<{ files: ImageFile[]; classNames: string[]; leftOut: string[] }> {
  const files: ImageFile[] = [];
  const leftOut: string[] = [];
  const classNames: string[] = [];
  const collect = (place: string, names: readonly string[], label: number): void => {
    for (const name of names) {
      if (isPng(name)) files.push({ path: join(place, name), label });
      else if (isOtherImage(name)) leftOut.push(join(place, name));
    }
  };
  const entries = await folderEntries(folder);
  const namesIn = (all: typeof entries): string[] =>
    all.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  collect(folder, namesIn(entries), 0);
  if (files.length > 0) return { files, classNames, leftOut };
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    const before = files.length;
    collect(join(folder, name), namesIn(await folderEntries(join(folder, name))), classNames.length);
    if (files.length > before) classNames.push(name);
  }
  return { files, classNames, leftOut };
}

/** The size that all images have, by their headers. */
async function commonShape(
  files: readonly ImageFile[],
  folder: string,
): Promise<readonly [height: number, width: number]> {
  let first: readonly [number, number] | undefined;
  for (const { path } of files) {
    const header = pngHeader(await firstBytes(path, headerBytes));
    if (header === undefined)
      throw new DataFault(`pngFolder: expected a PNG image, got ${path}: another kind of file`);
    const { width, height } = header;
    if (width === 0 || height === 0)
      throw new DataFault(`pngFolder: expected an image with pixels, got ${width}×${height} in ${path}`);
    if (width * height > mostPixels)
      throw new DataFault(
        `pngFolder: expected an image of at most ${mostPixels} pixels, got ${width}×${height} in ${path}`,
      );
    first ??= [height, width];
    if (height !== first[0] || width !== first[1])
      throw new DataFault(
        `pngFolder: expected images of ${first[1]}×${first[0]} pixels as the first, got ${width}×${height} in ${path}`,
      );
  }
  const [height, width] = first!;
  if (files.length * height * width > mostBytes)
    throw new DataFault(
      `pngFolder: expected at most ${mostBytes} pixels in ${folder}, got ${files.length} images of ${width}×${height}; take the first ones by --limit`,
    );
  return [height, width];
}
