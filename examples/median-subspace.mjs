// Homework 3, problem 3(a): 98 points on a subspace of dimension 20 in R^200 and two outliers; PCA beside the subspace of least sum of
// distances. Then success against the share of outliers, with plain gradient descent on the same sum as a third; writes the diagram to
// out/. With --seeds 1000 every seed is solved at every scale: a quarter of an hour.
//
//   node examples/median-subspace.mjs [--seeds 3] [--scales unit,1,10,1000] [--problems 10]
import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { figure, line } from "@elbowjs/figures";
import { defaultRng } from "@elbowjs/numpy-random";
import { medianSubspace, pca, subspaceDistance } from "@elbowjs/subspace";
import { Matrix, QrDecomposition } from "ml-matrix";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "3" },
    scales: { type: "string", default: "unit,1,10,1000" },
    problems: { type: "string", default: "10" },
  },
});
const seeds = Number(values.seeds);
const problems = Number(values.problems);

/** Inliers on a random subspace, and Gaussian outliers behind them. */
function problem(
  seed,
  { ambient = 200, dimension = 20, inliers = 98, outliers = 2, scale = 1, unit = false } = {},
) {
  const rng = defaultRng(seed);
  const normals = (rows, columns) => Matrix.from1DArray(rows, columns, rng.standardNormal(rows * columns));
  const basis = new QrDecomposition(normals(ambient, dimension)).orthogonalMatrix;
  const points = inliers > 0 ? normals(inliers, dimension).mmul(basis.transpose()).to2DArray() : [];
  for (let i = 0; i < outliers; i++)
    points.push(Array.from(rng.standardNormal(ambient), (value) => scale * value));
  return { basis, points: unit ? points.map(unitVector) : points };
}

function unitVector(point) {
  const length = Math.hypot(...point);
  return point.map((value) => value / length);
}

console.log("98 points on a subspace of R^200, 2 outliers; distance to the subspace, seeds 0 to", seeds - 1);
for (const scale of values.scales.split(",")) {
  const [name, options] =
    scale === "unit"
      ? ["unit vectors", { unit: true }]
      : [`outliers × ${Number(scale).toLocaleString("en")}`, { scale: Number(scale) }];
  const linear = [];
  let [exact, worst, most, slowest] = [0, 0, 0, 0];
  for (let seed = 0; seed < seeds; seed++) {
    const { basis, points } = problem(seed, options);
    linear.push(subspaceDistance(basis, pca(points, { components: 20, center: false }).basis));
    const start = process.cpuUsage().user;
    const found = medianSubspace(points, { dimension: 20 });
    slowest = Math.max(slowest, (process.cpuUsage().user - start) / 1000);
    const distance = subspaceDistance(basis, found.basis);
    [worst, most] = [Math.max(worst, distance), Math.max(most, found.iterations)];
    exact += distance <= 1e-10 && found.outliers.join() === "98,99" && found.certificate.holds;
  }
  console.log(
    `${name.padEnd(17)} PCA ${Math.min(...linear).toFixed(2)} to ${Math.max(...linear).toFixed(2)}; median subspace at most ${worst.toExponential(1)}, exact, named and proved ${exact} of ${seeds}, at most ${most} rounds, ${slowest.toFixed(0)} ms of processor`,
  );
}

/** Plain gradient descent on Σ‖xᵢ − Azᵢ‖ over A and the zᵢ, from PCA, with a step that falls. */
function gradientDescent(points, dimension, steps = 300) {
  const x = new Matrix(points);
  let a = pca(points, { components: dimension, center: false }).basis;
  let z = x.mmul(a);
  for (let step = 0; step < steps; step++) {
    const rest = Matrix.sub(z.mmul(a.transpose()), x);
    const rate = 0.3 / points.length / Math.sqrt(step + 1);
    for (let i = 0; i < rest.rows; i++) rest.mulRow(i, 1 / Math.max(1e-12, Math.hypot(...rest.getRow(i))));
    const toA = rest.transpose().mmul(z);
    const toZ = rest.mmul(a);
    a = Matrix.sub(a, toA.mul(rate));
    z = Matrix.sub(z, toZ.mul(rate * 10));
  }
  return a;
}

// Success: within 1e-6 of the subspace (1 % is enough for the two others), of 100 points of dimension 16 in R^20, all of unit length. Few directions
// are left for outliers to spread over, which makes it hard.
const shares = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
const methods = {
  "least distances": { tolerance: 1e-6, fit: (points) => medianSubspace(points, { dimension: 16 }).basis },
  "gradient descent": { tolerance: 1e-2, fit: (points) => gradientDescent(points, 16) },
  PCA: { tolerance: 1e-2, fit: (points) => pca(points, { components: 16, center: false }).basis },
};
const success = Object.fromEntries(Object.keys(methods).map((name) => [name, []]));
console.log(
  `\n100 unit vectors, dimension 16 in R^20: within 1e-6 of the subspace (others 1 %), of ${problems}`,
);
for (const share of shares) {
  const outliers = Math.round(100 * share);
  const given = Array.from({ length: problems }, (_, seed) =>
    problem(100 + seed, { ambient: 20, dimension: 16, inliers: 100 - outliers, outliers, unit: true }),
  );
  for (const [name, { tolerance, fit }] of Object.entries(methods))
    success[name].push(
      given.filter(({ basis, points }) => subspaceDistance(basis, fit(points)) < tolerance).length / problems,
    );
  const counts = Object.entries(success).map(
    ([name, list]) => `${name} ${Math.round(problems * list.at(-1))}`,
  );
  console.log(`  ${(100 * share).toFixed(0).padStart(2)} % outliers: ${counts.join(", ")}`);
}
await mkdir("out", { recursive: true });
await writeFile(
  "out/median-subspace.svg",
  figure({
    title: "How many outliers it takes",
    subtitle: `100 unit vectors, dimension 16 in R²⁰: found within 10⁻⁶ (others 1 %), of ${problems}`,
    x: { label: "share of outliers" },
    y: { label: "success", domain: [0, 1.02] },
    marks: Object.entries(success).map(([name, y]) => line({ name, x: shares, y })),
  }),
);
console.log("\nWrote out/median-subspace.svg");
