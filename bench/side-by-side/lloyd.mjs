// Lloyd's algorithm to no change.
import { lloyd } from "@elbowjs/kmeans-nn";
import { answer, digitImages, features, size, split, timeSteps } from "./data.mjs";

let result;
const times = await timeSteps(
  async () => {
    result = await lloyd(split, { k: 10, init: digitImages() });
  },
  { warmUp: 0, steps: 2 },
);
answer(times, { mse: Number((result.inertia / size / features).toFixed(6)), iterations: result.iterations });
