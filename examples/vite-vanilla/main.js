// Trains in the page and draws the centres after every epoch.
//
//   npx vite examples/vite-vanilla
import { imageSheet } from "@elbowjs/figures";
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { openDataset } from "@elbowjs/mnist-data";

const output = document.querySelector("output");
const canvas = document.querySelector("canvas");
const button = document.querySelector("button");

button.addEventListener("click", async () => {
  button.disabled = true;
  const { train } = await openDataset("digits", { size: { train: 1000, test: 1 } });
  const net = new KMeansNetwork({ k: 10, features: train.features });
  await net.init("digit-images", train);
  const epochs = 3;
  await net.fit(train, {
    epochs,
    seed: 0,
    async onEpoch({ epoch, loss }) {
      output.textContent = `Epoch ${epoch} of ${epochs}: loss ${loss.toFixed(4)}`;
      const centers = await net.readCenters();
      const pictures = Array.from({ length: net.k }, (_, i) =>
        centers.subarray(i * net.features, (i + 1) * net.features),
      );
      await imageSheet(pictures, { columns: 5, scale: 3, canvas });
    },
  });
  net.dispose();
  button.disabled = false;
});
