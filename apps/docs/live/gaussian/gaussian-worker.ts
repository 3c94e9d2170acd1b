import { sampledPixels } from "../data/own-split.js";
import { failureText } from "../fetch-failure.js";
import { shownBackend } from "../shown-backend.js";
import type { GaussianReport, GaussianRequest } from "./gaussian-messages.js";
import { GaussianModel } from "./gaussian-model.js";
import { GaussianTraining } from "./gaussian-training.js";

let model: GaussianModel | undefined;
let training: GaussianTraining | undefined;
/** Requests are served one after another, but for those that steer a training. */
let queue: Promise<void> = Promise.resolve();

const report = (message: GaussianReport): void => postMessage(message);
const fail = (message: string): void => report({ type: "failed", message });

addEventListener("message", ({ data }: MessageEvent<GaussianRequest>) => {
  if (data.type === "pause") {
    training?.pause();
    return;
  }
  queue = queue
    .then(() => serve(data))
    .catch((error: unknown) => fail(failureText(error, data.type === "open" ? data.settings.data : "")));
});

async function serve(request: Exclude<GaussianRequest, { type: "pause" }>): Promise<void> {
  if (request.type === "open") {
    const { settings, files } = request;
    await training?.stop();
    training = undefined;
    model?.dispose();
    model = undefined;
    const backend = await shownBackend({}, fail);
    model = await GaussianModel.open(settings, files, ({ url, received, total }) =>
      report({ type: "download", url, received, total }),
    );
    if (settings.model === "here") training = new GaussianTraining(model, settings, report);
    const { source, test } = model.dataset;
    report({ type: "ready", backend, source, offered: sampledPixels(test) });
    if (settings.model === "here") report({ type: "pictures", ...(await model.pictures(0, settings.seed)) });
    report({ type: "latents", points: await model.latents() });
    return;
  }
  if (model === undefined) return;
  switch (request.type) {
    // Neither is waited for: while it trains the model also draws what is asked.
    case "run":
      training?.run(request.every);
      return;
    case "step":
      training?.step();
      return;
    case "decode":
      report({ type: "images", to: "digit", images: await model.decode(request.z) });
      return;
    case "sample":
      report({ type: "images", to: "random", images: await model.random(request.count, request.seed) });
      return;
    case "interpolate": {
      const { from, to, steps } = request;
      report({ type: "images", to: "between", images: await model.between(from, to, steps) });
      return;
    }
    default:
      request satisfies never;
  }
}
