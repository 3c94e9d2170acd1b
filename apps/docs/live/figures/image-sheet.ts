import { canvasToPng, saveFile, toCsv } from "../save-file.js";

/** The images of 28×28 that lie one after another in an array. */
export const imagesOf = (values: Float32Array): Float32Array[] =>
  Array.from({ length: values.length / 784 }, (_, i) => values.subarray(i * 784, (i + 1) * 784));

/** Saves the canvases inside an element as one PNG, `columns` a row, each pixel four times as wide and high. */
export async function saveSheet(
  name: string,
  holder: HTMLElement | undefined,
  columns: number,
): Promise<void> {
  const tiles = [...(holder?.querySelectorAll("canvas") ?? [])];
  const scale = 4;
  const side = 28 * scale;
  const pitch = 30 * scale;
  const sheet = document.createElement("canvas");
  sheet.width = Math.min(columns, tiles.length) * pitch;
  sheet.height = Math.ceil(tiles.length / columns) * pitch;
  const context = sheet.getContext("2d")!;
  context.imageSmoothingEnabled = false;
  for (const [i, tile] of tiles.entries())
    context.drawImage(
      tile,
      (i % columns) * pitch + scale,
      Math.floor(i / columns) * pitch + scale,
      side,
      side,
    );
  saveFile(`${name}.png`, await canvasToPng(sheet));
}

/** Saves images as CSV: a row each, which begins with its number and goes on with its pixels in [0, 1]. */
export function savePixels(name: string, images: readonly Float32Array[]): void {
  const rows = images.map((image, i) => ({
    image: i,
    ...Object.fromEntries([...image].map((value, j) => [`p${j}`, value])),
  }));
  saveFile(`${name}.csv`, toCsv(rows), "text/csv");
}
