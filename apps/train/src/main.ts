#!/usr/bin/env node
import { ElbowBackendError } from "@elbowjs/backend";
import { DataFault } from "@elbowjs/command-line";
import { DivergenceError } from "@elbowjs/kmeans-nn";
import { ElbowDataError } from "@elbowjs/mnist-data";
import { readCommandLine } from "./command-line.js";
import { trainKMeans } from "./k-means/train.js";
import { trainVae } from "./vae/train.js";
import { writeReport } from "./write-report.js";

/** As shells report a program ended by Ctrl-C. */
const interruptedStatus = 130;

const settings = readCommandLine(process.argv.slice(2));
const controller = new AbortController();
process.on("SIGINT", () => {
  // The first Ctrl-C asks for the report of what there is; the second means it.
  if (controller.signal.aborted) process.exit(interruptedStatus);
  console.error("\nStopping: writing the report of what was reached (Ctrl-C again to quit at once).");
  controller.abort(new Error("interrupted by the user"));
});

try {
  const train =
    settings.model === "vae"
      ? trainVae(settings, controller.signal)
      : trainKMeans(settings, controller.signal);
  const { interrupted, files } = await train;
  const paths = await writeReport(settings.out, files);
  console.log(`\nWrote ${paths.join(", ")}`);
  // Dawn's threads would keep the process alive.
  process.exit(interrupted ? interruptedStatus : 0);
} catch (error) {
  const known =
    error instanceof DataFault ||
    error instanceof ElbowDataError ||
    error instanceof ElbowBackendError ||
    error instanceof DivergenceError;
  if (controller.signal.aborted) process.exit(interruptedStatus);
  console.error(known ? `${error.name}: ${error.message}` : error);
  process.exit(1);
}
