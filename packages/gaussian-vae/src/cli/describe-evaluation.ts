import type { Facts } from "@elbowjs/command-line";
import type { Evaluation } from "../evaluate.js";

/** The measures by name, in the order in which terminal and page show them. */
export function describeEvaluation(evaluation: Evaluation): Facts {
  const { size, loss, latentTerm, reconstructionTerm, pixelError, nats } = evaluation;
  return [
    ["Images", String(size)],
    ["Loss", loss.toFixed(5)],
    ["Its part of z", latentTerm.toFixed(5)],
    ["Its part of f − x", reconstructionTerm.toFixed(5)],
    ["Error per pixel", pixelError.toFixed(5)],
    ["Negative ELBO", `${nats.toFixed(2)} nats per image`],
  ];
}
