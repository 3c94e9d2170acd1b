import { checkChoices, checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { type LayerFactory, type Shape, sizeOf } from "@elbowjs/layers";
import type { ScheduleName } from "./chain/noise-schedule.js";
import { type Prediction, predictions } from "./chain/prediction.js";
import { groups } from "./network/u-net-block.js";

/** Options of `Diffusion.create`. */
export interface DiffusionOptions {
  /** `[height, width, channels]` of images, whose values are in [0, 1], or `[features]` of points anywhere. Default [28, 28, 1]. */
  readonly shape?: Shape;
  /** T, levels of the chain; an integer in [2, 10000]. Default 200. */
  readonly steps?: number;
  /** How the noise grows. Default `cosine`. */
  readonly schedule?: ScheduleName;
  /**
   * What tells x from noise: `dense`, `u-net` for images whose sides are multiples of 4, or layers of your own that end in `shape`; to what they
   * are given, 64 numbers that tell the level are joined behind, and one per class. Default `u-net` where it fits, else `dense`.
   */
  readonly network?: "dense" | "u-net" | readonly LayerFactory[];
  /** Units of the dense network; an integer in [1, 4096]. Default 128. */
  readonly width?: number;
  /** Residual blocks of the dense network; an integer in [1, 64]. Default 3. */
  readonly depth?: number;
  /** Channels of the U-Net at the full side, half and a quarter; multiples of 8, at most 1024. Default [16, 48, 72]. */
  readonly channels?: readonly [full: number, half: number, quarter: number];
  /** What the network is asked for. Default `velocity`, which is well-behaved at both ends of the chain. */
  readonly predict?: Prediction;
  /** Classes of a conditional model, an integer in [0, 65536). Default 0: labels are not looked at. */
  readonly classes?: number;
  /** Where the first weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** Every option with its default, as plain data: `layers` stands for layers of one's own. */
export interface CompleteDiffusionOptions
  extends Readonly<Required<Omit<DiffusionOptions, "network" | "channels">>> {
  readonly network: "dense" | "u-net" | "layers";
  readonly channels: readonly [number, number, number];
}

const names = [
  ...["shape", "steps", "schedule", "network", "width", "depth", "channels", "predict", "classes", "seed"],
] as const;

/** Numbers of one sample, at most: a bound for options that come out of a file. */
const mostNumbers = 2 ** 22;

/**
 * The options with every default.
 *
 * @throws RangeError or TypeError if one is outside its range or kind, or does not exist.
 */
export function completeOptions(caller: string, options: DiffusionOptions): CompleteDiffusionOptions {
  checkOptions(caller, options, names);
  const { shape = [28, 28, 1], steps = 200, schedule = "cosine", predict = "velocity" } = options;
  const { width = 128, depth = 3, channels = [16, 48, 72], classes = 0, seed = 0 } = options;
  checkSampleShape(caller, shape);
  const { network = isQuarterable(shape) ? "u-net" : "dense" } = options;
  checkNumbers(caller, {
    steps: [steps, "integer in [2, 10000]"],
    width: [width, "integer in [1, 4096]"],
    depth: [depth, "integer in [1, 64]"],
    classes: [classes, "integer in [0, 65536)"],
    seed: [seed, "integer ≥ 0"],
  });
  checkChoices(caller, { schedule: [schedule, ["cosine", "linear"]], predict: [predict, predictions] });
  checkChannels(caller, channels);
  const kind = typeof network === "string" ? network : "layers";
  if (kind === "layers" && (network as unknown) !== "layers")
    checkKinds(caller, { network: [network, ["function"]] });
  checkChoices(caller, { network: [kind, ["dense", "u-net", "layers"]] });
  if (kind === "u-net" && !isQuarterable(shape))
    throw refusal(
      new RangeError(
        `${caller}: expected images whose sides are multiples of 4 for the network 'u-net', got [${shape.join(", ")}]; take 'dense', or layers of your own`,
      ),
    );
  const parts = { shape: [...shape], steps, schedule, network: kind, width, depth } as const;
  return { ...parts, channels: [channels[0], channels[1], channels[2]], predict, classes, seed };
}

function checkSampleShape(caller: string, shape: Shape): void {
  if (!(Array.isArray(shape) && (shape.length === 1 || shape.length === 3)))
    throw refusal(
      new RangeError(
        `${caller}: expected shape [height, width, channels], or [features] for points, got ${shown(shape)}`,
      ),
    );
  for (const extent of shape) checkNumbers(caller, { "every side of shape": [extent, "integer ≥ 1"] });
  checkNumbers(caller, { "numbers of shape": [sizeOf(shape), `integer in [1, ${mostNumbers}]`] });
}

function checkChannels(caller: string, channels: readonly number[]): void {
  if (!(Array.isArray(channels) && channels.length === 3))
    throw refusal(
      new TypeError(
        `${caller}: expected channels as three numbers such as [16, 48, 72], got ${shown(channels)}`,
      ),
    );
  for (const [i, count] of channels.entries()) {
    checkNumbers(caller, { [`channels[${i}]`]: [count, "integer in [1, 1024]"] });
    if (count % groups !== 0)
      throw refusal(
        new RangeError(`${caller}: expected channels[${i}] to be a multiple of ${groups}, got ${count}`),
      );
  }
}

function isQuarterable([height, width, channels]: Shape): boolean {
  return channels !== undefined && height! % 4 === 0 && width! % 4 === 0;
}
