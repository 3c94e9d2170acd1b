/**
 * Exercise III, 3.2: points of y = x² and of y = x³ in the plane, corrupted by Gaussian noise, and the vector field x ↦ f(g(x)) − x of
 * a denoising autoencoder trained on them: arrows that point to the curve. Writes docs/field-square.svg and docs/field-cube.svg, and
 * prints how far 2,000 fresh points are from the curve, clean, corrupted and denoised.
 * Usage: node experiments/vector-field.mjs [--epochs 15]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { DeepAutoencoder, gaussianNoise } from "@elbowjs/deep-autoencoder";
import { dot, figure, line, vector } from "@elbowjs/figures";
import { defaultRng } from "@elbowjs/numpy-random";
import { cosine } from "@elbowjs/training";
import { tensor2d } from "@tensorflow/tfjs-core";

const { values } = parseArgs({ options: { epochs: { type: "string", default: "15" } } });
await useBackend({ prefer: ["wasm"] });
/** σ in the unit square, where the curves are drawn to: 0.2 in units of x. */
const corrupt = gaussianNoise(0.05);

// Both curves on [−1, 1], brought into the unit square: u = (x + 2)/4, v = (y + low)/4.
const curves = {
  square: { of: (x) => x * x, place: (y) => (y + 1) / 4, name: "y = x²" },
  cube: { of: (x) => x ** 3, place: (y) => (y + 2) / 4, name: "y = x³" },
};

for (const [key, { of, place, name }] of Object.entries(curves)) {
  const at = (x) => [(x + 2) / 4, place(of(x))];
  const sample = (seed, n) => Float32Array.from(Array.from(defaultRng(seed).uniform(-1, 1, n)).flatMap(at));
  const model = await DeepAutoencoder.create({ widths: [2, 64, 64, 1], output: "linear", seed: 1 });
  await model.fit(
    { data: sample(0, 4000), shape: [4000, 2] },
    { corrupt, epochs: Number(values.epochs), batchSize: 64, learningRate: cosine(0.005) },
  );
  const denoise = async (points) => {
    const x = tensor2d(points, [points.length / 2, 2]);
    const y = model.reconstruct(x);
    const made = await y.data();
    x.dispose();
    y.dispose();
    return made;
  };
  const dense = Float32Array.from(Array.from({ length: 801 }, (_, i) => at(-1 + i / 400)).flat());
  const far = (points) => {
    let sum = 0;
    for (let i = 0; i < points.length; i += 2) {
      let least = Number.POSITIVE_INFINITY;
      for (let j = 0; j < dense.length; j += 2)
        least = Math.min(least, (points[i] - dense[j]) ** 2 + (points[i + 1] - dense[j + 1]) ** 2);
      sum += least;
    }
    return Math.sqrt(sum / (points.length / 2));
  };
  const clean = sample(5, 2000);
  const corrupted = corrupt.apply(clean, 9);
  const denoised = await denoise(corrupted);
  console.log(
    `${name}: root mean square distance to the curve: corrupted ${far(corrupted).toFixed(4)}, denoised ${far(denoised).toFixed(4)}`,
  );
  const ys = [...clean].filter((_, i) => i % 2 === 1);
  const [low, high] = [Math.min(...ys) - 0.15, Math.max(...ys) + 0.15];
  const grid = [];
  for (let i = 0; i < 17; i++)
    for (let j = 0; j < 17; j++) grid.push(0.1 + (0.8 * i) / 16, low + ((high - low) * j) / 16);
  const moved = await denoise(Float32Array.from(grid));
  const column = (list, k) => Array.from(list).filter((_, i) => i % 2 === k);
  const shown = corrupted.subarray(0, 600);
  const svg = figure({
    title: `${name}: what a denoiser learns`,
    subtitle: "corrupted points, the curve, and arrows from x to f(g(x))",
    x: { label: "x" },
    y: { label: "y" },
    width: 560,
    height: 480,
    marks: [
      dot({ name: "corrupted", x: column(shown, 0), y: column(shown, 1), radius: 1.5, symbol: "circle" }),
      vector({
        x: column(grid, 0),
        y: column(grid, 1),
        dx: grid.filter((_, i) => i % 2 === 0).map((u, k) => moved[2 * k] - u),
        dy: grid.filter((_, i) => i % 2 === 1).map((v, k) => moved[2 * k + 1] - v),
      }),
      line({ name, x: column(dense, 0), y: column(dense, 1) }),
    ],
  });
  writeFileSync(new URL(`../docs/field-${key}.svg`, import.meta.url), svg);
  model.dispose();
}
