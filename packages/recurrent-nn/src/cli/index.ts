import { type Program, packageOf } from "@elbowjs/command-line";
import { DivergenceError } from "@elbowjs/training";
import { reportCommand } from "./report.js";
import { sampleCommand } from "./sample.js";
import { trainCommand } from "./train.js";

/** `npx @elbowjs/recurrent-nn`. */
export const program: Program = {
  ...packageOf(import.meta.url),
  about: "Recurrent language models of text of your own: trains them, continues text, shows their states.",
  commands: { train: trainCommand, sample: sampleCommand, report: reportCommand },
  faults: [DivergenceError],
};
