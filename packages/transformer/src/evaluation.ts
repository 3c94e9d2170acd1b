import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import {
  argMax,
  cast,
  dispose,
  equal,
  mul,
  sum,
  type Tensor1D,
  type Tensor2D,
  type TensorContainer,
  tidy,
} from "@tensorflow/tfjs-core";
import type { Labels } from "./data/labelled-tokens.js";
import { tokenLoss } from "./token-loss.js";

/** How well a model foretells tokens. */
export interface Evaluation {
  /** Mean of −ln p(token), in nats per token. */
  readonly loss: number;
  /** e^loss: among how many equally probable tokens it would be as unsure. */
  readonly perplexity: number;
  /** Share of tokens that have the highest probability. */
  readonly accuracy: number;
  /** Tokens that were foretold. */
  readonly tokens: number;
}

/** Options of every model's `evaluate`. */
export interface EvaluateOptions {
  /** Rows at once, an integer ≥ 1. Default 64. */
  readonly batchSize?: number;
  /** Stops between batches. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** Means over the batches of `size` rows. */
export async function evaluateRows<B extends Labels>(
  caller: string,
  size: number,
  {
    take,
    logits,
    options,
  }: {
    take: (rows: Int32Array) => B;
    logits: (batch: B) => Tensor2D;
    options: EvaluateOptions;
  },
): Promise<Evaluation> {
  checkOptions(caller, options, ["batchSize", "signal"]);
  const { batchSize = 64, signal } = options;
  checkNumbers(caller, { batchSize: [batchSize, "integer ≥ 1"] });
  checkKinds(caller, { signal: [signal, "AbortSignal or undefined"] });
  let [nats, right, tokens] = [0, 0, 0];
  for (let start = 0; start < size; start += batchSize) {
    signal?.throwIfAborted();
    const count = Math.min(batchSize, size - start);
    const batch = take(Int32Array.from({ length: count }, (_, i) => start + i));
    const measured = tidy(() => {
      const given = logits(batch);
      return [tokenLoss(given, batch.labels, batch.shares), rightShare(given, batch)] as const;
    });
    const shares = Float32Array.from(await batch.shares.data());
    const counted = shares.reduce((count, share) => count + Number(share > 0), 0);
    const [loss, share] = [(await measured[0].data())[0]!, (await measured[1].data())[0]!];
    dispose([batch as unknown as TensorContainer, measured[0], measured[1]]);
    nats += loss * counted;
    right += share * counted;
    tokens += counted;
  }
  return { loss: nats / tokens, perplexity: Math.exp(nats / tokens), accuracy: right / tokens, tokens };
}

function rightShare(logits: Tensor2D, { labels, shares }: Labels): Tensor1D {
  const chosen = cast(argMax(logits, 1), "int32");
  return sum(mul(cast(equal(chosen, labels), "float32"), shares));
}
