import { balancedEta, optimalEta, stableEta } from "@elbowjs/lloyd-analysis";
import { best, markdownTable, number, percent, select } from "./tables.mjs";

const ruleNames = {
  idealised: "idealised step",
  hard: "hard step",
  soft: "literal soft step",
  recommended: "`recommendEta`, constant",
  recommendedAnnealed: "`recommendEta`, annealed",
  cumulative: "1/cumulative count",
  adaptive: "√(b_k/b)",
};

const sizes = ({ cells }) => [...new Set(cells.map(({ b }) => b))];
const fromImages = (set, b) => ({ from: "images", b, epochs: b === set.n ? 10 : 1 });
const bestOf = (set, b, rule) => best(select(set, { ...fromImages(set, b), rule }), "excess");

/** For each batch size the η of the least error around the fixed point, and of the least inertia from the images. */
function bestEtas(set) {
  return markdownTable(
    [
      "b",
      "model: balance / least sum",
      "kept best from the fixed point (idealised / hard / soft)",
      "idealised, from images",
      "hard, from images",
      "soft, from images",
    ],
    sizes(set).map((b) => {
      const kept = ["idealised", "hard", "soft"].map((rule) =>
        b === set.n && rule !== "soft"
          ? "any"
          : number(best(select(set, { from: "lloyd", b, rule }), "error").eta),
      );
      const found = ["idealised", "hard", "soft"].map((rule) => {
        const cell = bestOf(set, b, rule);
        return `${number(cell.eta)} (${percent(cell.excess)})`;
      });
      return [b, `${balancedEta(b).toFixed(2)} / ${optimalEta(b).toFixed(2)}`, kept.join(" / "), ...found];
    }),
  );
}

/** Inertia above Lloyd's from the images, rule by rule: what choosing each costs. */
function byRule(set) {
  const at = (b, wanted) => percent(select(set, { ...fromImages(set, b), ...wanted })[0]?.excess);
  return markdownTable(
    [
      "b",
      "hard, η = 4.5",
      "hard, best constant η",
      ...["recommended", "recommendedAnnealed", "cumulative", "adaptive"].map((rule) => ruleNames[rule]),
    ],
    sizes(set).map((b) => [
      b,
      at(b, { rule: "hard", eta: 4.5 }),
      percent(bestOf(set, b, "hard").excess),
      ...["recommended", "recommendedAnnealed", "cumulative", "adaptive"].map((rule) => at(b, { rule })),
    ]),
  );
}

/** Error around the fixed point over what it would be without drift and without reassignment. */
function againstPrediction({ sets }) {
  const etas = [0.05, 0.5, 4.5];
  return markdownTable(
    [
      "set",
      "rule",
      ...sizes(sets[0])
        .slice(0, -1)
        .map((b) => `b = ${b}`),
    ],
    sets.flatMap((set) =>
      ["idealised", "hard"].map((rule) => [
        set.name,
        rule,
        ...sizes(set)
          .slice(0, -1)
          .map((b) =>
            etas
              .map((eta) => select(set, { from: "lloyd", rule, b, eta })[0])
              .map(({ error, predicted }) =>
                Number.isFinite(error) && Number.isFinite(predicted) ? (error / predicted).toFixed(1) : "–",
              )
              .join(" / "),
          ),
      ]),
    ),
  );
}

/** How far the means move per Lloyd iteration, over the noise of one point as the model scales it: a/noise. */
function driftTable({ sets }) {
  const iterations = [1, 2, 5, 10, 30];
  const ratio = (set, i) => Math.sqrt(set.lloyd.moves[i - 1] / 10);
  return markdownTable(
    [
      "set",
      ...iterations.map((i) => `iteration ${i}`),
      "η of the least sum at b = 64 with the drift of iteration 2 / 10",
    ],
    sets.map((set) => [
      set.name,
      ...iterations.map((i) => (set.lloyd.moves[i - 1] === undefined ? "converged" : number(ratio(set, i)))),
      [2, 10].map((i) => optimalEta(64, { a: ratio(set, i), noise: 1 }).toFixed(2)).join(" / "),
    ]),
  );
}

/** Every statement about numbers takes them from the results, so a new run rewrites the page. */
export function conclusions(results) {
  const { sets, machine, seconds, cpuSeconds } = results;
  const [main] = sets;
  const start = (set, wanted) => select(set, { from: "images", epochs: 1, ...wanted })[0] ?? {};
  const kept = (set, wanted) => select(set, { from: "lloyd", epochs: 1, ...wanted })[0] ?? {};
  const each = (value) => sets.map((set) => `${value(set)} (${set.name})`).join(", ");
  const largest = (set) => Math.max(...set.lloyd.shares);
  const long = (rule, eta) => select(main, { from: "images", epochs: 5, rule, eta })[0] ?? {};
  const literalEta = select(main, { rule: "soft" })[0].eta;
  return `# Which learning rate really approximates Lloyd's algorithm best

Made by \`node bench/lloyd-analysis/run.mjs\` on ${machine.threads} threads of ${machine.processor}, Node ${machine.node}, with ${cpuSeconds} s of processor time in
${seconds} s (the machine had other work). All numbers on this page come from [results.json](results.json); excess is the inertia on
10,000 training points over that of Lloyd's centres on the same points, minus 1. Errors are in σ², the mean squared distance of a point to its
Lloyd centre. η belongs to the loss averaged over the batch; ${number(literalEta)} is what η = 4.5 comes to when it is averaged over 784 pixels too.

${markdownTable(
  ["set", "points", "Lloyd's iterations", "inertia per point", "share of the smallest and largest cell"],
  sets.map((set) => [
    `${set.name}: ${set.source}`,
    `${set.n} × ${set.d}`,
    set.lloyd.iterations,
    number(set.lloyd.inertia),
    `${number(Math.min(...set.lloyd.shares))}, ${number(largest(set))}`,
  ]),
)}

${sets.some(({ name }) => name === "mnist") ? "" : "**MNIST's files were not found: this run has the other sets only.**\n\n"}![Error around the fixed point](error.svg)

![Inertia from digit images](excess.svg)

## Conclusions

1. **The model's drift is far too strong.** It lets the means move by a per batch and scatters points by the same a. Over Lloyd's own
   iterations from digit images, the movement is ${each((set) => number(Math.sqrt(set.lloyd.moves[0] / 10)))} of the model's noise at the first iteration and
   ${each((set) => number(Math.sqrt(set.lloyd.moves[1] / 10)))} at the second; near the fixed point it is 0. With it the balance moves from η ≈ 4.5 to small η.
2. **Around the fixed point the smallest η is best at every b < N, by every rule:** nothing is left but noise, which grows with η. At η = 4.5 an
   epoch of idealised steps of b = 64 ends ${each((set) => percent(kept(set, { rule: "idealised", b: 64, eta: 4.5 }).excess))} above Lloyd's inertia.
3. **η near 5 is right where the model says its limit is: b = N.** There the idealised step at η = 5 is Lloyd's iteration. The hard step at
   b = N is not: a cell with the share s gets α = 2ηs, which is unstable beyond η = 1/s: ${each((set) => number(1 / largest(set)))}.
4. **From digit images the best constant η grows about as b does** (table below), because a run of T steps needs α T of about 40: enough time
   constants to forget the start and to follow Lloyd's many iterations, and no more, because the rest is noise. This is
   what \`recommendEta\` gives. On ${main.name} at b = 64, one epoch: ${percent(start(main, { rule: "recommended", b: 64 }).excess)} with it, ${percent(start(main, { rule: "hard", b: 64, eta: 4.5 }).excess)} at η = 4.5.
5. **Letting η fall to 0 is better than keeping it.** Hard step, b = 64, from η = 2 to 0 against the best constant η of the grid: ${each((set) => `${percent(select(set, { from: "images", epochs: 1, rule: "annealedHard", b: 64, eta: 2 })[0]?.excess)} against ${percent(bestOf(set, 64, "hard").excess)}`)}.
   On ${main.name} five epochs give ${percent(long("annealedHard", 2).excess)}. A negative figure is a better optimum than Lloyd's from the same images: the noise of the first steps
   leaves poor ones. It needs steps: with the 58 of b = 1024 or the 10 of b = N it may stop too early.
6. **1/cumulative count** (scikit-learn) needs no tuning and never runs away; one epoch from the images: ${[1, 8, 64, 256, 1024].map((b) => `${percent(start(main, { rule: "cumulative", b }).excess)} (b = ${b})`).join(", ")} on ${main.name}.
   **√(b_k/b)** is in effect a large constant α, ${[1, 8, 64, 256, 1024].map((b) => `${percent(start(main, { rule: "adaptive", b }).excess)} (b = ${b})`).join(", ")}: a rule for large batches, as its paper
   says, and at b = 1 it throws the centre onto every point.
7. **The gradient step at small b is unstable long before η = 5.** At b = 1 it weighs 2η, so η < 1; at b = 8, \`stableEta({ b: 8 })\` is ${number(stableEta({ b: 8 }))} for equal
   shares, and runs diverged from η = 2 on: unequal cells, and cells that grow as their centre runs away.
8. **The literal soft step needs an η ten to a hundred times smaller still.** A point between two centres pulls with a weight of 20 times their
   difference. On ${main.name} at b = 64 it ends ${percent(start(main, { rule: "soft", b: 64, eta: 0.05 }).excess)} above Lloyd at η = 0.05 and empties cells at 0.2. The network's own program works because its
   loss is averaged over the pixels as well: its η = 4.5 is ${number(literalEta)} here, which ends ${percent(start(main, { rule: "soft", b: 64, eta: literalEta }).excess)} above Lloyd after one epoch and
   ${percent(long("soft", literalEta).excess)} after five: slow, not noisy.
9. **Idealised or hard?** Started at the images and judged by the distance to Lloyd's own centres, the idealised step is the better imitation (${main.name},
   b = 64, best η: error ${number(best(select(main, { from: "images", epochs: 1, b: 64, rule: "idealised" }), "error").error)} against ${number(best(select(main, { from: "images", epochs: 1, b: 64, rule: "hard" }), "error").error)}): it moves small cells as fast as large ones, as Lloyd does, and so ends in Lloyd's optimum.
   Judged by inertia neither is always ahead.
10. **Where the advice loses.** The hard step feeds a starved cell little, so it is slow where the start gives some cells few points. At b = 256 the annealed
   advice ends ${each((set) => percent(start(set, { rule: "recommendedAnnealed", b: 256 }).excess))} above Lloyd, 1/cumulative count ${each((set) => percent(start(set, { rule: "cumulative", b: 256 }).excess))}, the best idealised step
   ${each((set) => percent(bestOf(set, 256, "idealised").excess))}. The annealed advice is no choice at b = N.

What to choose: the hard or idealised step with η falling linearly to 0 from \`recommendEta(…).annealFrom\` when the run has some hundred
steps; 1/cumulative count when nothing shall be tuned, when the steps are few or when the start leaves cells nearly empty; Lloyd's algorithm itself when b is near N.

## The η that is really best

Excess in brackets. "Kept best" is the η with the least bias² + variance after an epoch begun at the fixed point; it is the least of the grid, since nothing rewards a larger one.

${sets.map((set) => `### ${set.name}\n\n${bestEtas(set)}`).join("\n\n")}

## What each choice costs

Excess from one image of each digit, one epoch (ten at b = N).

${sets.map((set) => `### ${set.name}\n\n${byRule(set)}`).join("\n\n")}

## Drift of the means over noise

The root mean square movement of the centres in an iteration of Lloyd's algorithm over √10 σ, which plays the part of a/noise: the model sets it to 1.

${driftTable(results)}

## Measured error over the error without drift and without reassignment

At η = 0.05 / 0.5 / 4.5, begun at the fixed point. The prediction is stationary and draws points independently; below α T of about 4 an epoch
without repetition averages better than that (ratios under 1). Ratios above 1 are points that change their cell, and at large η runs that leave the optimum.

${againstPrediction(results)}

## Limits

${main.cells.find(({ from }) => from === "lloyd").runs} runs a cell from the fixed point and 2 from the images, 1 over five epochs and 1 at b = N: differences of some hundredths of a percent of excess mean nothing. Ten clusters only.
Lloyd's optimum from these images is one of many; inertia below it is possible and occurs. The mixture's fixed point lies ${number(sets.find(({ name }) => name === "mixture").lloyd.fromKnownCentres)} σ² from the known centres.
`;
}
