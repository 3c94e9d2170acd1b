import { checkChoices, checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";

/** How a model tells places apart: a learnt row for each, sines and cosines of them, or queries and keys turned by them. */
export type Positions = "learnt" | "sinusoid" | "rotary";

/** Options of the blocks of every model. */
export interface BlockOptions {
  /** d, numbers of a state; an integer ≥ 1 that the heads divide. Default 128. */
  readonly width?: number;
  /** N, an integer ≥ 1; each head is k = d/N wide. Default 4. */
  readonly heads?: number;
  /** Blocks one after another, of each side; an integer ≥ 1. Default 2. */
  readonly layers?: number;
  /** Hidden units of the two-layer network, an integer ≥ 1. Default 4·width. */
  readonly feedForward?: number;
  /** Default `"learnt"`. */
  readonly positions?: Positions;
  /** Whether a sum is normalised, as in the lecture, or what goes into each part of a block. Default `"post"`. */
  readonly norm?: "post" | "pre";
  /** Of the two-layer network. Default `"relu"`, the lecture's. */
  readonly activation?: "relu" | "gelu";
  /** Probability in [0, 1) that an element of the embedding, the attention weights and each part is zeroed. Default 0.1. */
  readonly dropout?: number;
  /**
   * Whether what the last block gives is normalised once more. Default: with `norm: "pre"`; `EncoderDecoder` always, as PyTorch's
   * `nn.Transformer`.
   */
  readonly finalNorm?: boolean;
  /** Of the first weights, and of `fit` unless it is given another; an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** Options of {@link Decoder}. */
export interface DecoderOptions extends BlockOptions {
  /** Tokens there are, an integer ≥ 1. */
  readonly vocabulary: number;
  /** Tokens that it sees at once, an integer ≥ 1. Default 64. */
  readonly context?: number;
}

/** Options of {@link Encoder}. */
export interface EncoderOptions extends DecoderOptions {
  /** Classes of each token, an integer ≥ 1. Default: as many as tokens. */
  readonly outputs?: number;
  /** The token that fills rows up and is not seen, an integer ≥ 0. Default: none. */
  readonly padding?: number | undefined;
}

/** One number for each side, or one for both. */
export type BothSides = number | { readonly source: number; readonly target: number };

/** Options of {@link EncoderDecoder}. */
export interface EncoderDecoderOptions extends BlockOptions {
  /** Tokens of the source and of the target, integers ≥ 1. */
  readonly vocabulary: BothSides;
  /** Tokens of a row at most, the start token included; integers ≥ 1. Default 64. */
  readonly context?: BothSides;
  /** The token that fills rows up, on both sides. Default 0, as in a `Vocabulary` with padding, start and end. */
  readonly padding?: number;
  /** The target's token before its first one. Default 1. */
  readonly start?: number;
  /** The target's token behind its last one. Default 2. */
  readonly end?: number;
}

/** {@link BlockOptions} with defaults. */
export type CompleteBlockOptions = Required<BlockOptions>;
/** {@link DecoderOptions} with defaults. */
export type CompleteDecoderOptions = Required<DecoderOptions>;
/** {@link EncoderOptions} with defaults. */
export type CompleteEncoderOptions = Required<Omit<EncoderOptions, "padding">> &
  Pick<EncoderOptions, "padding">;
/** {@link EncoderDecoderOptions} with defaults. */
export type CompleteEncoderDecoderOptions = Required<
  Omit<EncoderDecoderOptions, "vocabulary" | "context">
> & {
  readonly vocabulary: { readonly source: number; readonly target: number };
  readonly context: { readonly source: number; readonly target: number };
};

const blockNames = [
  "width",
  "heads",
  "layers",
  "feedForward",
  "positions",
  "norm",
  "activation",
  "dropout",
  "finalNorm",
  "seed",
] as const;

/** Checks a decoder's options and fills in the defaults. */
export function completeDecoderOptions(caller: string, options: DecoderOptions): CompleteDecoderOptions {
  checkKinds(caller, { options: [options, "object"] });
  checkOptions(caller, options, [...blockNames, "vocabulary", "context"]);
  const { vocabulary, context = 64 } = options;
  checkSizes(caller, { vocabulary, context });
  return { vocabulary, context, ...completeBlockOptions(caller, options, options.norm === "pre") };
}

/** Checks an encoder's options and fills in the defaults. */
export function completeEncoderOptions(caller: string, options: EncoderOptions): CompleteEncoderOptions {
  checkKinds(caller, { options: [options, "object"] });
  checkOptions(caller, options, [...blockNames, "vocabulary", "context", "outputs", "padding"]);
  const { vocabulary, context = 64, outputs = vocabulary, padding } = options;
  checkSizes(caller, { vocabulary, context, outputs });
  checkNumbers(caller, { padding: [padding, `integer in [0, ${vocabulary}) or undefined`] });
  const blocks = completeBlockOptions(caller, options, options.norm === "pre");
  return { vocabulary, context, outputs, ...(padding !== undefined && { padding }), ...blocks };
}

/** Checks an encoder–decoder's options and fills in the defaults. */
export function completeEncoderDecoderOptions(
  caller: string,
  options: EncoderDecoderOptions,
): CompleteEncoderDecoderOptions {
  checkKinds(caller, { options: [options, "object"] });
  checkOptions(caller, options, [...blockNames, "vocabulary", "context", "padding", "start", "end"]);
  const vocabulary = bothSides(caller, "vocabulary", options.vocabulary);
  const context = bothSides(caller, "context", options.context ?? 64);
  const { padding = 0, start = 1, end = 2 } = options;
  const token = `integer in [0, ${vocabulary.target})` as const;
  checkNumbers(caller, {
    padding: [padding, `integer in [0, ${Math.min(vocabulary.source, vocabulary.target)})`],
    start: [start, token],
    end: [end, token],
  });
  if (new Set([padding, start, end]).size < 3)
    throw refusal(
      new RangeError(
        `${caller}: expected three tokens as padding, start and end, got ${padding}, ${start}, ${end}`,
      ),
    );
  return { vocabulary, context, padding, start, end, ...completeBlockOptions(caller, options, true) };
}

function completeBlockOptions(
  caller: string,
  options: BlockOptions,
  finalNorm: boolean,
): CompleteBlockOptions {
  const { width = 128, heads = 4, layers = 2, feedForward = 4 * width, dropout = 0.1, seed = 0 } = options;
  const { positions = "learnt", norm = "post", activation = "relu" } = options;
  const complete = {
    width,
    heads,
    layers,
    feedForward,
    positions,
    norm,
    activation,
    dropout,
    finalNorm: options.finalNorm ?? finalNorm,
    seed,
  };
  checkSizes(caller, { width, heads, feedForward });
  checkNumbers(caller, {
    layers: [layers, "integer in [1, 1024]"],
    dropout: [dropout, "[0, 1)"],
    seed: [seed, "integer ≥ 0"],
  });
  checkChoices(caller, {
    positions: [positions, ["learnt", "sinusoid", "rotary"]],
    norm: [norm, ["post", "pre"]],
    activation: [activation, ["relu", "gelu"]],
  });
  checkKinds(caller, { finalNorm: [complete.finalNorm, "boolean"] });
  if (width % heads !== 0)
    throw refusal(new RangeError(`${caller}: expected heads that divide the width ${width}, got ${heads}`));
  const turned = positions === "rotary" ? width / heads : positions === "sinusoid" ? width : 0;
  if (turned % 2 !== 0)
    throw refusal(
      new RangeError(
        `${caller}: expected an even ${positions === "rotary" ? "width of a head" : "width"} for ${positions} positions, got ${turned}`,
      ),
    );
  return complete;
}

function checkSizes(caller: string, sizes: Readonly<Record<string, number>>): void {
  checkNumbers(
    caller,
    Object.fromEntries(
      Object.entries(sizes).map(([name, size]) => [name, [size, "integer in [1, 16777216]"]]),
    ),
  );
}

function bothSides(
  caller: string,
  name: string,
  size: BothSides,
): { readonly source: number; readonly target: number } {
  if (typeof size !== "object" || size === null) {
    checkSizes(caller, { [name]: size });
    return { source: size, target: size };
  }
  checkOptions(caller, size, ["source", "target"]);
  const { source, target } = size;
  checkSizes(caller, { [`${name}.source`]: source, [`${name}.target`]: target });
  return { source, target };
}
