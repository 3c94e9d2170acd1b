import { tensor2d } from "@tensorflow/tfjs-core";
import { shownBackend } from "../shown-backend.js";
import { DigitModel } from "./digit-model.js";
import type { DigitsReport, DigitsRequest } from "./digits-messages.js";
import { latentSize } from "./digits-settings.js";

let model: Promise<DigitModel> | undefined;
/** Requests are served one after another. */
let queue: Promise<void> = Promise.resolve();

const report = (message: DigitsReport): void => postMessage(message);
const fail = (message: string): void => report({ type: "failed", message });

addEventListener("message", ({ data }: MessageEvent<DigitsRequest>) => {
  queue = queue
    .then(() => serve(data))
    .catch((error: unknown) => {
      model = undefined; // what could not be fetched is asked for again
      fail(error instanceof Error ? error.message : String(error));
    });
});

async function opened(): Promise<DigitModel> {
  const backend = await shownBackend({}, fail);
  const opening = await DigitModel.open();
  report({ type: "ready", backend });
  return opening;
}

async function serve(request: DigitsRequest): Promise<void> {
  const digits = await (model ??= opened());
  switch (request.type) {
    case "decode": {
      const { images, readings } = await digits.decode(tensor2d(request.z, [1, latentSize]));
      report({ type: "decoded", image: images, reading: readings[0]! });
      return;
    }
    case "siblings":
      report({ type: "found", ...(await digits.siblings(request.image, request.seed)) });
      return;
    case "draw":
      report({ type: "found", ...(await digits.draw(request.digit, request.seed)) });
      return;
    default:
      request satisfies never;
  }
}
