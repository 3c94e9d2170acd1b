import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { memory, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { DeepAutoencoder, type PretrainReport } from "../src/index.js";
import { BoltzmannMachine } from "../src/pretraining/boltzmann-machine.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm", "cpu"] });
});

/** Two kinds of binary images of 12 pixels, each with one pixel turned over. */
function kinds(n: number): Float32Array {
  const noise = hashed(4, n);
  return Float32Array.from({ length: 12 * n }, (_, k) => {
    const [i, p] = [Math.floor(k / 12), k % 12];
    const value = p < 6 === (i % 2 === 0) ? 1 : 0;
    return p === Math.floor(6 * Math.abs(noise[i]!)) ? 1 - value : value;
  });
}

describe("a step of contrastive divergence", () => {
  it("is W ← W + η(vᵀE[h|v] − v₁ᵀE[h|v₁])/n, by hand where the hidden units are certain", async () => {
    // Weights so large that σ is 0 or 1 in float32: the draw does not matter. v = [1, 0]: h = [1, 0], v₁ = [1, 0].
    const machine = new BoltzmannMachine(2, 2, "binary", Float32Array.of(200, -200, -200, 200));
    const v = tensor2d([1, 0], [1, 2]);
    const error = machine.step(v, { learningRate: 1, momentum: 0, weightDecay: 0.01, seed: 0 });
    expect((await error.data())[0]).toBeCloseTo(0, 6);
    // Data and reconstruction agree: what is left is the decay.
    expect([...(await machine.weight.data())]).toEqual(
      [198, -198, -198, 198].map((value) => Math.fround(value)),
    );
    expect([...(await machine.visibleBias.data()), ...(await machine.hiddenBias.data())]).toEqual([
      0, 0, 0, 0,
    ]);
    for (const used of [v, error, machine]) used.dispose();
  });

  it("lowers the reconstruction's error on two kinds of images", async () => {
    const first = hashed(1, 12 * 4).map((value) => 0.01 * value);
    const machine = new BoltzmannMachine(12, 4, "binary", first);
    const v = tensor2d(kinds(40), [40, 12]);
    const errors: number[] = [];
    for (let seed = 0; seed < 150; seed++) {
      const error = machine.step(v, { learningRate: 0.1, momentum: 0.5, weightDecay: 0, seed });
      errors.push((await error.data())[0]!);
      error.dispose();
    }
    expect(errors.at(-1)).toBeLessThan(0.5 * errors[0]!);
    for (const used of [v, machine]) used.dispose();
  });
});

describe("fit(images, { pretrain })", () => {
  const options = { widths: [12, 8, 4, 2], activation: "sigmoid", batchNorm: false, seed: 3 } as const;

  it("trains a machine per layer, then the whole, with the same bits for the same seed", async () => {
    const before = memory().numTensors;
    const run = async (seed: number) => {
      const model = await DeepAutoencoder.create({ ...options, seed });
      const reports: PretrainReport[] = [];
      const pretrain = {
        epochs: 3,
        batchSize: 10,
        onEpoch: (report: PretrainReport) => reports.push(report),
      };
      await model.fit(kinds(40), { epochs: 1, batchSize: 10, learningRate: 1e-9, pretrain });
      const bytes = await model.toSafetensors();
      model.dispose();
      return { bytes, reports };
    };
    const first = await run(3);
    expect(first.reports.map(({ layer, layers, epoch }) => [layer, layers, epoch])).toEqual(
      [1, 2, 3].flatMap((layer) => [1, 2, 3].map((epoch) => [layer, 3, epoch])),
    );
    expect(first.reports.every(({ squaredError }) => squaredError > 0)).toBe(true);
    expect((await run(3)).bytes).toEqual(first.bytes);
    expect((await run(4)).bytes).not.toEqual(first.bytes);
    expect(memory().numTensors).toBe(before);
  });

  it("unrolls: a decoder's weight is the transpose of its encoder's", async () => {
    const model = await DeepAutoencoder.create(options);
    await model.fit(kinds(40), { epochs: 1, batchSize: 40, learningRate: 1e-12, pretrain: { epochs: 2 } });
    const weights = model.weights();
    const [encoder, decoder] = [weights.get("encoder.0.weight")!, weights.get("decoder.4.weight")!];
    const [a, b] = [await encoder.variable.data(), await decoder.variable.data()];
    // Variables are [in, out]: 12 × 8 and 8 × 12.
    for (let i = 0; i < 12; i++)
      for (let j = 0; j < 8; j++) expect(a[i * 8 + j]).toBeCloseTo(b[j * 12 + i]!, 6);
    model.dispose();
  });

  it("stops when it is aborted, and can be used afterwards", async () => {
    const model = await DeepAutoencoder.create(options);
    const abort = new AbortController();
    const pretrain = { onEpoch: () => abort.abort(new Error("enough")) };
    await expect(model.fit(kinds(40), { pretrain, signal: abort.signal })).rejects.toThrow("enough");
    await model.fit(kinds(40), { epochs: 1 });
    model.dispose();
  });
});
