import { shallowReactive } from "vue";
import type { Opening } from "../opening-text.js";
import { motionIsReduced } from "../reduced-motion.js";
import { useWorker } from "../use-worker.js";
import type { KMeansReport, KMeansRequest, Measurement, Start } from "./k-means-messages.js";
import type { KMeansSettings } from "./k-means-settings.js";

/** One point of the loss curve. */
export type LossPoint = Readonly<{ step: number; loss: number }>;

/** A training as the page sees it; every field changes as reports arrive. */
export interface KMeansView {
  status: "idle" | "opening" | "ready" | "running" | "done" | "diverged" | "failed";
  message: string;
  /** Bytes received and expected while a dataset is fetched. */
  download: Opening | undefined;
  start: Start | undefined;
  step: number;
  centers: Float32Array | undefined;
  /** Steps of the whole run. */
  steps: number;
  losses: LossPoint[];
  measured: Measurement | undefined;
  recognised: { center: number; distances: Float32Array } | undefined;
}

/** A training in a worker of its own, and the ways to steer it. The worker starts with the first `restart`. */
export interface KMeansControl {
  readonly view: KMeansView;
  restart(settings: KMeansSettings, run?: boolean, files?: readonly File[]): void;
  /** Goes on with the run as it is, by another learning rate or to another last epoch. */
  change(settings: Pick<KMeansSettings, "learningRate" | "epochs">): void;
  /** Forgets the run, and opens nothing until it is asked to. */
  wait(): void;
  run(): void;
  pause(): void;
  step(): void;
  /** Which centre is nearest to a drawing, now and whenever the centres have moved; undefined for no drawing. */
  recognise(image: Float32Array | undefined): void;
}

export function useKMeans(): KMeansControl {
  const view = shallowReactive<KMeansView>(blank());
  let runWhenReady = false;
  /** Starts asked for and not yet answered: until they are, reports belong to a run that is over. */
  let starts = 0;
  /** Whether nobody waits for what was asked of the worker last. */
  let abandoned = false;
  /** Whether a run that was done is to be run further. */
  let goesOn = false;
  /** What is on the pad. */
  let drawing: Float32Array | undefined;

  const receive = (report: KMeansReport): void => {
    if (report.type === "failed") {
      if (starts > 0) starts--;
      if (abandoned) return;
      Object.assign(view, { status: "failed", message: report.message, download: undefined });
      return;
    }
    if (report.type === "ready") starts--;
    if (abandoned || (starts > 0 && report.type !== "download")) return;
    switch (report.type) {
      case "download":
        view.download = { url: report.url, received: report.received, total: report.total };
        return;
      case "ready":
        Object.assign(view, {
          status: "ready",
          start: report,
          steps: report.steps,
          centers: report.centers,
          download: undefined,
        });
        ask();
        if (runWhenReady) control.run();
        return;
      case "progress":
        view.step = report.step;
        view.centers = report.centers;
        view.losses = view.losses.concat(
          report.losses.map((loss, i) => ({ step: report.step - report.losses.length + i + 1, loss })),
        );
        if (report.done) view.status = "done";
        return;
      case "length":
        view.steps = report.steps;
        if (view.status === "done" && !report.done) view.status = "ready";
        if (view.status === "ready" && report.done) view.status = "done";
        if (view.status === "ready" && goesOn) control.run();
        goesOn = false;
        return;
      case "measured":
        view.measured = report;
        ask(); // the centres have moved, and with them the nearest one and its distance
        return;
      case "recognised":
        if (drawing !== undefined) view.recognised = report;
        return;
      case "diverged":
        Object.assign(view, { status: "diverged", message: report.message, centers: report.centers });
        view.losses = view.losses.filter(({ step }) => step <= report.step);
        view.step = report.step;
        view.measured = undefined;
        view.recognised = undefined;
        return;
      default:
        report satisfies never;
    }
  };

  const { send } = useWorker<KMeansRequest, KMeansReport>(
    () => new Worker(new URL("./k-means-worker.ts", import.meta.url), { type: "module" }),
    receive,
  );

  const ask = (): void => {
    if (drawing !== undefined) send({ type: "recognise", image: drawing });
  };

  const control: KMeansControl = {
    view,
    wait() {
      abandoned = true;
      if (starts > 0 || view.status === "running") send({ type: "pause" });
      Object.assign(view, blank());
    },
    change({ learningRate, epochs }) {
      goesOn = view.status === "done";
      send({ type: "change", learningRate, epochs });
    },
    restart(settings, run = false, files = []) {
      abandoned = false;
      runWhenReady = run;
      starts++;
      Object.assign(view, blank(), { status: "opening" });
      send({ type: "start", settings: { ...settings }, files });
    },
    run() {
      if (view.status !== "ready") return;
      view.status = "running";
      send({ type: "run", interval: motionIsReduced() ? 1000 : 40 });
    },
    pause() {
      if (view.status !== "running") return;
      view.status = "ready";
      send({ type: "pause" });
    },
    step() {
      if (view.status === "ready") send({ type: "step" });
    },
    recognise(image) {
      drawing = image;
      view.recognised = undefined;
      if (view.centers !== undefined && view.status !== "diverged") ask();
    },
  };
  return control;
}

function blank(): KMeansView {
  return {
    status: "idle",
    message: "",
    download: undefined,
    start: undefined,
    step: 0,
    steps: 0,
    centers: undefined,
    losses: [],
    measured: undefined,
    recognised: undefined,
  };
}
