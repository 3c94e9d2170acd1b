import { shallowReactive } from "vue";
import type { Opening } from "../opening-text.js";
import type { ShownBackend } from "../shown-backend.js";
import { useWorker } from "../use-worker.js";
import type {
  GaussianReport,
  GaussianRequest,
  GaussianSettings,
  LatentPoint,
  Pictures,
} from "./gaussian-messages.js";

/** A model as the page sees it; every field changes as reports arrive. */
export interface GaussianView {
  status: "idle" | "opening" | "ready" | "running" | "done" | "failed";
  message: string;
  download: Opening | undefined;
  backend: ShownBackend | undefined;
  source: string;
  offered: Uint8Array | undefined;
  step: number;
  steps: number;
  losses: Readonly<{ step: number; loss: number }>[];
  pictures: Pictures | undefined;
  points: readonly LatentPoint[];
  digit: Float32Array;
  random: Float32Array;
  between: Float32Array;
}

/** A model in a worker of its own, and what can be asked of it. The worker starts with the first `open`. */
export interface GaussianControl {
  readonly view: GaussianView;
  /** Opens another model; with `every` it is trained at once. */
  open(settings: GaussianSettings, every?: number, files?: readonly File[]): void;
  /** Forgets the model, and opens nothing until it is asked to. */
  wait(): void;
  run(every: number): void;
  pause(): void;
  step(): void;
  /** Draws the digit of z; while one is being drawn, only the latest wish is remembered. */
  decode(z: Float32Array): void;
  sample(count: number, seed: number): void;
  interpolate(from: Float32Array, to: Float32Array): void;
}

/** @param changed Called when the weights are others than before, and what was drawn should be drawn again. */
export function useGaussian(changed: () => void): GaussianControl {
  const view = shallowReactive<GaussianView>(blank());
  /** Models asked for and not yet there: until they are, reports belong to one that is gone. */
  let openings = 0;
  let runWhenReady: number | undefined;
  /** Whether nobody waits for what was asked of the worker last. */
  let abandoned = false;
  let decoding = false;
  let wished: Float32Array | undefined;

  const receive = (report: GaussianReport): void => {
    if (report.type === "failed") {
      if (openings > 0) openings--;
      if (abandoned) return;
      Object.assign(view, { status: "failed", message: report.message, download: undefined });
      return;
    }
    if (report.type === "ready") openings--;
    if (abandoned || (openings > 0 && report.type !== "download")) return;
    switch (report.type) {
      case "download":
        view.download = { url: report.url, received: report.received, total: report.total };
        return;
      case "ready":
        Object.assign(view, { ...report, status: "ready", download: undefined });
        changed();
        if (runWhenReady !== undefined) control.run(runWhenReady);
        return;
      case "images":
        view[report.to] = report.images;
        if (report.to !== "digit") return;
        decoding = false;
        if (wished !== undefined) control.decode(wished);
        return;
      case "progress":
        view.step = report.step;
        view.steps = report.steps;
        view.losses = view.losses.concat(
          report.losses.map((loss, i) => ({ step: report.step - report.losses.length + i + 1, loss })),
        );
        return;
      case "pictures":
        view.pictures = report;
        if (report.step > 0) changed();
        return;
      case "latents":
        view.points = report.points;
        return;
      case "done":
        view.status = "done";
        return;
      default:
        report satisfies never;
    }
  };

  const { send } = useWorker<GaussianRequest, GaussianReport>(
    () => new Worker(new URL("./gaussian-worker.ts", import.meta.url), { type: "module" }),
    receive,
  );

  const control: GaussianControl = {
    view,
    wait() {
      abandoned = true;
      if (view.status === "running") send({ type: "pause" });
      Object.assign(view, blank());
    },
    open(settings, every, files = []) {
      abandoned = false;
      runWhenReady = every;
      openings++;
      decoding = false; // the answer of a model that is gone is not waited for
      wished = undefined;
      Object.assign(view, blank(), { status: "opening", digit: view.digit, random: view.random });
      send({ type: "open", settings: { ...settings }, files });
    },
    run(every) {
      if (view.status !== "ready") return;
      view.status = "running";
      send({ type: "run", every });
    },
    pause() {
      if (view.status !== "running") return;
      view.status = "ready";
      send({ type: "pause" });
    },
    step() {
      if (view.status === "ready") send({ type: "step" });
    },
    decode(z) {
      if (view.status === "idle" || view.status === "opening") return;
      wished = decoding ? z : undefined;
      if (decoding) return;
      decoding = true;
      send({ type: "decode", z });
    },
    sample: (count, seed) => send({ type: "sample", count, seed }),
    interpolate: (from, to) => send({ type: "interpolate", from, to, steps: 9 }),
  };
  return control;
}

function blank(): GaussianView {
  return {
    status: "idle",
    message: "",
    download: undefined,
    backend: undefined,
    source: "",
    offered: undefined,
    step: 0,
    steps: 0,
    losses: [],
    pictures: undefined,
    points: [],
    digit: new Float32Array(784),
    random: new Float32Array(0),
    between: new Float32Array(0),
  };
}
