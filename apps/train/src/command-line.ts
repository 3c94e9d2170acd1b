import { Command, InvalidArgumentError, Option } from "commander";

/** What both models are told. */
interface CommonSettings {
  readonly dataset: "digits" | "mnist" | "fashion-mnist" | "auto";
  readonly dataDir?: string;
  readonly limit?: number;
  readonly epochs: number;
  readonly eta: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly backend: "auto" | "webgpu" | "wasm" | "cpu";
  readonly allowSoftwareGpu: boolean;
  readonly out: string;
}

export interface KMeansSettings extends CommonSettings {
  readonly model: "k-means";
  readonly k: number;
  readonly init: "digit-images" | "uniform" | "samples" | "k-means++";
  readonly temperature: number;
  readonly reduction: "mean" | "batch";
  readonly gradient: "soft" | "hard";
  readonly update: "gradient" | "normalized";
}

export interface VaeSettings extends CommonSettings {
  readonly model: "vae";
  readonly latent: number;
  readonly optimizer: "sgd" | "adam";
}

/** The settings of one run, as given on the command line. */
export type Settings = KMeansSettings | VaeSettings;

/** Flags that one model alone has. */
const flagsOf = {
  "k-means": ["k", "init", "temperature", "reduction", "gradient", "update"],
  vae: ["latent", "optimizer"],
} as const;

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
      "Trains the k-means network (or the Gaussian autoencoder), prints what it found, and writes report.html, report.json\nand pictures. Without flags it trains on digits drawn by code: nothing is downloaded.",
    )
    .addOption(new Option("--model <name>", "what is trained").choices(["k-means", "vae"]).default("k-means"))
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
    .option("--epochs <n>", "passes over the training data", integer(1), 10)
    .option("--eta <number>", "learning rate η (default: 4.5; vae 0.1, with adam 0.001)", number(0))
    .option("--batch-size <n>", "images a step", integer(1), 64)
    .option("--seed <n>", "of the first weights and the order of the images", integer(0), 0)
    .addOption(
      new Option("--backend <name>", "what computes; 'auto' is the fastest that works")
        .choices(["auto", "webgpu", "wasm", "cpu"])
        .default("auto"),
    )
    .option("--allow-software-gpu", "accept a GPU simulated on the CPU (slow; for tests)", false)
    .option("--out <folder>", "where the report goes", "out")
    .optionsGroup("Options of --model k-means:")
    .option("--k <n>", "number of centres", integer(1), 10)
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
    .optionsGroup("Options of --model vae:")
    .option("--latent <n>", "dimensions of z", integer(1), 10)
    .addOption(
      new Option("--optimizer <name>", "what takes the steps").choices(["sgd", "adam"]).default("sgd"),
    )
    .allowExcessArguments(false)
    .showSuggestionAfterError(true)
    .configureOutput({
      outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, " ")} See --help.\n`),
    })
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageStatus));
  command.parse(argv, { from: "user" });
  const { eta, ...settings } = command.opts<Omit<Settings, "eta"> & { eta?: number }>();
  const other = settings.model === "vae" ? "k-means" : "vae";
  const stray = flagsOf[other].find((flag) => command.getOptionValueSource(flag) === "cli");
  if (stray !== undefined) command.error(`error: --${stray} is a flag of --model ${other}.`);
  return { ...settings, eta: eta ?? defaultEta(settings as Settings) } as Settings;
}

/** The source's learning rates; Adam's own default. */
function defaultEta(settings: Omit<Settings, "eta">): number {
  if (settings.model === "k-means") return 4.5;
  return (settings as VaeSettings).optimizer === "adam" ? 0.001 : 0.1;
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
