// Exercise III, problem 4.1, and mock final, question 5: the divergences of two distributions, in numbers and pictures. Writes
// seven figures to out/.
//
//   node examples/divergences.mjs
import { mkdir, writeFile } from "node:fs/promises";
import {
  costMatrix,
  densityJensenShannon,
  densityKlDivergence,
  earthMover,
  energyDistance,
  ganValue,
  gaussianJensenShannon,
  gaussianKlDivergence,
  mmdSquared,
  mmdTest,
  optimalDiscriminator,
  quantileWasserstein,
  sinkhorn,
  sinkhornDivergence,
  sinkhornDivergenceGradient,
  wasserstein1d,
} from "@elbowjs/divergences";
import { arrow, dot, figure, heatMap, line, polygon, ruleX, ruleY } from "@elbowjs/figures";
import { defaultRng } from "@elbowjs/numpy-random";

await mkdir("out", { recursive: true });
const save = (name, options) => writeFile(`out/divergences-${name}.svg`, figure(options));
const steps = (from, to, count) =>
  Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

// Mock final, question 5: data of density 2 − 2x, and the generator G(z) = z.
const data = (x) => 2 - 2 * x;
const uniform = () => 1;
const interval = [0, 1];
const judge = optimalDiscriminator(data, uniform);
const best = (z) => 1 - Math.sqrt(1 - z);
const js = densityJensenShannon(data, uniform, { interval }).value;
console.log(`D*(0), D*(½), D*(1): ${[0, 0.5, 1].map((x) => judge(x).toFixed(4)).join(", ")}`);
console.log(
  `KL(uniform ‖ data) = ${densityKlDivergence(uniform, data, { interval }).value.toFixed(9)} = 1 − ln 2`,
);
console.log(
  `KL(data ‖ uniform) = ${densityKlDivergence(data, uniform, { interval }).value.toFixed(9)} = ln 2 − ½`,
);
console.log(
  `JS = ${js.toFixed(9)}, value of the game ${ganValue(data, uniform, { interval }).value.toFixed(9)} = 2 JS − ln 4`,
);
console.log(
  `W₁ = ${quantileWasserstein((z) => z, best).value.toFixed(9)} = 1/6, W₂² = ${(quantileWasserstein((z) => z, best, { p: 2 }).value ** 2).toFixed(9)} = 1/30`,
);

// The generator on its way: samples moved along the shortest transport from G(z) = z to G(z) = 1 − √(1 − z).
const z = steps(0.0005, 0.9995, 1000);
const path = [0, 0.25, 0.5, 0.75, 1].map((t) => {
  const samples = z.map((u) => (1 - t) * u + t * best(u));
  return { t, distance: wasserstein1d(samples, z.map(best), { p: 2 }) };
});
console.log(`W₂ to the data along the way: ${path.map(({ distance }) => distance.toFixed(4)).join(", ")}`);

// 1. Two densities and the transport between them: equal masses, each with its displacement.
const x = steps(0, 1, 101);
const masses = steps(0.05, 0.95, 10);
await save("transport", {
  title: "The transport from G(Z) = Z to the data",
  subtitle: "Each arrow carries a tenth of the mass, from the uniform density to 2 − 2x",
  x: { label: "x" },
  y: { label: "density", domain: [0, 2.05] },
  marks: [
    polygon({ name: "generated, 1", color: 1, x: [0, 1, 1, 0], y: [1, 1, 0, 0] }),
    polygon({ name: "data, 2 − 2x", color: 0, x: [0, 0, 1], y: [0, 2, 0] }),
    arrow({
      color: "ink",
      x1: masses,
      y1: masses.map(() => 1),
      x2: masses.map(best),
      y2: masses.map((u) => data(best(u))),
    }),
    line({ name: "best discriminator D*", color: 2, x, y: x.map(judge), dash: "dashed" }),
  ],
});

// 2. One distribution slides over another: uniform on [t, t + 1] against uniform on [0, 1].
const shifts = steps(-2, 2, 161);
const overlap = shifts.map((t) => Math.max(0, 1 - Math.abs(t)));
const klValues = overlap.map((share) => (share === 1 ? 0 : Number.POSITIVE_INFINITY));
const jsValues = overlap.map((share) => (1 - share) * Math.LN2);
const samples = steps(0.005, 0.995, 100);
const w1Values = shifts.map((t) =>
  wasserstein1d(
    samples,
    samples.map((value) => value + t),
  ),
);
const mmdValues = shifts.map((t) =>
  mmdSquared(
    Array.from(samples, (v) => [v]),
    Array.from(samples, (v) => [v + t]),
    { bandwidth: 0.5, estimator: "biased" },
  ),
);
console.log(`\nUniform on [0, 1] against itself moved by t: KL infinite for any t ≠ 0`);
for (const t of [0, 0.5, 1, 2]) {
  const i = shifts.findIndex((value) => Math.abs(value - t) < 1e-9);
  console.log(
    `  t = ${t}: KL ${klValues[i]}, JS ${jsValues[i].toFixed(4)}, MMD² ${mmdValues[i].toFixed(4)}, W₁ ${w1Values[i].toFixed(4)}`,
  );
}
await save("sliding-uniform", {
  title: "A uniform distribution slides over another",
  subtitle:
    "KL is infinite at once; JS stops at ln 2, MMD at its kernel's reach; W₁ goes on: it has a slope to follow",
  x: { label: "shift" },
  y: { label: "divergence", domain: [0, 2.05] },
  marks: [
    line({ name: "Wasserstein W₁", x: shifts, y: w1Values }),
    line({ name: "Jensen–Shannon", x: shifts, y: jsValues }),
    line({ name: "MMD², σ = ½", x: shifts, y: mmdValues }),
    ruleY({ name: "ln 2", at: Math.LN2 }),
  ],
});

// 3. The same of two Gaussians: KL grows with the square, JS stops, W₂ is the shift.
const gaussian = (mean) => ({ mean: [mean], covariance: [1] });
const far = steps(0, 8, 81);
await save("sliding-gaussian", {
  title: "N(t, 1) slides away from N(0, 1)",
  x: { label: "t" },
  y: { label: "divergence", domain: [0, 8.2] },
  marks: [
    line({
      name: "KL = t²/2",
      x: far.filter((t) => t <= 4.05),
      y: far.filter((t) => t <= 4.05).map((t) => gaussianKlDivergence(gaussian(t), gaussian(0))),
    }),
    line({ name: "W₂ = t", x: far, y: far }),
    line({ name: "JS", x: far, y: far.map((t) => gaussianJensenShannon(gaussian(t), gaussian(0))) }),
  ],
});

// 4. MMD against its bandwidth.
const rng = defaultRng(4);
const normals = (mean, deviation, n) => Array.from(rng.normal(mean, deviation, n), (value) => [value]);
const [a, b, wide] = [normals(0, 1, 300), normals(0.5, 1, 300), normals(0, 1.5, 300)];
const sigmas = steps(-2, 2, 41).map((power) => 10 ** power);
const mmdOver = (one, other) => sigmas.map((bandwidth) => mmdSquared(one, other, { bandwidth }));
const test = mmdTest(a, b, { seed: 1 });
console.log(
  `\n300 draws of N(0, 1) against 300 of N(½, 1): MMD² ${test.statistic.toFixed(5)}, p = ${test.pValue}`,
);
console.log(`  energy distance ${energyDistance(a, b).toFixed(4)}`);
await save("bandwidth", {
  title: "Unbiased MMD² against the kernel's bandwidth",
  subtitle: "300 draws each; too narrow or too wide a kernel sees no difference",
  x: { label: "σ", type: "log" },
  y: { label: "MMD²" },
  marks: [
    line({ name: "N(0, 1) against N(½, 1)", x: sigmas, y: mmdOver(a, b) }),
    line({ name: "N(0, 1) against N(0, 1.5²)", x: sigmas, y: mmdOver(a, wide) }),
    line({ name: "N(0, 1) twice", x: sigmas, y: mmdOver(a, normals(0, 1, 300)) }),
    ruleX({ name: "median distance", at: 0.954 }),
  ],
});

// 5. Plans as heat maps: exact, and with more and more entropy.
const places = steps(0, 1, 30);
const unit = (values) => values.map((value) => value / values.reduce((s, v) => s + v, 0));
const bump = (centre, width) => places.map((place) => Math.exp(-0.5 * ((place - centre) / width) ** 2));
const from = unit(bump(0.35, 0.12));
const to = unit(bump(0.25, 0.07).map((value, i) => value + 0.8 * bump(0.75, 0.09)[i]));
const cost = costMatrix(
  Array.from(places, (v) => [v]),
  Array.from(places, (v) => [v]),
);
const exact = earthMover(from, to, cost);
const blurred = sinkhorn(from, to, cost, { epsilon: 0.01 });
console.log(
  `\nA bump onto two: W₂² = ${exact.cost.toFixed(6)}; with ε = 0.01 the plan costs ${blurred.cost.toFixed(6)} (gap ${blurred.gap.toExponential(1)})`,
);
const rowsOf = ({ data: values, shape: [n, m] }) =>
  Array.from({ length: n }, (_, i) => Array.from(values.subarray(i * m, (i + 1) * m)));
for (const [name, plan, what] of [
  ["plan-exact", exact.plan, "The optimal plan: a bump onto two"],
  ["plan-sinkhorn", blurred.plan, "The same with entropy, ε = 0.01"],
])
  await save(name, {
    title: what,
    x: { label: "to" },
    y: { label: "from" },
    width: 480,
    aspectRatio: 1,
    marks: [heatMap({ values: rowsOf(plan), x: places, y: places })],
  });

// 6. Points move onto a target by the gradient of the Sinkhorn divergence.
const angle = rng.uniform(0, 2 * Math.PI, 200);
const target = Array.from(angle, (t) => [
  Math.cos(t) + rng.normal(0, 0.05),
  Math.sin(t) + rng.normal(0, 0.05),
]);
const start = Array.from({ length: 200 }, () => [rng.normal(-0.6, 0.2), rng.normal(-0.6, 0.2)]);
let points = start;
for (let step = 0; step < 60; step++) {
  const gradient = sinkhornDivergenceGradient(points, target, { epsilon: 0.05, tolerance: 1e-4 });
  points = points.map((p, i) => p.map((value, j) => value - 0.25 * points.length * gradient[2 * i + j]));
}
const before = sinkhornDivergence(start, target, { epsilon: 0.05 });
const after = sinkhornDivergence(points, target, { epsilon: 0.05 });
console.log(
  `\n200 points moved onto a ring: Sinkhorn divergence ${before.toFixed(4)}, after 60 steps ${after.toFixed(4)}`,
);
const column = (list, k) => list.map((p) => p[k]);
const isShown = (_, i) => i % 5 === 0; // one arrow for five points
await save("flow", {
  title: "Points follow the gradient of the Sinkhorn divergence",
  x: { label: "x" },
  y: { label: "y" },
  width: 480,
  aspectRatio: 1,
  marks: [
    arrow({
      color: "muted",
      x1: column(start, 0).filter(isShown),
      y1: column(start, 1).filter(isShown),
      x2: column(points, 0).filter(isShown),
      y2: column(points, 1).filter(isShown),
    }),
    dot({ name: "target", x: column(target, 0), y: column(target, 1), radius: 2.5 }),
    dot({ name: "start", x: column(start, 0), y: column(start, 1), radius: 2.5 }),
    dot({ name: "after 60 steps", x: column(points, 0), y: column(points, 1), radius: 2.5 }),
  ],
});
console.log("\nWrote out/divergences-*.svg");
