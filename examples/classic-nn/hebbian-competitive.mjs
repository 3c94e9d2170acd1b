// Hebbian and competitive learning (lectures 17 and 18, mock final questions 1 and 2): prints the table of every run
// step by step, and writes the ways of the weights and Lloyd's Voronoi cells to out/.
//
//   node examples/classic-nn/hebbian-competitive.mjs
import { mkdir, writeFile } from "node:fs/promises";
import {
  competitiveFigure,
  competitiveTrace,
  dampedHebbLimit,
  findWinner,
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
  console.log(`\n${title}\n  w(1) = ${show(trace.initial)}`);
  for (const { x, v, y, change, weights } of trace.steps)
    console.log(
      `  x = ${show(x)}  v = ${v.toFixed(4)}  y = ${y}  Δw = ${show(change)}  w = ${show(weights)}`,
    );
}

const { points, initial, learningRate } = sixPointHebb;
const sixPoints = hebbianTrace(points, initial, { learningRate });
printHebb("Hebb, six points", sixPoints);
await writeFile("out/hebb-six-points.svg", hebbianFigure(sixPoints));

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
  console.log(`\n${title}\n  w(1) = ${trace.initial.map(show).join(", ")}`);
  for (const { x, scores, best, winner, updated, weights } of trace.steps)
    console.log(
      `  x = ${show(x)}  wᵀx = ${show(scores)}${best.length > 1 ? " (draw)" : ""}  winner ${winner + 1}  moved to ${show(updated)}  w = ${weights.map(show).join(", ")}`,
    );
}

function printStart({ points, initial }) {
  console.log("\nWho would win at the start, lectures 17 and 18");
  for (const x of points) {
    const { scores, best } = findWinner(initial, x, { competition: "output" });
    console.log(
      `  x = ${show(x)}  wᵀx = ${show(scores)}  ${best.length > 1 ? "draw" : `${best[0] + 1} wins`}`,
    );
  }
}

printStart(lectureCompetitive);
const lecture = competitiveTrace(lectureCompetitive.points, lectureCompetitive.initial, lectureCompetitive);
printCompetition("Winner takes all, lectures 17 and 18", lecture);
await writeFile("out/competitive-lecture.svg", competitiveFigure(lecture));

for (const [roundWeights, name] of [
  ["half-to-zero", "to zero, as the solution"],
  ["half-from-zero", "away from zero"],
]) {
  const trace = competitiveTrace(mockQuestion2.points, mockQuestion2.initial, {
    ...mockQuestion2,
    roundWeights,
  });
  printCompetition(`Mock question 2, halves rounded ${name}`, trace);
  await writeFile(`out/mock-question-2-${roundWeights}.svg`, competitiveFigure(trace));
}

for (const [title, start] of [
  ["from the second and third point", mockQuestion1.initial],
  ["from the means of {x1, x4} and {x2, x3}", mockQuestion1.alternativeInitial],
]) {
  const trace = lloydTrace(mockQuestion1.points, start);
  console.log(`\nMock question 1, Lloyd ${title}`);
  for (const [n, { centroids, assignment, inertia, moved }] of trace.steps.entries())
    console.log(
      `  round ${n + 1}: centres ${centroids.map(show).join(", ")}  cells ${assignment.map((j) => j + 1).join(" ")}  inertia ${inertia.toFixed(4)}  means ${moved.map(show).join(", ")}`,
    );
  await writeFile(
    `out/mock-question-1-${start === mockQuestion1.initial ? "asked" : "alternative"}.svg`,
    voronoiFigure(trace),
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
