import { ElbowDataError, openDataset } from "@elbowjs/mnist-data";
import { defaultRng } from "@elbowjs/numpy-random";
import { sparseRows } from "./sparse-rows.mjs";

/** The first training image of each digit is a start; the pixels are scaled to [0, 1]. */
async function images(name, options) {
  const { train, source } = await openDataset(name, options);
  const rows = sparseRows(train.size, train.features, (i) => train.image(i), 1 / 255);
  return { name, source: String(source), rows, start: train.firstOfEach() };
}

/**
 * Ten normal clusters of equal weight in 16 dimensions, unit variance in each, the centres drawn with deviation 0.8: near
 * enough for neighbours to overlap, so that assignments do change with the centres.
 */
function mixture(n = 60_000, d = 16) {
  const rng = defaultRng(559);
  const known = rng.normal(0, 0.8, 10 * d);
  const noise = rng.normal(0, 1, n * d);
  const x = new Float64Array(d);
  const rows = sparseRows(n, d, (i) => {
    for (let j = 0; j < d; j++) x[j] = known[(i % 10) * d + j] + noise[i * d + j];
    return x;
  });
  const centres = new Float64Array(d * 10);
  for (let i = 0; i < 10; i++) for (let j = 0; j < d; j++) centres[j * 10 + i] = known[i * d + j];
  return {
    name: "mixture",
    source: "drawn, seed 559",
    rows,
    start: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    known: centres,
  };
}

/** The data sets that can be had: MNIST needs its files, the other two are made here. */
export async function datasets(dataDir) {
  const found = [];
  try {
    found.push(await images("mnist", dataDir === undefined ? {} : { dataDir }));
  } catch (error) {
    if (!(error instanceof ElbowDataError)) throw error;
    console.warn(`MNIST is left out: ${error.message}`);
  }
  found.push(await images("digits"), mixture());
  return found;
}
