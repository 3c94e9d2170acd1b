import { parentPort, workerData } from "node:worker_threads";
import { measure } from "./measure.mjs";

/** Measures one cell after the other, as they are handed out. */
parentPort.on("message", ({ set, index, cell }) => {
  parentPort.postMessage({ index, result: measure(workerData[set], cell) });
});
