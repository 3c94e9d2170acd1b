import { expect, it } from "vitest";
import { DivergenceError } from "../src/index.js";

it("DivergenceError says where, at what loss and what to do, and keeps the place", () => {
  const error = new DivergenceError("A.fit", { epoch: 2, batch: 7, loss: Number.NaN });
  expect(error.message).toBe(
    "A.fit: expected a finite loss, got NaN in epoch 2, batch 7; lower the learning rate, or clip the gradients. The last good weights are kept.",
  );
  expect(error).toMatchObject({ name: "DivergenceError", epoch: 2, batch: 7, loss: Number.NaN });
});

it("DivergenceError takes a model's own settings, remedy and word for its weights", () => {
  const advice = { settings: "learningRate 9", remedy: "use a smaller one", kept: "centres" };
  const error = new DivergenceError("K.fit", { epoch: 1, batch: 1, loss: Number.POSITIVE_INFINITY }, advice);
  expect(error.message).toBe(
    "K.fit: expected a finite loss, got Infinity in epoch 1, batch 1, with learningRate 9; use a smaller one. The last good centres are kept.",
  );
});
