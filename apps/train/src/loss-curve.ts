import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** What a curve shows. */
export interface LossHistory {
  /** Training loss of every step. */
  readonly steps: readonly number[];
  readonly epochs: readonly { readonly epoch: number; readonly testLoss: number }[];
}

/** The most points of the curve: more than that a page draws slowly and an eye does not see. */
const mostPoints = 400;

/**
 * The loss over the training: each step's (averaged over neighbours where there are many), and the test loss after each
 * epoch.
 *
 * @returns a figure element as text.
 */
export function lossCurve({ steps, epochs }: LossHistory, label: string): string {
  const { document } = parseHTML("<html><body></body></html>");
  const width = Math.max(1, Math.ceil(steps.length / mostPoints));
  const smooth = Array.from({ length: Math.ceil(steps.length / width) }, (_, i) => {
    const part = steps.slice(i * width, (i + 1) * width);
    return { step: i * width + part.length / 2, loss: part.reduce((a, b) => a + b, 0) / part.length };
  });
  const perEpoch = steps.length / Math.max(1, epochs.length);
  const tests = epochs.map(({ epoch, testLoss }) => ({ step: epoch * perEpoch, loss: testLoss }));
  const svg = Plot.plot({
    document,
    width: 760,
    height: 320,
    marginLeft: 56,
    grid: true,
    ariaLabel: "Loss over the steps of the training",
    x: { label: "step →" },
    y: { label: `↑ ${label}`, type: "linear", nice: true },
    marks: [
      Plot.lineY(smooth, { x: "step", y: "loss", stroke: "var(--accent)", strokeWidth: 1.5 }),
      Plot.dot(tests, { x: "step", y: "loss", fill: "var(--ink)", r: 4 }),
    ],
  });
  return `<figure class="wide">${svg.outerHTML}<figcaption>Line: training loss of the steps. Dots: test loss after each epoch.</figcaption></figure>`;
}
