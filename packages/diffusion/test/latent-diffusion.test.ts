import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { matMul, type Tensor, tensor2d, tidy, transpose } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { LatentDiffusion } from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

/** Codes of three numbers by a fixed matrix, and back by its transpose. */
function projection() {
  const matrix = tensor2d(
    hashed(5, 48).map((v) => v / 4),
    [16, 3],
  );
  return {
    encode: (x: Tensor) => matMul(x as never, matrix) as Tensor,
    decode: (z: Tensor) => tidy(() => matMul(z as never, transpose(matrix))) as Tensor,
  };
}

it("any model with encode and decode: its codes are learnt, and samples are its images", async () => {
  const images = hashed(1, 16 * 40).map(Math.abs);
  const model = await LatentDiffusion.create(projection(), {
    ...{ units: 3, imageShape: [4, 4, 1], steps: 10, width: 16, depth: 1 },
  });
  const { epochs } = await model.fit(images, { epochs: 2, validation: images.subarray(0, 160) });
  expect(epochs[1]!.validation!.loss).toBeGreaterThan(0);
  expect(model.diffusion.options.shape).toEqual([3]);
  const made = model.sample(5, { steps: 4 });
  expect(made.shape).toEqual([5, 4, 4, 1]);
  for (const value of await made.data()) expect(value >= 0 && value <= 1).toBe(true);
  made.dispose();
  model.dispose();
});

it("what has no encode, and codes of another length, are refused", async () => {
  await expect(LatentDiffusion.create({ decode: () => 0 } as never, { units: 3 })).rejects.toThrow(TypeError);
  const model = await LatentDiffusion.create(projection(), { units: 4, imageShape: [4, 4, 1] });
  await expect(model.fit(new Float32Array(16))).rejects.toThrow("units is the length of a code");
  model.dispose();
});
