import type { Evaluation } from "../evaluate.js";

/** The measures by name, in the order in which terminal and page show them. */
export function evaluationRows(evaluation: Evaluation): [name: string, value: string][] {
  const { size, loss, latentTerm, reconstructionTerm, pixelError, nats } = evaluation;
  return [
    ["Images", String(size)],
    ["Loss", loss.toFixed(5)],
    ["of it z", latentTerm.toFixed(5)],
    ["of it f − x", reconstructionTerm.toFixed(5)],
    ["Error by pixel", pixelError.toFixed(5)],
    ["Negative ELBO", `${nats.toFixed(2)} nats an image`],
  ];
}

/** The measures for a terminal. */
export function describeEvaluation(evaluation: Evaluation): string {
  return evaluationRows(evaluation)
    .map(([name, value]) => `${name.padEnd(15)} ${value}`)
    .join("\n");
}
