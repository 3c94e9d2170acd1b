import { type Program, packageOf } from "@elbowjs/command-line";
import { DivergenceError } from "@elbowjs/training";
import { experimentCommand } from "./experiment.js";
import { dataNames } from "./graph-data.js";
import { evaluateCommand, reportCommand } from "./measure.js";
import { trainCommand } from "./train.js";

/** `npx @elbowjs/graph-nn`. */
export const program: Program = {
  ...packageOf(import.meta.url),
  name: "npx @elbowjs/graph-nn",
  aboutData: `
Data is ${dataNames.join(", ")}, which are drawn or known by code, or a file in the JSON Graph Format.
Without it: disturbance.`,
  about: "networks that attend along the edges of a graph",
  commands: {
    train: trainCommand,
    evaluate: evaluateCommand,
    report: reportCommand,
    experiment: experimentCommand,
  },
  faults: [DivergenceError],
};
