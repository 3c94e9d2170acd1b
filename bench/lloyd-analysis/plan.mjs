import { recommendEta } from "@elbowjs/lloyd-analysis";

/** What is run: every rule, batch size and learning rate, from two starts. */

export const batchSizes = [1, 8, 64, 256, 1024, 60_000];

/**
 * η of the loss averaged over the batch. The first is what η = 4.5 comes to when the loss is averaged over 784 pixels too,
 * as in the network's own program.
 */
const etas = [4.5 / 784, 0.05, 0.1, 0.2, 0.5, 1, 2, 4.5, 5];

/** The literal soft step costs three times as much and is of use at small η only. */
const softEtas = [4.5 / 784, 0.05, 0.2, 0.5, 1, 4.5];

const rulesWithEta = ({ b, n, epochs }) => ({
  idealised: epochs === 5 ? [0.05, 0.1, 0.2, 4.5] : etas,
  hard: epochs === 5 ? [0.05, 0.1, 0.2, 4.5] : etas,
  soft: epochs === 5 ? [4.5 / 784] : b === n ? [0.5, 4.5] : softEtas,
  annealedIdealised: epochs === 5 ? [2] : [0.5, 2, 5],
  annealedHard: epochs === 5 ? [2] : [0.5, 2, 5],
  cumulative: [null],
  adaptive: [null],
  recommended: [recommendEta({ b, n, epochs }).eta],
  recommendedAnnealed: [recommendEta({ b, n, epochs }).annealFrom],
});

/**
 * From Lloyd's fixed point ("lloyd"): one epoch, how well is it kept? From one image of each digit ("images"): one epoch as
 * in the source (T = N/b steps), and five at b = 64, how near does it come? With b = N a step is an epoch and nothing is
 * random: one run, of ten steps from the images and of two from the fixed point.
 */
const settings = [
  { from: "lloyd", epochs: 1, runs: 2, of: (b, n) => b < n },
  { from: "lloyd", epochs: 2, runs: 1, of: (b, n) => b === n },
  { from: "images", epochs: 1, runs: 2, of: (b, n) => b < n },
  { from: "images", epochs: 5, runs: 1, of: (b) => b === 64 },
  { from: "images", epochs: 10, runs: 1, of: (b, n) => b === n },
];

export function plan(n) {
  return batchSizes.flatMap((b) =>
    settings
      .filter(({ of }) => of(b, n))
      .flatMap(({ from, epochs, runs }) =>
        Object.entries(rulesWithEta({ b, n, epochs })).flatMap(([rule, grid]) =>
          // From the fixed point, a whole-batch step with fixed assignments stays there: one η shows it.
          (from === "lloyd" && b === n && rule !== "soft" ? grid.slice(-1) : grid).map((eta) => ({
            b,
            from,
            epochs,
            runs,
            rule,
            eta,
          })),
        ),
      ),
  );
}
