// Loads the model that train.mjs wrote in Node. Assignments are computed in float64: the same numbers as there.
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { openDataset } from "@elbowjs/mnist-data";

const answer = await fetch("model.json");
const net = KMeansNetwork.fromJSON(await answer.json());
const { test } = await openDataset("digits", { size: { train: 1, test: 50 } });
document.querySelector("output").textContent = [...(await net.assign(test))].join(" ");
