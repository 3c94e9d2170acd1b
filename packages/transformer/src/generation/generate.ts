import { checkKinds, checkOptions, refusal } from "@elbowjs/arguments";
import {
  type BeamSearchOptions,
  beamSearch,
  type DecodingOptions,
  greedy,
  type Hypothesis,
  type NextTokens,
  type SampleOptions,
  type SearchTree,
  sample,
} from "@elbowjs/decoding";

/** How a draw is made. */
export type DrawOptions = Pick<SampleOptions, "temperature" | "topK" | "topP" | "samples" | "seed">;

/** Options of every model's `generate`. Neither `sample` nor `beams`: the most probable token each time. */
export interface GenerateOptions
  extends Pick<DecodingOptions, "maxLength" | "signal">,
    Pick<BeamSearchOptions, "beams" | "expand" | "lengthPenalty"> {
  /** Draws tokens, as `sample` of `@elbowjs/decoding`: `true`, or temperature, topK, topP, samples and seed. Default false. */
  readonly sample?: boolean | DrawOptions;
  /** The token that ends a sequence, an integer ≥ 0. Default: none; an `EncoderDecoder` has its own. */
  readonly end?: number | undefined;
  /** Whether keys and values are kept from token to token: the same tokens sooner. Default true. */
  readonly cache?: boolean;
  /** Whether the tree of a beam search is returned too. Default false. */
  readonly tree?: boolean;
}

/** Sequences, best first, and the tree of their search. */
export interface Searched {
  readonly hypotheses: readonly Hypothesis[];
  readonly tree: SearchTree;
}

const names = ["maxLength", "signal", "beams", "expand", "lengthPenalty", "sample", "end", "cache", "tree"];

/** Checks the options, before any work. */
export function checkGenerateOptions(caller: string, options: GenerateOptions): void {
  checkOptions(caller, options, names);
  const { sample: draw = false, beams, expand, lengthPenalty, cache = true, tree = false } = options;
  if (typeof draw !== "boolean") {
    checkKinds(caller, { sample: [draw, "object"] });
    checkOptions(caller, draw, ["temperature", "topK", "topP", "samples", "seed"]);
  }
  checkKinds(caller, { cache: [cache, "boolean"], tree: [tree, "boolean"] });
  if (draw !== false && beams !== undefined)
    throw refusal(new TypeError(`${caller}: expected sample or beams, got both`));
  const isSearch = expand !== undefined || lengthPenalty !== undefined || tree;
  if (beams === undefined && isSearch)
    throw refusal(new TypeError(`${caller}: expected beams with expand, lengthPenalty or tree, got none`));
}

/** Decodes as the options say. */
export async function generate(
  next: NextTokens,
  prompt: Int32Array,
  options: GenerateOptions,
): Promise<Searched | readonly Hypothesis[]> {
  const { sample: draw = false, beams, expand, lengthPenalty, tree, maxLength, end, signal } = options;
  const shared = { prompt, maxLength, end, signal };
  if (draw !== false) return sample(next, { ...shared, ...(typeof draw === "object" && draw) });
  if (beams === undefined) return greedy(next, shared);
  const search = { ...shared, beams, expand, lengthPenalty };
  return tree === true ? beamSearch(next, { ...search, tree: true }) : beamSearch(next, search);
}
