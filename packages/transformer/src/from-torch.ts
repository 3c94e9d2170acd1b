import { checkKinds, checkOptions, refusal } from "@elbowjs/arguments";
import type { StoredTensor } from "@elbowjs/safetensors";
import type {
  BlockOptions,
  DecoderOptions,
  EncoderDecoderOptions,
  EncoderOptions,
} from "./transformer-options.js";

/** What the shapes of a state dict do not tell. */
export type TorchOptions = Pick<BlockOptions, "norm" | "activation" | "dropout" | "seed"> & {
  /** `nhead`, an integer ≥ 1 that divides the width. */
  readonly heads: number;
  /** How places are told apart if there is no `position.weight`. Default `"sinusoid"`. */
  readonly positions?: "sinusoid" | "rotary";
};

/** Options of {@link Decoder.fromTorch}. */
export type DecoderTorchOptions = TorchOptions & {
  /** Tokens that it sees at once, if there is no `position.weight`. Default 64. */
  readonly context?: number;
};

/** Options of {@link Encoder.fromTorch}. */
export type EncoderTorchOptions = DecoderTorchOptions & Pick<EncoderOptions, "padding">;

/** Options of {@link EncoderDecoder.fromTorch}. */
export type EncoderDecoderTorchOptions = TorchOptions &
  Pick<EncoderDecoderOptions, "padding" | "start" | "end" | "context">;

type State = ReadonlyMap<string, StoredTensor>;
const names = ["heads", "norm", "activation", "dropout", "positions", "context", "seed"];

/** A decoder's options of a state dict's shapes. */
export function decoderOptionsOf(caller: string, state: State, options: DecoderTorchOptions): DecoderOptions {
  checkKinds(caller, { options: [options, "object"] });
  checkOptions(caller, options, names);
  return singleOptions(caller, state, options);
}

/** An encoder's. */
export function encoderOptionsOf(caller: string, state: State, options: EncoderTorchOptions): EncoderOptions {
  checkKinds(caller, { options: [options, "object"] });
  checkOptions(caller, options, [...names, "padding"]);
  const [outputs] = matrix(caller, state, "output.weight");
  return { ...singleOptions(caller, state, options), outputs };
}

/** An encoder–decoder's. */
export function encoderDecoderOptionsOf(
  caller: string,
  state: State,
  options: EncoderDecoderTorchOptions,
): EncoderDecoderOptions {
  checkKinds(caller, { options: [options, "object"] });
  checkOptions(caller, options, [...names, "padding", "start", "end"]);
  const [source, width] = matrix(caller, state, "source_embedding.weight");
  const [target] = matrix(caller, state, "target_embedding.weight");
  const isLearnt = state.has("source_position.weight");
  const places = (side: string) => matrix(caller, state, `${side}_position.weight`)[0];
  return {
    positions: "sinusoid",
    ...options,
    ...blocks(caller, state, "transformer.encoder"),
    vocabulary: { source, target },
    width,
    ...(isLearnt && {
      positions: "learnt" as const,
      context: { source: places("source"), target: places("target") },
    }),
  };
}

function singleOptions(caller: string, state: State, options: DecoderTorchOptions): DecoderOptions {
  const [vocabulary, width] = matrix(caller, state, "embedding.weight");
  const isLearnt = state.has("position.weight");
  return {
    positions: "sinusoid",
    ...options,
    ...blocks(caller, state, "blocks"),
    vocabulary,
    width,
    ...(isLearnt && { positions: "learnt" as const, context: matrix(caller, state, "position.weight")[0] }),
  };
}

function blocks(caller: string, state: State, part: string) {
  const [feedForward] = matrix(caller, state, `${part}.layers.0.linear1.weight`);
  let layers = 1;
  while (state.has(`${part}.layers.${layers}.linear1.weight`)) layers++;
  return { layers, feedForward, finalNorm: state.has(`${part}.norm.weight`) };
}

function matrix(caller: string, state: State, name: string): readonly [number, number] {
  const stored = state.get(name);
  if (stored?.shape.length !== 2)
    throw refusal(
      new RangeError(
        `${caller}: expected ${name}, a matrix, got ${stored ? `shape [${stored.shape.join(", ")}]` : "none"}; modules are named in the documentation`,
      ),
    );
  return stored.shape as unknown as readonly [number, number];
}
