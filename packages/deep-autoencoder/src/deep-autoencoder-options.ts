import { checkChoices, checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import type { InitialiserName } from "@elbowjs/layers";
import { type ActivationName, activationNames } from "./activation-name.js";

/** Options of `DeepAutoencoder.create`. */
export interface DeepAutoencoderOptions {
  /**
   * Units of the encoder from the pixels to the code; the decoder has them the other way round. At least two integers ≥ 1. Default
   * [784, 1000, 500, 250, 30], Hinton and Salakhutdinov's.
   */
  readonly widths?: readonly number[];
  /** Of every hidden layer; the code is linear. Default `elu`. */
  readonly activation?: ActivationName;
  /** Of the pixels: `sigmoid` keeps them in (0, 1), `linear` leaves them. Default `sigmoid`. */
  readonly output?: "sigmoid" | "linear";
  /** Whether hidden layers are normalised over the batch; a deep network then learns several times as fast. Default true. */
  readonly batchNorm?: boolean;
  /** How weights begin, by the name of @elbowjs/layers. Default `torch`, PyTorch's. */
  readonly initialWeight?: Exclude<InitialiserName, "zeros">;
  /** Where the initial weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** Every option with its default. */
export type CompleteDeepAutoencoderOptions = Required<DeepAutoencoderOptions>;

/** Weights that a model may have: 2²⁶ of them take 268 MB. */
const mostWeights = 2 ** 26;

const initialisers = ["torch", "he-uniform", "he-normal", "glorot-uniform", "glorot-normal", "orthogonal"];

/**
 * The options with every default.
 *
 * @throws RangeError or TypeError if one is outside its range or kind, or does not exist.
 */
export function completeOptions(
  caller: string,
  options: DeepAutoencoderOptions,
): CompleteDeepAutoencoderOptions {
  checkOptions(caller, options, ["widths", "activation", "output", "batchNorm", "initialWeight", "seed"]);
  const { widths = [784, 1000, 500, 250, 30], activation = "elu", output = "sigmoid" } = options;
  const { batchNorm = true, initialWeight = "torch", seed = 0 } = options;
  checkWidths(caller, widths);
  checkChoices(caller, {
    activation: [activation, activationNames],
    output: [output, ["sigmoid", "linear"]],
    initialWeight: [initialWeight, initialisers],
  });
  checkKinds(caller, { batchNorm: [batchNorm, "boolean"] });
  checkNumbers(caller, { seed: [seed, "integer ≥ 0"] });
  return { widths: [...widths], activation, output, batchNorm, initialWeight, seed };
}

function checkWidths(caller: string, widths: readonly number[]): void {
  if (!Array.isArray(widths))
    throw refusal(
      new TypeError(`${caller}: expected widths as an array such as [784, 1000, 30], got ${shown(widths)}`),
    );
  if (widths.length < 2)
    throw refusal(
      new RangeError(
        `${caller}: expected at least two widths, pixels and code, got ${shown(widths)}; such as [784, 30]`,
      ),
    );
  for (const [i, width] of widths.entries())
    checkNumbers(caller, { [`widths[${i}]`]: [width, "integer ≥ 1"] });
  const weights = widths.slice(1).reduce((sum, width, i) => sum + 2 * width * widths[i]!, 0);
  if (weights > mostWeights)
    throw refusal(
      new RangeError(`${caller}: expected widths of at most ${mostWeights} weights, got ${weights}`),
    );
}
