import { digitCount } from "./digit-count.js";
import type { GaussianSettings } from "./gaussian-messages.js";

/** The program that draws the same digit outside this page. */
export function gaussianCode(settings: GaussianSettings, z: readonly number[]): string {
  const { model, data, seed, epochs } = settings;
  const size = data === "digits" ? `, { size: ${JSON.stringify(digitCount)}, seed: 0 }` : "";
  const open =
    model === "pretrained"
      ? `import { imageSheet } from "@elbowjs/figures";
import { pretrained } from "@elbowjs/gaussian-vae/pretrained";
import { tensor2d } from "@tensorflow/tfjs-core";
import { writeFile } from "node:fs/promises";

const vae = await pretrained();`
      : `import { imageSheet } from "@elbowjs/figures";
import { GaussianVae } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";
import { tensor2d } from "@tensorflow/tfjs-core";
import { writeFile } from "node:fs/promises";

const { train } = await openDataset("${data}"${size});
const vae = await GaussianVae.create({ seed: ${seed} });
await vae.fit(train, { epochs: ${epochs}, seed: ${seed}, optimizer: { type: "adam", learningRate: 0.002 } });`;
  return `${open}
const digit = vae.decode(tensor2d([[${z.join(", ")}]]));
await writeFile("digit.png", await imageSheet(digit, { scale: 2 }));
`;
}
