import { useBackend } from "@elbowjs/backend";
import { expectClose, float32 } from "@elbowjs/test-kit/expect-close";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import {
  memory,
  mul,
  type Scalar,
  square,
  sub,
  sum,
  tensor2d,
  tensor4d,
  tidy,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  cosine,
  DivergenceError,
  geometric,
  KMeansNetwork,
  type KMeansNetworkJSON,
  lloyd,
} from "../../src/index.js";
import { blobs, byteBlobs } from "../blobs.js";
import { fitLosses } from "../fit-losses.js";

const data = blobs(200, 5, 12);

async function network(options: Partial<ConstructorParameters<typeof KMeansNetwork>[0]> = {}) {
  const net = new KMeansNetwork({ k: 5, features: 12, ...options });
  await net.init("digit-images", data);
  return net;
}

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], (name) => {
  it("fit(data) lowers the loss, uses every centre and frees its tensors", async () => {
    const net = await network({ reduction: "batch" });
    const before = await net.evaluate(data); // makes the variable
    const tensors = memory().numTensors;
    const losses: number[] = [];
    const { epochs } = await net.fit(data, {
      epochs: 2,
      batchSize: 20,
      learningRate: 0.1,
      onBatch: ({ loss }) => losses.push(loss),
    });
    expect(memory().numTensors).toBe(tensors);
    const after = await net.evaluate(data);
    expect(after.loss).toBeLessThan(before.loss);
    expect(after).toMatchObject({ usedClusters: 5, collapsed: false });
    expect(losses).toHaveLength(20);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    net.dispose();
  });

  it("fit(data, { seed }) gives the same bits for the same seed, others for another", async () => {
    const run = async (seed: number) => {
      const net = await network();
      await net.fit(data, { epochs: 1, batchSize: 50, learningRate: 4.5, seed });
      const centers = await net.readCenters();
      net.dispose();
      return centers;
    };
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
  });

  it("fit(data) stops at a loss that is not finite and keeps good centres", async () => {
    const net = await network({ reduction: "batch" });
    const before = await net.evaluate(data);
    const error = await net.fit(data, { epochs: 3, batchSize: 20, learningRate: 1e6 }).catch((e) => e);
    expect(error).toBeInstanceOf(DivergenceError);
    expect(error.message).toMatch(
      /^KMeansNetwork\.fit: expected a finite loss, got \S+ in epoch \d, batch \d+, with learningRate 1000000, reduction 'batch', gradient 'soft'; /,
    );
    expect((await net.evaluate(data)).loss).toBeLessThanOrEqual(before.loss * 1.001);
    net.dispose();
  });

  it.each([1e4, 1e6])("fit(data) far from 0, at %d, has the losses of the same data at 0", async (offset) => {
    // Values that float32 holds at both places.
    const [spread, unit] = offset === 1e4 ? [1, 2 ** -9] : [64, 2 ** -3];
    const near = Float32Array.from(
      blobs(200, 5, 12).data,
      (value) => Math.round((spread * value) / unit) * unit,
    );
    const far = Float32Array.from(near, (value) => value + offset);
    const init = near.slice(0, 60);
    const run = async (values: Float32Array, from: Float32Array) => {
      const net = new KMeansNetwork({ k: 5, features: 12, reduction: "batch", gradient: "hard" });
      await net.init(from);
      const samples = { data: values, shape: [200, 12] };
      const batchLoss = await fitLosses(net, samples, { epochs: 3, batchSize: 20, learningRate: 0.5 });
      const first = await net.partialFit(samples, { learningRate: 0 });
      const { loss, inertia } = await net.evaluate(samples);
      net.dispose();
      return { batchLoss, first, loss, inertia };
    };
    const wanted = await run(near, init);
    const got = await run(
      far,
      Float32Array.from(init, (value) => value + offset),
    );
    expectClose(got.batchLoss, wanted.batchLoss, { rtol: 1e-4, atol: 0 });
    // Read back, the centres are rounded to float32 at their place.
    const rounding = (offset * 2 ** -25) ** 2;
    expectClose([got.first, got.loss], [wanted.first, wanted.loss], { rtol: 1e-3, atol: rounding });
    expectClose([got.inertia], [wanted.inertia], { rtol: 1e-3, atol: 2400 * rounding });
  });

  it("fit(data) has no loss below 0 where samples lie on the centres", async () => {
    const net = new KMeansNetwork({ k: 2, features: 3 });
    const values = Float32Array.from({ length: 60 }, (_, i) => (i % 6 < 3 ? 1000.1 : -0.3) + 1e-4 * (i % 3));
    await net.init(values.slice(0, 6));
    const batchLoss = await fitLosses(net, { data: values, shape: [20, 3] }, { epochs: 5, batchSize: 4 });
    expect(Math.min(...batchLoss)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...batchLoss)).toBeLessThan(1e-6);
    net.dispose();
  });

  it("assign(data) agrees with the nearest centre to forward(x) + x", async () => {
    const net = await network({ temperature: 500 });
    const assignments = await net.assign(data);
    const centers = await net.readCenters();
    const x = tensor2d(data.data, [200, 12]);
    const error = net.forward(x);
    const values = await error.data();
    const chosen = Float32Array.from(values, (e, i) => e + data.data[i]!);
    expectClose(
      chosen,
      Float32Array.from(chosen, (_, i) => centers[assignments[Math.floor(i / 12)]! * 12 + (i % 12)]!),
      { rtol: 1e-3, atol: 1e-3 },
    );
    x.dispose();
    error.dispose();
    net.dispose();
  });

  it.skipIf(name !== "wasm")("fit(data) keeps memory().numTensors flat over 1,000 steps", async () => {
    const net = await network();
    await net.partialFit(data);
    const { numTensors, numDataBuffers } = memory();
    const counts: number[] = [];
    await net.fit(data, {
      epochs: 100,
      batchSize: 20,
      onEpoch: () => {
        counts.push(memory().numTensors);
      },
    });
    expect(counts).toHaveLength(100);
    expect(new Set(counts).size).toBe(1);
    expect(memory()).toMatchObject({ numTensors, numDataBuffers });
    net.dispose();
  });
});

describe("KMeansNetwork on wasm", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["wasm"] });
  });

  it("partialFit(x) with 'batch' and 'hard' moves each centre by η(2|V_i|/b)(C_i − m_i)", async () => {
    const net = await network({ reduction: "batch", gradient: "hard" });
    const before = await net.readCenters();
    const assignments = await net.assign(data);
    await net.partialFit(data, { learningRate: 0.7 });
    const expected = Array.from(before, (c, at) => {
      const { count, mean } = memberMean(assignments, Math.floor(at / 12), at % 12);
      return c - 0.7 * ((2 * count) / 200) * (c - mean);
    });
    expectClose(await net.readCenters(), expected, { rtol: 1e-6, atol: 1e-6 });
    net.dispose();
  });

  it("partialFit(x) with 'normalized' moves each centre the fraction 2η/k of the way to its mean", async () => {
    const net = await network({ update: "normalized", gradient: "hard" });
    const before = await net.readCenters();
    const assignments = await net.assign(data);
    await net.partialFit(data, { learningRate: 2 });
    const expected = Array.from(before, (c, at) => {
      const { mean } = memberMean(assignments, Math.floor(at / 12), at % 12);
      return 0.2 * c + 0.8 * mean;
    });
    expectClose(await net.readCenters(), expected, { rtol: 1e-6, atol: 1e-6 });
    net.dispose();
  });

  it("partialFit(x) with 'normalized' leaves a centre without samples where it is", async () => {
    const net = new KMeansNetwork({ k: 2, features: 2, update: "normalized", gradient: "hard" });
    await net.init(Float32Array.of(0, 0, 9, 9));
    await net.partialFit({ data: Float32Array.of(1, 0, 0, 1), shape: [2, 2] }, { learningRate: 1 });
    expect([...(await net.readCenters())]).toEqual([0.5, 0.5, 9, 9]);
    net.dispose();
  });

  it("partialFit(x, { weights }) counts a sample of weight 2 twice", async () => {
    const [once, twice] = [await network(), await network()];
    const doubled = new Float32Array(201 * 12);
    doubled.set(data.data);
    doubled.set(data.data.subarray(0, 12), 200 * 12);
    await twice.partialFit({ data: doubled, shape: [201, 12] });
    const weights = new Float32Array(200).fill(1);
    weights[0] = 2;
    // Weights are scaled to mean 1, so both objectives divide by 201.
    await once.partialFit(data, { weights });
    expectClose(await once.readCenters(), await twice.readCenters(), { rtol: 1e-5, atol: 1e-6 });
    once.dispose();
    twice.dispose();
  });

  it("fit(data) sees every form of the same data alike", async () => {
    const bytes = byteBlobs(60, 5, 12);
    const numbers = Float32Array.from(bytes.pixels, (u) => u / 255);
    const tensor = tensor4d(numbers, [60, 3, 2, 2]);
    const results: Float32Array[] = [];
    const drawn = {
      size: 60,
      features: 12,
      image: (i: number) => bytes.pixels.subarray(12 * i, 12 * i + 12),
    };
    const forms = [
      bytes,
      { data: numbers, shape: [60, 12] },
      tensor,
      numbers,
      bytes.pixels,
      { data: bytes.pixels, shape: [60, 3, 4] },
      drawn,
    ];
    for (const kind of forms) {
      const net = new KMeansNetwork({ k: 5, features: 12 });
      await net.init("samples", kind, { seed: 3 });
      await net.fit(kind, { epochs: 2, batchSize: 16 });
      results.push(await net.readCenters());
      net.dispose();
    }
    for (const result of results) expect(result).toEqual(results[0]);
    tensor.dispose();
  });

  it("fit(data) takes the rows of a view, in its order", async () => {
    const whole = byteBlobs(60, 5, 12);
    const view = { ...whole, size: 2, rows: Uint32Array.of(7, 3), labels: whole.labels.subarray(0, 2) };
    const net = new KMeansNetwork({ k: 1, features: 12, update: "normalized", gradient: "hard" });
    await net.init("uniform");
    await net.fit(view, { epochs: 1, batchSize: 1, learningRate: 0.5, shuffle: false });
    const third = Float32Array.from(whole.pixels.subarray(36, 48), (u) => u / 255);
    expectClose(await net.readCenters(), third, { rtol: 1e-6, atol: 1e-6 }); // α = 1: the last sample itself
    net.dispose();
  });

  it("fit(data, { shuffle }) visits every sample once an epoch, in another order each epoch", async () => {
    // With η = 0 the loss of a step of one sample is that sample's own.
    const net = await network();
    const batchLoss = await fitLosses(net, data, { epochs: 2, batchSize: 1, learningRate: 0 });
    const ordered = await fitLosses(net, data, {
      epochs: 1,
      batchSize: 1,
      learningRate: 0,
      shuffle: false,
    });
    const sorted = (losses: readonly number[]) => [...losses].sort((a, b) => a - b);
    expect(sorted(batchLoss.slice(0, 200))).toEqual(sorted(ordered));
    expect(sorted(batchLoss.slice(200))).toEqual(sorted(ordered));
    expect(batchLoss.slice(0, 200)).not.toEqual(ordered);
    expect(batchLoss.slice(0, 200)).not.toEqual(batchLoss.slice(200));
    net.dispose();
  });

  it("fit(data, { onBatch, onEpoch }) reports every step and epoch", async () => {
    const net = await network();
    const batches: string[] = [];
    const losses: number[] = [];
    const epochs: number[] = [];
    const history = await net.fit(data, {
      epochs: 2,
      batchSize: 150,
      learningRate: cosine(1, 0),
      temperature: geometric(1, 100),
      onBatch: ({ epoch, batch, step, steps, loss }) => {
        batches.push(`${epoch}:${batch} ${step}/${steps}`);
        losses.push(loss);
      },
      onEpoch: async ({ loss }) => {
        await Promise.resolve();
        epochs.push(loss);
      },
    });
    expect(batches).toEqual(["1:1 1/4", "1:2 2/4", "2:1 3/4", "2:2 4/4"]);
    expect(epochs).toEqual(history.epochs.map(({ loss }) => loss));
    const [a, b] = losses;
    expect(epochs[0]).toBeCloseTo((150 * a! + 50 * b!) / 200, 12);
    expect(history.epochs[1]!.learningRate).toBeCloseTo((1 + Math.cos(0.75 * Math.PI)) / 2, 12);
    expect(history.epochs[1]!.temperature).toBeCloseTo(100 ** 0.75, 9);
    net.dispose();
  });

  it("fit(data, { signal }) rejects with the reason and keeps the centres it has", async () => {
    const net = await network();
    const before = await net.readCenters();
    const controller = new AbortController();
    const fitted = net.fit(data, { epochs: 9, onEpoch: () => controller.abort(), signal: controller.signal });
    await expect(fitted).rejects.toMatchObject({ name: "AbortError" });
    expect(await net.readCenters()).not.toEqual(before);
    await net.fit(data, { epochs: 1 });
    net.dispose();
  });

  it("fit(data) refuses a second training at the same time", async () => {
    const net = await network();
    const first = net.fit(data, { epochs: 1 });
    await expect(net.fit(data, { epochs: 1 })).rejects.toThrow(
      "KMeansNetwork.fit: expected no training under way, got one; await fit before the next call",
    );
    await first;
    net.dispose();
  });

  it("init(…), partialFit(…) and dispose() are refused while fit(data) is under way, from its first moment on", async () => {
    const net = await network();
    const before = await net.readCenters();
    const first = net.fit(data, { epochs: 1, learningRate: 0 });
    await expect(net.init(new Float32Array(60))).rejects.toThrow(
      "KMeansNetwork.init: expected no training under way, got one; await fit before the next call",
    );
    await expect(net.partialFit(data)).rejects.toThrow(
      "KMeansNetwork.partialFit: expected no training under",
    );
    expect(() => net.dispose()).toThrow("KMeansNetwork.dispose: expected no training under way");
    await first;
    expect(await net.readCenters()).toEqual(before);
    net.dispose();
  });

  it("fit(data, { onBatch }) awaits what it returns, and rejects with it", async () => {
    const net = await network();
    const log: string[] = [];
    await net.fit(data, {
      epochs: 1,
      batchSize: 100,
      onBatch: async ({ step }) => {
        log.push(`begin ${step}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`end ${step}`);
      },
    });
    expect(log).toEqual(["begin 1", "end 1", "begin 2", "end 2"]);
    const { numTensors } = memory();
    const failing = net.fit(data, { onBatch: () => Promise.reject(new Error("disk full")) });
    await expect(failing).rejects.toThrow("disk full");
    expect(memory().numTensors).toBe(numTensors);
    await net.fit(data, { epochs: 1 });
    net.dispose();
  });

  it("[Symbol.dispose]() is dispose()", async () => {
    const { numTensors } = memory();
    const net = await network();
    expect(memory().numTensors).toBe(numTensors + 1);
    net[Symbol.dispose]();
    expect(memory().numTensors).toBe(numTensors);
  });

  it("every method goes by centres that tfjs moved", async () => {
    const net = new KMeansNetwork({ k: 2, features: 1, temperature: 1e4 });
    const line = { data: Float32Array.of(0, 1, 8, 9), shape: [4, 1] };
    await net.init(Float32Array.of(0, 1));
    await net.readCenters();
    const target = tensor2d([0.5, 8.5], [2, 1]);
    const cost = (): Scalar => sum(square(sub(net.centers, target)));
    const { grads, value } = variableGrads(cost);
    tidy(() => net.centers.assign(sub(net.centers, mul(grads[net.centers.name]!, 0.5))));
    for (const tensor of [target, value, ...Object.values(grads)]) tensor.dispose();
    expect([...(await net.readCenters())]).toEqual([0.5, 8.5]);
    expect([...(await net.assign(line))]).toEqual([0, 0, 1, 1]);
    expect(await net.inertia(line)).toBe(1);
    expect(await net.evaluate(line)).toMatchObject({ loss: 0.25, inertia: 1 });
    const copy = KMeansNetwork.fromJSON(net.toJSON());
    expect([...(await copy.readCenters())]).toEqual([0.5, 8.5]);
    await net.partialFit(line, { learningRate: 0 });
    tidy(() => net.centers.assign(tensor2d([1, 2], [2, 1])));
    expect([...decode(net.toJSON().centers!)]).toEqual([1, 2]);
    net.dispose();
  });

  it("assign(data) gives each sample the same centre in bulk and one by one", async () => {
    const net = await network();
    await net.fit(data, { epochs: 1 });
    const bulk = await net.assign(data);
    const single: number[] = [];
    for (let i = 0; i < 200; i++)
      single.push((await net.assign({ data: data.data.slice(12 * i, 12 * i + 12), shape: [1, 12] }))[0]!);
    expect(single).toEqual([...bulk]);
    net.dispose();
  });

  it("evaluate, inertia, score and transform agree", async () => {
    const net = await network({ temperature: 1e4 });
    const inertia = await net.inertia(data);
    expect(await net.score(data)).toBe(-inertia);
    const evaluation = await net.evaluate(data);
    expect(evaluation.inertia).toBe(inertia);
    expectClose([evaluation.loss], [inertia / (200 * 12)], float32); // at this temperature the softmax is an argmax
    const distances = await net.transform(data);
    let sum = 0;
    for (let i = 0; i < 200; i++) sum += Math.min(...distances.subarray(5 * i, 5 * i + 5)) ** 2;
    expectClose([sum], [inertia], float32);
    const weights = data.labels.map((label) => (label === 2 ? 3 : 0));
    const { loss } = await net.evaluate(data, { weights });
    expectClose([loss], [(await net.inertia(data, { weights })) / (3 * 40 * 12)], float32);
    net.dispose();
  });

  it("init('samples', data, { nInit }) keeps the draw with the smallest inertia", async () => {
    const net = new KMeansNetwork({ k: 5, features: 12 });
    const inertias: number[] = [];
    for (const nInit of [1, 2, 4, 8]) {
      await net.init("samples", data, { seed: 2, nInit });
      inertias.push(await net.inertia(data));
    }
    expect(inertias).toEqual([...inertias].sort((a, b) => b - a));
    expect(inertias[3]).toBeLessThan(inertias[0]!);
    net.dispose();
  });

  it("init('digit-images', data) takes the first image of each class, or with a seed a drawn one", async () => {
    const net = await network();
    expect(await net.readCenters()).toEqual(data.data.slice(0, 60));
    expect([...(await net.assign(data))]).toEqual([...data.labels]);
    await net.init("digit-images", data, { seed: 1 });
    const drawn = await net.readCenters();
    expect(drawn).not.toEqual(data.data.slice(0, 60));
    expect([...(await net.assign(data))]).toEqual([...data.labels]);
    await net.init("digit-images", data, { seed: 1 });
    expect(await net.readCenters()).toEqual(drawn);
    net.dispose();
  });

  it("init('k-means++', data) finds every far blob, for every seed", async () => {
    const net = new KMeansNetwork({ k: 5, features: 12 });
    for (let seed = 0; seed < 10; seed++) {
      await net.init("k-means++", data, { seed });
      expect((await net.evaluate(data)).usedClusters).toBe(5);
      const blobsFound = new Set(await labelsAt(net));
      expect(blobsFound.size).toBe(5);
    }
    net.dispose();
  });

  it("toJSON and fromJSON give back the same network, bit for bit", async () => {
    const net = await network({ temperature: 7, reduction: "batch", gradient: "hard", update: "normalized" });
    await net.fit(data, { epochs: 1, learningRate: 1 });
    const text = JSON.stringify(net);
    const copy = KMeansNetwork.fromJSON(JSON.parse(text) as KMeansNetworkJSON);
    expect(copy).toMatchObject({ k: 5, features: 12, temperature: 7, reduction: "batch", gradient: "hard" });
    expect(copy.update).toBe("normalized");
    expect(await copy.readCenters()).toEqual(await net.readCenters());
    expect(JSON.stringify(copy)).toBe(text);
    await copy.fit(data, { epochs: 1, learningRate: 1 });
    await net.fit(data, { epochs: 1, learningRate: 1 });
    expect(await copy.readCenters()).toEqual(await net.readCenters());
    const bare = new KMeansNetwork({ k: 2, features: 3 });
    expect(KMeansNetwork.fromJSON(bare.toJSON()).toJSON()).toEqual(bare.toJSON());
    net.dispose();
    copy.dispose();
  });

  it("dispose() frees the centres", async () => {
    const { numTensors } = memory();
    const net = await network();
    await net.fit(data, { epochs: 1 });
    expect(memory().numTensors).toBe(numTensors + 1);
    net.dispose();
    expect(memory().numTensors).toBe(numTensors);
    expect(() => net.centers).toThrow("KMeansNetwork: expected centres, got none; call init first");
  });

  it("fit(data, { revive }) brings dead centres and twins back, and keeps the tensors flat", async () => {
    const net = new KMeansNetwork({ k: 5, features: 12, update: "normalized" });
    const far = new Float32Array(60).fill(9);
    far.fill(0.5, 0, 24); // two equal centres among the data, three far away
    await net.init(far);
    expect((await net.evaluate(data)).usedClusters).toBe(1);
    const { numTensors } = memory();
    const { epochs } = await net.fit(data, { epochs: 4, batchSize: 20, learningRate: 1, revive: true });
    expect(memory().numTensors).toBe(numTensors);
    expect(epochs[0]!.revived).toBeGreaterThan(0);
    expect(epochs[3]!.revived).toBe(0);
    expect((await net.evaluate(data)).usedClusters).toBe(5);
    net.dispose();
  });

  it("fit(data) with 'normalized' and annealing reaches Lloyd's inertia from uniform centres", async () => {
    const net = new KMeansNetwork({ k: 5, features: 12, update: "normalized" });
    await net.init("uniform", undefined, { seed: 4 });
    await net.fit(data, {
      epochs: 20,
      batchSize: 20,
      learningRate: cosine(2, 0),
      temperature: geometric(5, 200, 0.5),
    });
    const best = await lloyd(data, { k: 5, nInit: 5 });
    expect((await net.inertia(data)) / best.inertia).toBeLessThan(1.02);
    net.dispose();
  });
});

const decode = (base64: string): Float32Array =>
  new Float32Array(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer);

function memberMean(
  assignments: Int32Array,
  cluster: number,
  feature: number,
): { count: number; mean: number } {
  let [count, sum] = [0, 0];
  for (let i = 0; i < 200; i++)
    if (assignments[i] === cluster) {
      count++;
      sum += data.data[12 * i + feature]!;
    }
  return { count, mean: sum / count };
}

/** Label of the sample nearest to each centre. */
async function labelsAt(net: KMeansNetwork): Promise<number[]> {
  const distances = await net.transform(data);
  return Array.from({ length: 5 }, (_, i) => {
    let best = 0;
    for (let n = 1; n < 200; n++) if (distances[5 * n + i]! < distances[5 * best + i]!) best = n;
    return data.labels[best]!;
  });
}
