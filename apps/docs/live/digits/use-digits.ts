import { shallowReactive } from "vue";
import type { ShownBackend } from "../shown-backend.js";
import { useWorker } from "../use-worker.js";
import type { DigitsReport, DigitsRequest, Found, Reading } from "./digits-messages.js";

/** What the page knows of its digits. */
export interface DigitsView {
  status: "idle" | "opening" | "ready" | "failed";
  message: string;
  backend: ShownBackend | undefined;
  found: Found | undefined;
  decoded: { readonly image: Float32Array; readonly reading: Reading } | undefined;
}

/** A sampler and its classifier in a worker, which starts, and fetches their weights, with the first request. */
export interface DigitsControl {
  readonly view: DigitsView;
  /** While one point is decoded only the latest wish is remembered. */
  decode(z: Float32Array): void;
  siblings(image: Float32Array, seed: number): void;
  draw(digit: number, seed: number): void;
}

export function useDigits(): DigitsControl {
  const view = shallowReactive<DigitsView>({
    status: "idle",
    message: "",
    backend: undefined,
    found: undefined,
    decoded: undefined,
  });
  let decoding = false;
  let wished: Float32Array | undefined;
  const receive = (report: DigitsReport): void => {
    switch (report.type) {
      case "failed":
        decoding = false;
        Object.assign(view, { status: "failed", message: report.message });
        return;
      case "ready":
        Object.assign(view, { status: "ready", backend: report.backend });
        return;
      case "found":
        view.found = report;
        return;
      case "decoded":
        view.decoded = report;
        decoding = false;
        if (wished !== undefined) control.decode(wished);
        return;
      default:
        report satisfies never;
    }
  };
  const { send } = useWorker<DigitsRequest, DigitsReport>(
    () => new Worker(new URL("./digits-worker.ts", import.meta.url), { type: "module" }),
    receive,
  );
  const ask = (request: DigitsRequest): void => {
    if (view.status === "idle" || view.status === "failed") view.status = "opening";
    send(request);
  };
  const control: DigitsControl = {
    view,
    decode(z) {
      wished = decoding ? z : undefined;
      if (decoding) return;
      decoding = true;
      ask({ type: "decode", z });
    },
    siblings: (image, seed) => ask({ type: "siblings", image, seed }),
    draw: (digit, seed) => ask({ type: "draw", digit, seed }),
  };
  return control;
}
