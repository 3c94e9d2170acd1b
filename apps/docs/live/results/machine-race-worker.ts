import { type BackendName, useBackend } from "@elbowjs/backend";
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { openDataset } from "@elbowjs/mnist-data";
import { digitCount } from "../k-means/k-means-settings.js";

/** What one engine took, or why it did not run. */
export type EngineTime =
  | { readonly type: "time"; readonly engine: BackendName; readonly ms: number }
  | { readonly type: "absent"; readonly engine: BackendName; readonly reason: string }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly message: string };

/** Passes over the page's digits that are as many images as MNIST has. */
const epochs = 60_000 / digitCount.train;

const report = (message: EngineTime): void => postMessage(message);

addEventListener("message", async () => {
  try {
    const { train } = await openDataset("digits", { size: digitCount, seed: 0 });
    for (const engine of ["wasm", "webgpu", "cpu"] as const) {
      const { name, reason } = await useBackend({ prefer: [engine, "cpu"] });
      if (name !== engine) {
        report({ type: "absent", engine, reason });
        continue;
      }
      const network = new KMeansNetwork({ k: 10, features: 784, reduction: "batch", gradient: "hard" });
      await network.init("digit-images", train, { seed: 0 });
      const options = { batchSize: 64, learningRate: 0.5, seed: 0 };
      await network.fit(train.take(640), { ...options, epochs: 1 }); // compiles and warms
      const start = performance.now();
      await network.fit(train, { ...options, epochs });
      report({ type: "time", engine, ms: performance.now() - start });
      network.dispose();
    }
    report({ type: "done" });
  } catch (error) {
    report({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});
