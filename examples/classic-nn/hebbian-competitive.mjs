// Hebbian and competitive learning (lectures 17 and 18, mock final questions 1 and 2): prints the table of every run
// step by step, and writes the ways of the weights and Lloyd's Voronoi cells to out/.
//
//   node examples/classic-nn/hebbian-competitive.mjs
import { mkdir, writeFile } from "node:fs/promises";
import {
  competitiveFigure,
  competitiveTrace,
  dampedHebbLimit,
  firstPrincipalComponent,
  hebbianFigure,
  hebbianTrace,
  lectureCompetitive,
  lloydTrace,
  mockQuestion1,
  mockQuestion2,
  sixPointHebb,
  voronoiFigure,
} from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";

const show = (values) => `[${Array.from(values, (value) => Number(value.toFixed(4))).join(", ")}]`;
await mkdir("out", { recursive: true });

function printHebb(title, trace) {
  console.log(`\n${title}\n  w(0) = ${show(trace.initial)}`);
  for (const { x, v, y, change, weights } of trace.steps)
    console.log(
      `  x = ${show(x)}  v = ${v.toFixed(4)}  y = ${y}  Δw = ${show(change)}  w = ${show(weights)}`,
    );
}

const { points, initial, learningRate } = sixPointHebb;
const sixPoints = hebbianTrace(points, initial, { learningRate });
printHebb("Hebb, six points", sixPoints);
await writeFile("out/hebb-six-points.svg", hebbianFigure(sixPoints));

const q1 = { rule: "damped", learningRate: mockQuestion1.learningRate, alpha: mockQuestion1.alpha };
printHebb("Mock question 1, damped Hebb", hebbianTrace(mockQuestion1.points, mockQuestion1.initial, q1));
printHebb(
  "… from its alternative initialisation",
  hebbianTrace(mockQuestion1.points, mockQuestion1.alternativeInitial, q1),
);

const damped = hebbianTrace([[1]], [0], { rule: "damped", alpha: 0.9, epochs: 200 });
console.log(
  `\nDamped Hebb, α = 0.9, x = 1 for ever: w = ${damped.weights[0].toFixed(6)}, limit 1/(1 − α) = ${dampedHebbLimit(0.9).toFixed(6)}`,
);

// A tilted cloud: Oja's neuron turns to its longest axis, the first principal component; its sign is arbitrary.
const rng = defaultRng(17);
const cloud = Array.from({ length: 200 }, () => {
  const [a, b] = rng.standardNormal(2);
  return [2 * a - 0.3 * b, a + 0.6 * b];
});
const mean = [0, 1].map((i) => cloud.reduce((total, x) => total + x[i], 0) / cloud.length);
const centred = cloud.map((x) => x.map((value, i) => value - mean[i]));
const oja = hebbianTrace(centred, [0.1, -0.4], { rule: "oja", learningRate: 0.0005, epochs: 100 });
console.log(
  `\nOja after 100 epochs: w = ${show(oja.weights)}; first principal component by SVD: ${show(firstPrincipalComponent(cloud))}`,
);
await writeFile("out/oja.svg", hebbianFigure(oja));

function printCompetition(title, trace) {
  console.log(`\n${title}\n  w(0) = ${trace.initial.map(show).join(", ")}`);
  for (const { x, scores, best, winner, weights } of trace.steps)
    console.log(
      `  x = ${show(x)}  d² = ${show(scores)}${best.length > 1 ? " (tie)" : ""}  winner ${winner + 1}  w = ${weights.map(show).join(", ")}`,
    );
}

const lecture = competitiveTrace(lectureCompetitive.points, lectureCompetitive.initial, lectureCompetitive);
printCompetition("Winner takes all, lecture 18", lecture);
for (const ties of ["first", "last"]) {
  const trace = competitiveTrace(mockQuestion2.points, mockQuestion2.initial, { ...mockQuestion2, ties });
  printCompetition(`Mock question 2, ties to the ${ties}`, trace);
  await writeFile(`out/mock-question-2-${ties}.svg`, competitiveFigure(trace));
}
for (const rounding of [false, true]) {
  const { weights } = competitiveTrace(mockQuestion2.points, mockQuestion2.initial, {
    ...mockQuestion2,
    outputFactor: true,
    rounding,
  });
  console.log(
    `\nMock question 2 with output factor, ${rounding ? "rounded" : "as it is"}: w = ${weights.map(show).join(", ")}`,
  );
}

const blobs = [
  [0, 0],
  [4, 1],
  [1, 4],
].flatMap(([cx, cy]) =>
  Array.from({ length: 15 }, () => [cx + rng.standardNormal(), cy + rng.standardNormal()]),
);
const lloyd = lloydTrace(blobs, blobs.slice(0, 3));
console.log("\nLloyd");
for (const [n, { centroids, inertia, moved }] of lloyd.steps.entries()) {
  console.log(
    `  round ${n + 1}: centroids ${centroids.map(show).join(", ")}  inertia ${inertia.toFixed(4)}  means ${moved.map(show).join(", ")}`,
  );
  await writeFile(`out/lloyd-${n + 1}.svg`, voronoiFigure(lloyd, { step: n }));
}
