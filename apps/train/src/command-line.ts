import { Command, InvalidArgumentError, Option } from "commander";

/** The settings of one run, as given on the command line. */
export interface Settings {
  readonly dataset: "digits" | "mnist" | "fashion-mnist" | "auto";
  readonly dataDir?: string;
  readonly limit?: number;
  readonly k: number;
  readonly epochs: number;
  readonly eta: number;
  readonly batchSize: number;
  readonly init: "digit-images" | "uniform" | "samples" | "k-means++";
  readonly temperature: number;
  readonly reduction: "mean" | "batch";
  readonly gradient: "soft" | "hard";
  readonly update: "gradient" | "normalized";
  readonly seed: number;
  readonly backend: "auto" | "webgpu" | "wasm" | "cpu";
  readonly allowSoftwareGpu: boolean;
  readonly out: string;
}

/** An error of use: the exit status of a wrong flag, as in BSD and GNU programs. */
export const usageStatus = 2;

/**
 * Reads the command line.
 *
 * @param argv the arguments behind the program's name.
 * @returns the settings; ends the process after `--help` (status 0) and after a wrong flag (one line, status 2).
 */
export function readCommandLine(argv: readonly string[]): Settings {
  const command = new Command("npm start --")
    .description(
      "Trains the k-means network, prints which digits each centre stands for, and writes report.html, centers.png and\nreport.json. Without flags it trains on digits drawn by code: nothing is downloaded.",
    )
    .addOption(
      new Option("--dataset <name>", "training data; 'auto' is mnist if it can be had, else digits")
        .choices(["digits", "mnist", "fashion-mnist", "auto"])
        .default("digits"),
    )
    .option(
      "--data-dir <folder>",
      "where the four IDX files are; without it they are fetched once and cached",
    )
    .option(
      "--limit <n>",
      "use the first n training images only, and a sixth as many test images",
      integer(6),
    )
    .option("--k <n>", "number of centres", integer(1), 10)
    .option("--epochs <n>", "passes over the training data", integer(1), 10)
    .option("--eta <number>", "learning rate η", number(0), 4.5)
    .option("--batch-size <n>", "images a step", integer(1), 64)
    .addOption(
      new Option("--init <kind>", "first centres; one image of each digit, or random")
        .choices(["digit-images", "uniform", "samples", "k-means++"])
        .default("digit-images"),
    )
    .option("--temperature <number>", "factor on the scores before the softmax", number(0), 20)
    .addOption(
      new Option("--reduction <kind>", "loss averaged over batch and pixels, or over the batch only")
        .choices(["mean", "batch"])
        .default("mean"),
    )
    .addOption(
      new Option("--gradient <kind>", "through the softmax, or of the nearest centre only")
        .choices(["soft", "hard"])
        .default("soft"),
    )
    .addOption(
      new Option("--update <rule>", "a gradient step, or the idealised rule C ← (1 − α)C + αm")
        .choices(["gradient", "normalized"])
        .default("gradient"),
    )
    .option("--seed <n>", "of the first centres and the order of the images", integer(0), 0)
    .addOption(
      new Option("--backend <name>", "what computes; 'auto' is the fastest that works")
        .choices(["auto", "webgpu", "wasm", "cpu"])
        .default("auto"),
    )
    .option("--allow-software-gpu", "accept a GPU simulated on the CPU (slow; for tests)", false)
    .option("--out <folder>", "where the report goes", "out")
    .allowExcessArguments(false)
    .showSuggestionAfterError(true)
    .configureOutput({
      outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, " ")} See --help.\n`),
    })
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageStatus));
  command.parse(argv, { from: "user" });
  return command.opts<Settings>();
}

/** A parser of integers ≥ `least`. */
function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !(value >= least) || !Number.isSafeInteger(value)) {
      throw new InvalidArgumentError(`expected an integer ≥ ${least}.`);
    }
    return value;
  };
}

/** A parser of finite numbers > `bound`. */
function number(bound: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value) || !(value > bound)) {
      throw new InvalidArgumentError(`expected a number > ${bound}.`);
    }
    return value;
  };
}
