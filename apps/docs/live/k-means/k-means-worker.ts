import { failureText } from "../fetch-failure.js";
import type { KMeansReport, KMeansRequest } from "./k-means-messages.js";
import { Divergence, KMeansTraining } from "./k-means-training.js";

/** The table is read by people: twice a second is enough, and costs little beside the training. */
const measureInterval = 500;

let training: KMeansTraining | undefined;
let running = false;
/** The dataset asked for last. */
let asked = "";
/** Requests are served one after another; only a pause takes effect at once. */
let queue: Promise<void> = Promise.resolve();

const report = (message: KMeansReport): void => postMessage(message);
const fail = (message: string): void => {
  running = false;
  report({ type: "failed", message });
};
const failWith = (error: unknown): void => {
  running = false;
  if (error instanceof Divergence)
    report({ type: "diverged", message: error.message, step: error.step, centers: error.centers });
  else fail(failureText(error, asked));
};
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

addEventListener("message", ({ data }: MessageEvent<KMeansRequest>) => {
  if (data.type === "start" || data.type === "pause") running = false;
  queue = queue.then(() => serve(data)).catch(failWith);
});

async function serve(request: KMeansRequest): Promise<void> {
  switch (request.type) {
    case "start":
      asked = request.settings.data;
      training?.dispose();
      training = undefined;
      training = await KMeansTraining.open(
        request.settings,
        request.files,
        ({ url, received, total }) => report({ type: "download", url, received, total }),
        fail,
      );
      report({ type: "ready", ...training.start });
      report({ type: "measured", ...(await training.measure()) });
      return;
    case "run":
      // Not awaited, or the queue would hold back what is asked while it runs.
      running = true;
      if (training !== undefined) void run(training, request.interval);
      return;
    case "step":
      if (training !== undefined && !training.done) {
        await tell(training, [await training.next()]);
        report({ type: "measured", ...(await training.measure()) });
      }
      return;
    case "pause":
      return;
    case "change":
      training?.change(request);
      if (training !== undefined) report({ type: "length", steps: training.steps, done: training.done });
      return;
    case "recognise":
      if (training !== undefined)
        report({ type: "recognised", ...(await training.recognise(request.image)) });
      return;
    default:
      request satisfies never;
  }
}

async function run(current: KMeansTraining, interval: number): Promise<void> {
  let measured = performance.now();
  try {
    while (running && training === current && !current.done) {
      const losses: number[] = [];
      const until = performance.now() + interval;
      while (running && !current.done && performance.now() < until) {
        const pause = Math.min(until, performance.now() + 50);
        do losses.push(await current.next());
        while (!current.done && performance.now() < pause);
        await nextTask(); // lets a pause in
      }
      if (training !== current) return;
      await tell(current, losses);
      if (!current.done && performance.now() - measured < measureInterval) continue;
      measured = performance.now();
      report({ type: "measured", ...(await current.measure()) });
    }
    if (training === current) report({ type: "measured", ...(await current.measure()) });
  } catch (error) {
    if (training !== current) return;
    failWith(error);
  }
}

async function tell(current: KMeansTraining, losses: readonly number[]): Promise<void> {
  const { step, done } = current;
  report({ type: "progress", step, done, losses, centers: await current.centers(losses.at(-1)) });
}
