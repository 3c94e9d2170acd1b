/** The program that draws the same digit outside this page. */
export const autoencoderCode = ({ x, y }: { readonly x: number; readonly y: number }): string =>
  `import { pretrained } from "@elbowjs/deep-autoencoder/pretrained";
import { imageSheet } from "@elbowjs/figures";
import { tensor2d } from "@tensorflow/tfjs-core";
import { writeFile } from "node:fs/promises";

const model = await pretrained({ units: 2 });
const digit = model.decode(tensor2d([[${x}, ${y}]]));
const images = { data: await digit.data(), shape: [1, 28, 28, 1] };
await writeFile("digit.png", await imageSheet(images, { scale: 2 }));
`;
