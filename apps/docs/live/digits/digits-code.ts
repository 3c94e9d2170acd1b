import { confident, shownCount } from "./digits-settings.js";

/** The program that draws the same digit outside this page. */
export const digitsCode = ({ digit, seed }: { readonly digit: number; readonly seed: number }): string =>
  `import { imageSheet } from "@elbowjs/figures";
import { digitSampler } from "@elbowjs/gaussian-vae/aggregate-posterior";
import { digitClassifier } from "@elbowjs/image-evaluation";
import { gather } from "@tensorflow/tfjs-core";
import { writeFile } from "node:fs/promises";

const [sampler, classifier] = await Promise.all([digitSampler(), digitClassifier()]);
const images = sampler.sample(600, { seed: ${seed} });
const readings = await classifier.classify(images).array();
const found = readings.flatMap((reading, i) => (reading[${digit}] >= ${confident} ? [i] : [])).slice(0, ${shownCount});
console.log(found.length, "digits read as ${digit}, the last of them draw", found.at(-1));
await writeFile("digits.png", await imageSheet(gather(images, found), { columns: ${shownCount} }));
`;
