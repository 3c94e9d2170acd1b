import type { DeepAutoencoder } from "@elbowjs/deep-autoencoder";
import { pretrained } from "@elbowjs/deep-autoencoder/pretrained";
import { openDataset } from "@elbowjs/mnist-data";
import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { shownBackend } from "../shown-backend.js";
import type { AutoencoderReport, AutoencoderRequest } from "./autoencoder-messages.js";

const report = (message: AutoencoderReport): void => postMessage(message);
const fail = (message: string): void => report({ type: "failed", message });

let model: DeepAutoencoder | undefined;
/** Requests are served one after another. */
let queue: Promise<void> = Promise.resolve();

addEventListener("message", ({ data }: MessageEvent<AutoencoderRequest>) => {
  queue = queue
    .then(() => (data.type === "open" ? open() : serve(data)))
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
});

async function open(): Promise<void> {
  // One image at a time is drawn sooner by WASM than a GPU has begun.
  const backend = await shownBackend({ prefer: ["wasm", "cpu"] }, fail);
  model ??= await pretrained({ units: 2 });
  const { test } = await openDataset("digits", { size: { train: 1, test: 50 }, seed: 0 });
  report({ type: "ready", backend, offered: test.pixels.slice() });
}

async function serve(request: Exclude<AutoencoderRequest, { type: "open" }>): Promise<void> {
  if (model === undefined) return;
  switch (request.type) {
    case "decode":
      report({ type: "digit", image: await made(model.decode, request.z, 2) });
      return;
    case "encode": {
      const [x, y] = await made(model.encode, request.image, 784);
      report({ type: "encoded", end: request.end, z: [x!, y!] });
      return;
    }
    case "path": {
      const { from, to, steps } = request;
      const codes = Array.from({ length: 2 * steps }, (_, k) => {
        const share = Math.floor(k / 2) / (steps - 1);
        return (1 - share) * from[k % 2]! + share * to[k % 2]!;
      });
      report({ type: "path", images: await made(model.decode, codes, 2) });
      return;
    }
    default:
      request satisfies never;
  }
}

/** What half of the model makes of rows, as a plain array. */
async function made(
  map: DeepAutoencoder["decode"],
  rows: ArrayLike<number>,
  features: number,
): Promise<Float32Array> {
  const x: Tensor2D = tensor2d(Float32Array.from(rows), [rows.length / features, features]);
  const y = map.call(model!, x);
  const values = await y.data<"float32">();
  for (const used of [x, y]) used.dispose();
  return Float32Array.from(values);
}
