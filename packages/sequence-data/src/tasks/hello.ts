import { TokenRows } from "../batches/token-rows.js";
import { Vocabulary } from "../vocabulary/vocabulary.js";
import type { TokenTask } from "./task.js";

/**
 * The lecture's five letters h, e, l, o, □: after each of "hello" comes one of "ello□". After an l may come l or o, which only
 * a network with a memory can tell: without one, two of five letters are the toss of a coin, hence 2 ln 2 / 5 = 0.277 nats per
 * letter. With one the loss can reach 0.
 */
export function hello(): TokenTask {
  const vocabulary = Vocabulary.of("hello□");
  return {
    shape: "synchronous",
    inputs: new TokenRows([vocabulary.encode("hello")]),
    targets: new TokenRows([vocabulary.encode("ello□")]),
    vocabulary,
    answers: vocabulary,
    chance: {
      measure: "nats per step",
      value: (2 * Math.LN2) / 5,
      by: "a network without memory, for which the letter after l is the toss of a coin",
    },
  };
}
