import { type Program, packageOf } from "@elbowjs/command-line";
import { DivergenceError } from "@elbowjs/training";
import { generateCommand } from "./generate.js";
import { reportCommand } from "./report.js";
import { trainCommand } from "./train.js";
import { transliterateCommand } from "./transliterate.js";

/** `npx @elbowjs/transformer`. */
export const program: Program = {
  ...packageOf(import.meta.url),
  about: "Transformers on text of your own: trains them, continues text, writes words in another script.",
  commands: {
    train: trainCommand,
    generate: generateCommand,
    transliterate: transliterateCommand,
    report: reportCommand,
  },
  faults: [DivergenceError],
};
