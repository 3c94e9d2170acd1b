// Trains in Node and writes out/model.json, which the page beside it loads.
//
//   node examples/save-and-load/train.mjs
//   npx vite examples/save-and-load
import { mkdir, writeFile } from "node:fs/promises";
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { openDataset } from "@elbowjs/mnist-data";

const [folder = new URL("out/", import.meta.url)] = process.argv.slice(2);
const { train, test } = await openDataset("digits", { size: { train: 1000, test: 50 } });
const net = new KMeansNetwork({ k: 10, features: train.features });
await net.init("digit-images", train);
await net.fit(train, { epochs: 2, seed: 0 });

await mkdir(folder, { recursive: true });
const file = folder instanceof URL ? new URL("model.json", folder) : `${folder}/model.json`;
await writeFile(file, JSON.stringify(net));
console.log([...(await net.assign(test))].join(" "));
net.dispose();
