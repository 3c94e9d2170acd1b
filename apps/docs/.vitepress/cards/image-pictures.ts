import { pretrained as diffusion } from "@elbowjs/diffusion/pretrained";
import { pretrained } from "@elbowjs/gan/pretrained";
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { openDataset } from "@elbowjs/mnist-data";
import { keep, type Tensor, tensor2d } from "@tensorflow/tfjs-core";
import { buildBackend } from "../../live/build-backend.js";
import { DigitModel } from "../../live/digits/digit-model.js";
import type { Canvas } from "./canvas.js";
import { ink } from "./colors.js";

/** Images of 28×28, one after another, in rows that fill the card. */
function tiles(canvas: Canvas, images: ArrayLike<number>, columns: number, scale: number): void {
  const count = Math.floor(images.length / 784);
  const rows = Math.ceil(count / columns);
  const side = 28 * scale;
  const gap = (canvas.width - columns * side) / (columns + 1);
  const above = (canvas.height - rows * side) / (rows + 1);
  for (let i = 0; i < count; i++) {
    const image = Array.prototype.slice.call(images, i * 784, (i + 1) * 784) as number[];
    const [column, row] = [i % columns, Math.floor(i / columns)];
    canvas.image(image, 28, gap + column * (side + gap), above + row * (side + above), scale, ink);
  }
}

/** Ten centres after training, as the page on k-means ends. */
export async function centres(canvas: Canvas): Promise<void> {
  await buildBackend();
  const { train } = await openDataset("digits", { size: { train: 3000, test: 1 }, seed: 0 });
  const network = new KMeansNetwork({ k: 10, features: 784, reduction: "batch", gradient: "hard" });
  await network.init("digit-images", train, { seed: 0 });
  await network.fit(train, { epochs: 5, batchSize: 64, learningRate: 0.5, seed: 0 });
  tiles(canvas, await network.readCenters(), 5, 7);
  network.dispose();
}

/** Digits that the Gaussian autoencoder draws. */
export async function drawnDigits(canvas: Canvas): Promise<void> {
  await buildBackend();
  const model = await DigitModel.open();
  const { images } = await model.decode(tensor2d(await model.points(32, 3)));
  tiles(canvas, images, 8, 5);
}

/** Digits of the set that the site draws itself. */
export async function digits(canvas: Canvas): Promise<void> {
  const { train } = await openDataset("digits", { size: { train: 60, test: 1 }, seed: 0 });
  const pixels = Array.from({ length: 60 }, (_, i) => [...train.image(i)]).flat();
  tiles(
    canvas,
    pixels.map((byte) => byte / 255),
    10,
    4,
  );
}

/** Digits that the GAN makes. */
export async function forged(canvas: Canvas): Promise<void> {
  await buildBackend();
  const gan = await pretrained();
  const images = gan.sample(32, { seed: 1 });
  tiles(canvas, await images.data<"float32">(), 8, 5);
  images.dispose();
  gan.dispose();
}

/** Three digits on their way from noise, a row for each. */
export async function fromNoise(canvas: Canvas): Promise<void> {
  await buildBackend();
  const model = await diffusion();
  const columns = 8;
  const kept: Tensor[] = [];
  const options = { seed: 5, steps: 21, label: [3, 7, 9], guidance: 1 };
  const sample = model.sample(3, {
    ...options,
    onStep: ({ step, z }) => step % 3 === 0 && kept.push(keep(z.clone())),
  });
  const moments = await Promise.all(kept.map((z) => z.data<"float32">()));
  const images = Array.from({ length: 3 * columns }, (_, i) => {
    const row = Math.floor(i / columns) * 784;
    return [...moments[i % columns]!.subarray(row, row + 784)].map((value) =>
      Math.min(1, Math.max(0, value)),
    );
  });
  tiles(canvas, images.flat(), columns, 5);
  for (const tensor of [sample, ...kept]) tensor.dispose();
  model.dispose();
}
