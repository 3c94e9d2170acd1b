import { runProgram } from "@elbowjs/command-line";
import { evaluateCommand } from "./evaluate.js";
import { reportCommand } from "./report.js";
import { sampleCommand } from "./sample.js";
import { trainCommand } from "./train.js";

await runProgram({
  name: "npx @elbowjs/gaussian-vae",
  about: "The Gaussian autoencoder, from the command line.",
  commands: {
    train: trainCommand,
    evaluate: evaluateCommand,
    sample: sampleCommand,
    report: reportCommand,
  },
});
