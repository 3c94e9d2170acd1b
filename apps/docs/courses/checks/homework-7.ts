import { batchCompetitiveStep, centreNeurons, lloydTrace } from "@elbowjs/classic-nn";
import { confusionTable, purity } from "@elbowjs/kmeans-nn";
import { alphaFromEta, balancedEta, bias, optimalEta, variance } from "@elbowjs/lloyd-analysis";
import type { Checks } from "../walk.js";

const points = Array.from({ length: 40 }, (_, i) => [Math.sin(3 * i) * (i % 4), Math.cos(2 * i) + (i % 3)]);
const centres = points.slice(0, 4);

/** The table of the student's report: training images of digit i in centre j. */
export const reportTable: readonly (readonly number[])[] = [
  [4870, 9, 32, 56, 71, 270, 351, 38, 41, 185],
  [0, 3055, 0, 0, 0, 72, 16, 4, 11, 3584],
  [133, 1480, 1793, 389, 378, 564, 476, 62, 154, 529],
  [209, 484, 84, 2939, 16, 118, 91, 13, 79, 2098],
  [4, 364, 93, 87, 2833, 138, 366, 623, 19, 1315],
  [454, 107, 51, 1327, 124, 858, 293, 189, 239, 1779],
  [105, 165, 22, 7, 186, 305, 4157, 26, 41, 904],
  [45, 160, 53, 13, 52, 153, 21, 3246, 39, 2483],
  [14, 1014, 91, 1088, 83, 106, 150, 170, 1936, 1199],
  [41, 77, 358, 269, 250, 84, 223, 1616, 16, 3015],
];
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Homework 7, both editions, and the report of it. */
export const homework7: Checks = {
  "homework-7/1/nearest": () =>
    String(batchCompetitiveStep(centreNeurons(centres), points).winners) ===
    String(lloydTrace(points, centres, { maxSteps: 1 }).steps[0]!.assignment),
  "homework-7/1a/alpha": () => alphaFromEta(4.5),
  "homework-7/1a/alpha-mean": () => alphaFromEta(4.5, { reduction: "mean" }),
  "homework-7/1b/table-sum": () => {
    const labels = Uint8Array.from({ length: 60_000 }, (_, i) => i % 10);
    const assignments = Int32Array.from(labels, (label, i) => (label + (i % 7)) % 10);
    return sum(confusionTable(labels, assignments, { classes: 10, k: 10 }).map(sum));
  },
  "homework-7/last/bias": () => [1, 3, 5].map((eta) => bias(eta / 5)),
  "homework-7/last/variance": () => [0, 1, 3, 5].map((eta) => (eta === 0 ? 0 : variance(eta / 5, { b: 64 }))),
  "homework-7/last/balance": () => balancedEta(64),
  "homework-7/last/least-sum": () => optimalEta(64),
  "homework-7/last/full-batch": () => balancedEta(60_000),
  "homework-7/last/one-point": () => balancedEta(1),
  "report/b/row-sums": () => reportTable.map(sum),
  "report/b/total": () => sum(reportTable.map(sum)),
  "report/b/diagonal": () => sum(reportTable.map((row, i) => row[i]!)) / 60_000,
  "report/b/purity": () => purity(reportTable.map((row) => [...row])),
};
