import { runProgram } from "@elbowjs/command-line";
import { DivergenceError } from "../steps/divergence-error.js";
import { evaluateCommand } from "./evaluate.js";
import { reportCommand } from "./report.js";
import { trainCommand } from "./train.js";

await runProgram({
  name: "npx @elbowjs/kmeans-nn",
  about: "k-means as a neural network, from the command line.",
  commands: { train: trainCommand, evaluate: evaluateCommand, report: reportCommand },
  faults: [DivergenceError],
});
