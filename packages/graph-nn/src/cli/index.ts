import { packageOf, type Program } from "@elbowjs/command-line";
import { DivergenceError } from "@elbowjs/training";
import { experimentCommand } from "./experiment.js";
import { evaluateCommand, reportCommand } from "./measure.js";
import { trainCommand } from "./train.js";

/** `npx @elbowjs/graph-nn`. */
export const program: Program = {
  ...packageOf(import.meta.url),
  about: "networks that attend along the edges of a graph",
  commands: {
    train: trainCommand,
    evaluate: evaluateCommand,
    report: reportCommand,
    experiment: experimentCommand,
  },
  faults: [DivergenceError],
};
