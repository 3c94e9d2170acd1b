import type { Diffusion } from "@elbowjs/diffusion";
import { pretrained } from "@elbowjs/diffusion/pretrained";
import { dispose, keep, type Tensor, tensor3d, tensor4d, tile } from "@tensorflow/tfjs-core";
import { shownBackend } from "../shown-backend.js";
import type { DiffusionReport, DiffusionRequest, Moment } from "./diffusion-messages.js";
import { completionSteps, completions, knownRows } from "./diffusion-settings.js";

let model: Promise<Diffusion> | undefined;
/** Requests are served one after another. */
let queue: Promise<void> = Promise.resolve();

const report = (message: DiffusionReport): void => postMessage(message);
const fail = (message: string): void => report({ type: "failed", message });

addEventListener("message", ({ data }: MessageEvent<DiffusionRequest>) => {
  queue = queue
    .then(() => serve(data))
    .catch((error: unknown) => {
      model = undefined; // what could not be fetched is asked for again
      fail(error instanceof Error ? error.message : String(error));
    });
});

async function opened(): Promise<Diffusion> {
  const backend = await shownBackend({}, fail);
  const opening = await pretrained();
  report({ type: "ready", backend });
  return opening;
}

async function serve(request: DiffusionRequest): Promise<void> {
  const diffusion = await (model ??= opened());
  switch (request.type) {
    case "draw":
      report({ type: "drawn", moments: await draw(diffusion, request) });
      return;
    case "complete":
      report({ type: "completed", images: await complete(diffusion, request.image, request.seed) });
      return;
    default:
      request satisfies never;
  }
}

/** Every moment of one image's way; read only when all have been made, since a GPU is read without waiting nowhere. */
async function draw(
  diffusion: Diffusion,
  { label, seed, steps, guidance }: Extract<DiffusionRequest, { type: "draw" }>,
): Promise<Moment[]> {
  const kept: { level: number; z: Tensor; image: Tensor }[] = [];
  const sample = diffusion.sample(1, {
    seed,
    steps,
    ...(label < 0 ? {} : { label, guidance }),
    onStep: ({ level, z, image }) => kept.push({ level, z: keep(z.clone()), image: keep(image.clone()) }),
  });
  const moments = await Promise.all(
    kept.map(async ({ level, z, image }) => ({ level, z: await values(z), guess: await values(image) })),
  );
  dispose([sample, ...kept.flatMap(({ z, image }) => [z, image])]);
  return moments;
}

/** Drawings with the upper rows given, the rest made up, each by noise of its own. */
async function complete(diffusion: Diffusion, image: Float32Array, seed: number): Promise<Float32Array> {
  const drawn = tensor4d(image, [1, 28, 28, 1]);
  const several = tile(drawn, [completions, 1, 1, 1]);
  const mask = tensor3d(
    Array.from({ length: 28 }, (_, row) => Number(row < knownRows)),
    [28, 1, 1],
    "bool",
  );
  const completed = diffusion.inpaint(several, mask, { seed, steps: completionSteps, repeats: 2 });
  const pixels = await values(completed);
  dispose([drawn, several, mask, completed]);
  return pixels;
}

const values = async (tensor: Tensor): Promise<Float32Array> =>
  Float32Array.from(await tensor.data<"float32">());
