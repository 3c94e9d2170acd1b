import type { Gan } from "@elbowjs/gan";
import { pretrained } from "@elbowjs/gan/pretrained";
import { shownBackend } from "../shown-backend.js";
import type { GanReport, GanRequest } from "./gan-messages.js";

let model: Promise<Gan> | undefined;
/** Requests are served one after another. */
let queue: Promise<void> = Promise.resolve();

const report = (message: GanReport): void => postMessage(message);
const fail = (message: string): void => report({ type: "failed", message });

addEventListener("message", ({ data }: MessageEvent<GanRequest>) => {
  queue = queue
    .then(() => serve(data))
    .catch((error: unknown) => {
      model = undefined; // what could not be fetched is asked for again
      fail(error instanceof Error ? error.message : String(error));
    });
});

async function opened(): Promise<Gan> {
  const backend = await shownBackend({}, fail);
  const gan = await pretrained();
  report({ type: "ready", backend });
  return gan;
}

async function serve(request: GanRequest): Promise<void> {
  const gan = await (model ??= opened());
  const images =
    request.type === "sample"
      ? gan.sample(request.count, { seed: request.seed })
      : gan.interpolate(request.count, { seeds: request.seeds });
  const verdict = gan.discriminate(images);
  const [pixels, real] = await Promise.all([images.data<"float32">(), verdict.data<"float32">()]);
  report({ type: "made", to: request.type, images: Float32Array.from(pixels), real: [...real] });
  images.dispose();
  verdict.dispose();
}
