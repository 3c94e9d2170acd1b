// Lloyd's algorithm to no change in ml-kmeans, which takes rows of plain numbers.
import { kmeansGenerator } from "ml-kmeans";
import { answer, digitImages, features, images, size, timeSteps } from "./data.mjs";

const rowsOf = (values) =>
  Array.from({ length: values.length / features }, (_, i) =>
    Array.from(values.subarray(i * features, (i + 1) * features)),
  );
const rows = rowsOf(images(0, size));
const initialization = rowsOf(digitImages());

let last;
const times = await timeSteps(
  async () => {
    const options = { initialization, tolerance: 0, maxIterations: 300 };
    for (last of kmeansGenerator(rows, 10, options));
  },
  { warmUp: 0, steps: 1 },
);
let error = 0;
for (const row of rows)
  error += Math.min(
    ...last.centroids.map((center) => center.reduce((sum, c, j) => sum + (row[j] - c) ** 2, 0)),
  );
answer(times, { mse: Number((error / size / features).toFixed(6)), iterations: last.iterations });
