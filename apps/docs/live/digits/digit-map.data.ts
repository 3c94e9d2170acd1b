import { imageSheet } from "@elbowjs/figures";
import { tensor2d } from "@tensorflow/tfjs-core";
import { buildBackend } from "../build-backend.js";
import { mapDigits, mapTiles, pointAt } from "./digit-map.js";
import { DigitModel } from "./digit-model.js";
import { confident, digitsFields } from "./digits-settings.js";

/** What the page shows before it has fetched anything. */
export interface DigitMap {
  /** The map's images as one picture, the address of a PNG. */
  readonly picture: string;
  /** A z for each digit of the map. */
  readonly anchors: readonly (readonly number[])[];
  /** Draws that are read as the digit of the first view, base64 of their bytes, and how many were decoded for them. */
  readonly first: string;
  readonly decoded: number;
  /** The image of the place of the first view, base64 of its bytes, and what is read in it. */
  readonly place: { readonly image: string; readonly reading: readonly number[] };
}

export declare const data: DigitMap;

export default {
  async load(): Promise<DigitMap> {
    await buildBackend();
    const model = await DigitModel.open();
    const anchors = await findAnchors(model);
    const { across, down } = mapTiles;
    const points = Array.from({ length: across * down }, (_, i) => [
      ...pointAt(((i % across) + 0.5) / across, (Math.floor(i / across) + 0.5) / down, anchors),
    ]);
    const { images } = await model.decode(tensor2d(points));
    const png = await imageSheet(
      { data: images, shape: [across * down, 28, 28] },
      { columns: across, gap: 0 },
    );
    const { x, y, digit, seed } = digitsFields;
    const place = await model.decode(tensor2d([[...pointAt(x.initial, y.initial, anchors)]]));
    const { images: first, decoded } = await model.draw(digit.initial, seed.initial);
    return {
      picture: `data:image/png;base64,${Buffer.from(png).toString("base64")}`,
      anchors,
      first: bytes(first),
      decoded,
      place: {
        image: bytes(place.images),
        reading: place.readings[0]!.map((share) => Number(share.toFixed(4))),
      },
    };
  },
};

const bytes = (pixels: Float32Array): string =>
  Buffer.from(pixels.map((value) => Math.round(255 * value))).toString("base64");

/** For each place of the map a draw that is read as its digit: the one nearest to the mean of such draws, then the next. */
async function findAnchors(model: DigitModel): Promise<number[][]> {
  const draws = await model.points(240, 1);
  const { readings } = await model.decode(tensor2d(draws));
  const rounded = (z: readonly number[]): number[] => z.map((value) => Number(value.toFixed(3)));
  const taken = new Map<number, number>();
  const ranked = Array.from({ length: 10 }, (_, digit) => {
    const own = draws.filter((_, i) => readings[i]![digit]! >= confident);
    const mean = own[0]!.map((_, j) => own.reduce((sum, z) => sum + z[j]!, 0) / own.length);
    const distance = (z: readonly number[]): number => Math.hypot(...z.map((value, j) => value - mean[j]!));
    return own.sort((a, b) => distance(a) - distance(b));
  });
  return mapDigits.flat().map((digit) => {
    const rank = taken.get(digit) ?? 0;
    taken.set(digit, rank + 1);
    return rounded(ranked[digit]![rank]!);
  });
}
