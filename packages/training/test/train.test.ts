import { useBackend } from "@elbowjs/backend";
import { readSafetensors } from "@elbowjs/safetensors";
import { backendsHere } from "@elbowjs/test-kit/on-each-backend";
import {
  memory,
  mul,
  neg,
  type Scalar,
  scalar,
  square,
  sub,
  sum,
  tidy,
  variable,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type BatchReport,
  cosine,
  DivergenceError,
  type EpochReport,
  optimizer,
  type Player,
  type TrainOptions,
  train,
} from "../src/index.js";
import { batches, LineModel, points, trainable } from "./line-model.js";

type Options = TrainOptions<{ readonly loss: number }>;

const untimed = ({ seconds: _, ...report }: EpochReport) => report;

async function trained(
  options: Options,
  seed = 0,
): Promise<{ values: number[]; epochs: readonly EpochReport[] }> {
  const model = new LineModel(seed);
  const { epochs } = await train("Line.fit", trainable(model), await batches(20), {
    batchSize: 4,
    ...options,
  });
  const values = await model.values();
  model.dispose();
  return { values, epochs };
}

describe.each(backendsHere)("train on %s", (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
  });

  it("finds the line, and the same bits for the same seed", async () => {
    const { values, epochs } = await trained({ epochs: backend === "webgpu" ? 4 : 30 });
    expect((await trained({ epochs: backend === "webgpu" ? 4 : 30 })).values).toEqual(values);
    expect(epochs.at(-1)!.loss).toBeLessThan(epochs[0]!.loss / (backend === "webgpu" ? 2 : 50));
    if (backend === "webgpu") return;
    // Least squares on these points: w = 2, b = −1, but for the noise of ±0.05.
    expect(Math.abs(values[0]! - 2)).toBeLessThan(0.05);
    expect(Math.abs(values[1]! + 1)).toBeLessThan(0.05);
  });
});

describe("train", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["cpu"] });
  });

  it("gives other bits for another seed of the run", async () => {
    expect((await trained({ epochs: 1, seed: 1 })).values).not.toEqual(
      (await trained({ epochs: 1, seed: 2 })).values,
    );
  });

  it("keeps the number of tensors flat over 1,000 steps, and none after", async () => {
    const model = new LineModel();
    const before = memory().numTensors;
    const counts = new Set<number>();
    const onBatch = ({ step }: BatchReport) => {
      if (step > 32) counts.add(memory().numTensors);
    };
    await train("Line.fit", trainable(model, { chosen: { type: "adam" } }), await batches(20), {
      epochs: 200,
      batchSize: 4,
      averageDecay: 0.9,
      onBatch,
    });
    expect(counts.size).toBe(1);
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });

  it("visits every row once per epoch, in the data's order without shuffling, and leaves out a batch that is too small", async () => {
    const seen: number[][] = [];
    const run = async (options: Options, smallestBatch: number) => {
      seen.length = 0;
      const model = new LineModel();
      const source = await batches(9, smallestBatch);
      const take: typeof source.take = (rows, at) => {
        seen.push([...rows]);
        return source.take(rows, at);
      };
      await train("Line.fit", trainable(model), { ...source, take }, { epochs: 1, batchSize: 4, ...options });
      model.dispose();
    };
    await run({ shuffle: false }, 1);
    expect(seen).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [8]]);
    await run({}, 1);
    expect(seen.flat()).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(seen.flat().sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    await run({}, 2);
    expect(seen.map((rows) => rows.length)).toEqual([4, 4]);
  });

  it("tells of every batch and epoch", async () => {
    const reports: BatchReport[] = [];
    const { epochs } = await trained({ epochs: 2, batchSize: 8, onBatch: (report) => reports.push(report) });
    expect(
      reports.map(({ epoch, batch, batches, step, steps }) => [epoch, batch, batches, step, steps]),
    ).toEqual([
      [1, 1, 3, 1, 6],
      [1, 2, 3, 2, 6],
      [1, 3, 3, 3, 6],
      [2, 1, 3, 4, 6],
      [2, 2, 3, 5, 6],
      [2, 3, 3, 6, 6],
    ]);
    const [a, b, c] = reports.slice(3).map(({ loss }) => loss) as [number, number, number];
    expect(epochs[1]!.loss).toBeCloseTo((8 * a + 8 * b + 4 * c) / 20, 12);
    expect(epochs[1]!.losses).toEqual({ line: epochs[1]!.loss });
    expect(epochs[1]!.seconds).toBeGreaterThan(0);
  });

  it("takes no further step while a promise of onBatch is pending, and passes on what it throws", async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    let count = 0;
    const run = trained({
      epochs: 1,
      batchSize: 10,
      onBatch: () => {
        count++;
        return gate;
      },
    });
    await expect.poll(() => count).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(count).toBe(1);
    open();
    await run;
    expect(count).toBe(2);
    await expect(trained({ onBatch: async () => Promise.reject(new Error("mine")) })).rejects.toThrow("mine");
  });

  const rich: Options = { epochs: 6, batchSize: 4, clipNorm: 0.5, averageDecay: 0.9, patience: 2 };
  // A validation loss that falls, and rises again: the third epoch is the best.
  const validations = [0.5, 0.4, 0.1, 0.3, 0.2, 0.6];
  const richModel = (model: LineModel, from = 0) => {
    let epoch = from;
    return trainable(model, {
      chosen: { type: "adam", learningRate: cosine(0.05, 0.01), weightDecay: 0.01 },
      validate: async () => ({ loss: validations[epoch++]! }),
    });
  };

  it("goes on from a checkpoint bit for bit: slots, averages, schedule, best weights and reports", async () => {
    const straight = new LineModel();
    const whole = await train("Line.fit", richModel(straight), await batches(20), rich);
    expect(whole.epochs).toHaveLength(5);
    for (const stopAfter of [1, 2, 4]) {
      const stop = new AbortController();
      let saved: Uint8Array | undefined;
      const broken = new LineModel();
      const run = train("Line.fit", richModel(broken), await batches(20), {
        ...rich,
        signal: stop.signal,
        onEpoch: async ({ epoch }, checkpoint) => {
          if (epoch !== stopAfter) return;
          saved = await checkpoint();
          stop.abort();
        },
      });
      await expect(run).rejects.toThrow("abort");
      const resumed = new LineModel(0);
      const rest = await train("Line.fit", richModel(resumed, stopAfter), await batches(20), {
        ...rich,
        resume: saved!,
      });
      expect(rest.epochs.map(untimed)).toEqual(whole.epochs.map(untimed));
      expect(await resumed.values()).toEqual(await straight.values());
      for (const model of [broken, resumed]) model.dispose();
    }
    straight.dispose();
  });

  it("with patience ends with the weights of the epoch with the lowest validation loss", async () => {
    const model = new LineModel();
    const after: number[][] = [];
    const { epochs } = await train("Line.fit", richModel(model), await batches(20), {
      ...rich,
      onEpoch: async () => after.push(await model.values()),
    });
    expect(epochs.map(({ validation }) => validation!.loss)).toEqual(validations.slice(0, 5));
    expect(await model.values()).toEqual(after[2]);
    expect(after[4]).not.toEqual(after[2]);
    model.dispose();
  });

  it("refuses to go on from another run, and names the first difference", async () => {
    const model = new LineModel();
    let saved: Uint8Array | undefined;
    const first = { epochs: 1, batchSize: 4 };
    await train("Line.fit", trainable(model), await batches(20), {
      ...first,
      onEpoch: async (_, checkpoint) => void (saved = await checkpoint()),
    });
    const again = async (
      options: Options,
      other: Partial<Parameters<typeof trainable>[1]> = {},
      n = 20,
      noise = 0.05,
    ) => {
      const { sampleBatches } = await import("../src/index.js");
      return train("Line.fit", trainable(model, other), sampleBatches(await points(n, noise)), {
        ...first,
        resume: saved!,
        ...options,
      });
    };
    await expect(again({ batchSize: 5 })).rejects.toThrow(
      "Line.fit: expected a checkpoint of a run with batchSize 5, got one with 4",
    );
    await expect(again({ seed: 3 })).rejects.toThrow("with seed 3, got one with 0");
    await expect(again({ clipNorm: 1 })).rejects.toThrow("with clipNorm 1, got one with none");
    await expect(again({ shuffle: false })).rejects.toThrow("with shuffle false");
    await expect(again({}, { chosen: { type: "sgd", learningRate: 0.2 } })).rejects.toThrow(
      'with players [{"name":"line","type":"sgd"',
    );
    await expect(again({}, { objective: { beta: 2 } })).rejects.toThrow(
      'with objective {"beta":2}, got one with none',
    );
    await expect(again({}, {}, 20, 0.06)).rejects.toThrow(/with data "20x2:/); // other data of the same size
    await expect(again({ resume: new Uint8Array(3) })).rejects.toThrow("readSafetensors");
    model.dispose();
  });

  it("writes the same checkpoint twice: times are not in it", async () => {
    const files: Uint8Array[] = [];
    for (const _ of [1, 2])
      await trained({ epochs: 2, onEpoch: async (_, checkpoint) => void files.push(await checkpoint()) });
    expect(files[2]).toEqual(files[0]);
    expect(files[3]).toEqual(files[1]);
  });

  it("lets a run go on to more epochs where nothing depends on how far it is, and only there", async () => {
    const first = await trained({ epochs: 3 });
    const model = new LineModel();
    let saved: Uint8Array | undefined;
    const run = async (epochs: number, options: Options, usesProgress: boolean) =>
      train("Line.fit", trainable(model, { usesProgress }), await batches(20), {
        epochs,
        batchSize: 4,
        onEpoch: async (_, checkpoint) => void (saved = await checkpoint()),
        ...options,
      });
    await run(1, {}, false);
    await run(3, { resume: saved! }, false);
    expect(await model.values()).toEqual(first.values);
    await run(1, {}, true);
    await expect(run(3, { resume: saved! }, true)).rejects.toThrow("with epochs 3, got one with 1");
    model.dispose();
  });

  it("leaves the averages in the model after an abort as after an end", async () => {
    const stop = new AbortController();
    const model = new LineModel();
    const run = train("Line.fit", trainable(model), await batches(20), {
      epochs: 3,
      batchSize: 4,
      averageDecay: 0.9,
      signal: stop.signal,
      onEpoch: () => stop.abort(new Error("enough")),
    });
    await expect(run).rejects.toThrow("enough");
    expect(await model.values()).toEqual((await trained({ epochs: 1, averageDecay: 0.9 })).values);
    expect(await model.values()).not.toEqual((await trained({ epochs: 1 })).values);
    expect((await trained({ epochs: 1, averageDecay: 0 })).values).toEqual(
      (await trained({ epochs: 1 })).values,
    );
    model.dispose();
  });

  it("diverged, throws one typed error and leaves the last good weights, which are finite", async () => {
    const model = new LineModel();
    const before = memory().numTensors;
    const start = await model.values();
    const run = train(
      "Line.fit",
      trainable(model, { chosen: { type: "sgd", learningRate: 1e20 } }),
      await batches(20),
      {
        batchSize: 4,
      },
    );
    const error = await run.then(
      () => undefined,
      (reason: unknown) => reason as DivergenceError,
    );
    expect(error).toBeInstanceOf(DivergenceError);
    expect(error!.message).toMatch(
      /^Line\.fit: expected a finite loss, got .* in epoch 1, batch 2; lower the learning rate/,
    );
    expect(error!.batch).toBe(2);
    expect(await model.values()).toEqual(start);
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });

  it("diverged late, goes back by fewer than 64 steps, and no further", async () => {
    const model = new LineModel();
    const atStep = new Map<number, number[]>();
    let step = 0;
    const loss: Player<Parameters<LineModel["loss"]>[0]>["loss"] = (batch) =>
      tidy(() => (++step > 100 ? mul(model.loss(batch), Number.NaN) : model.loss(batch)) as Scalar);
    const run = train(
      "Line.fit",
      trainable(model, { loss, chosen: { type: "sgd", learningRate: 0.01 } }),
      await batches(20),
      {
        batchSize: 4,
        epochs: 40,
        onBatch: async (report) => void atStep.set(report.step, await model.values()),
      },
    );
    await expect(run).rejects.toThrow(DivergenceError);
    const kept = await model.values();
    const from = [...atStep].find(([, values]) => values.join() === kept.join());
    expect(from![0]).toBeGreaterThan(36);
    model.dispose();
  });

  it("notices weights that are no longer finite though the last loss was", async () => {
    const model = new LineModel();
    // The gradient is beyond float32, the loss is 0: the loss before the step is finite, the weight after it is not.
    const loss = ({ rows }: { readonly rows: Int32Array }) =>
      tidy(() => {
        const [slope] = [...model.weights().values()];
        const shift = sub(slope!.variable, slope!.variable.clone());
        return mul(sum(mul(shift, 1e30)), 1e30 * rows.length) as Scalar;
      });
    const run = train(
      "Line.fit",
      trainable(model, { loss, chosen: { type: "sgd", learningRate: 1 } }),
      await batches(4),
      {
        batchSize: 4,
        epochs: 1,
      },
    );
    await expect(run).rejects.toThrow(DivergenceError);
    expect((await model.values()).every(Number.isFinite)).toBe(true);
    model.dispose();
  });

  it("refuses a second training of the same model while one is under way", async () => {
    const model = new LineModel();
    const source = await batches(20);
    const first = train("Line.fit", trainable(model), source, { epochs: 2 });
    await expect(train("Line.fit", trainable(model), source)).rejects.toThrow(
      "Line.fit: expected no training under way, got one; await fit before the next call",
    );
    await first;
    await train("Line.fit", trainable(model), source, { epochs: 1 });
    model.dispose();
  });

  it.each<[Options, string]>([
    [{ epochs: 0 }, "Line.fit: expected epochs to be an integer ≥ 1, got 0"],
    [{ batchSize: 0 }, "Line.fit: expected batchSize to be an integer ≥ 1, got 0"],
    [{ seed: 0.5 }, "Line.fit: expected seed to be an integer ≥ 0, got 0.5"],
    [{ clipNorm: 0 }, "Line.fit: expected clipNorm > 0, got 0"],
    [{ averageDecay: 1 }, "Line.fit: expected averageDecay in [0, 1), got 1"],
    [{ patience: 1 }, "Line.fit: expected validation data with patience, got none"],
    [{ shuffle: 1 as never }, "Line.fit: expected shuffle to be a boolean, got 1"],
    [{ onEpoch: "log" as never }, 'Line.fit: expected onEpoch to be a function, got "log"'],
    [{ resume: "model.safetensors" as never }, "Line.fit: expected resume to be a Uint8Array"],
  ])("refuses %j", async (options, message) => {
    await expect(trained(options)).rejects.toThrow(message);
  });

  it("refuses fewer rows than a batch needs, and rates that are no rates", async () => {
    const model = new LineModel();
    await expect(train("Line.fit", trainable(model), await batches(1, 2))).rejects.toThrow(
      "Line.fit: expected at least 2 samples, got 1",
    );
    const negative = trainable(model, { chosen: { type: "sgd", learningRate: () => -1 } });
    await expect(train("Line.fit", negative, await batches(4))).rejects.toThrow(
      "Line.fit: expected the learningRate schedule to give finite values ≥ 0, got -1 at progress 0",
    );
    model.dispose();
  });
});

describe("two players", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["cpu"] });
  });

  /** The game f(a, b) = a·b + a² − b²: one goes down in a, the other up in b; both end at 0. */
  function game(stepsOfUp: number) {
    const weight = (name: string, value: number) => {
      const made = variable(scalar(value));
      return new Map([[name, { name, torchShape: [], variable: made, trainable: true }]]);
    };
    const [down, up] = [weight("down", 1), weight("up", 1)];
    const a = down.get("down")!.variable as unknown as Scalar;
    const b = up.get("up")!.variable as unknown as Scalar;
    const value = () => sub(square(a), sub(square(b), mul(a, b))) as Scalar;
    const sgd = optimizer({ type: "sgd", learningRate: 0.1 });
    const order: string[] = [];
    const log = (name: string, loss: Scalar): Scalar => {
      order.push(name);
      return loss;
    };
    const players: Player<unknown>[] = [
      { name: "down", optimizer: sgd, weights: () => down, loss: () => tidy(() => log("down", value())) },
      {
        name: "up",
        optimizer: sgd,
        stepsPerBatch: stepsOfUp,
        weights: () => up,
        loss: () => tidy(() => log("up", neg(value()) as Scalar)),
      },
    ];
    const weights = new Map([...down, ...up]);
    const model = { model: {}, format: "game", options: { seed: 0 }, weights: () => weights, players };
    const source = { size: 1, fingerprint: () => "nothing", take: () => ({}) };
    const read = async () => [(await a.data())[0]!, (await b.data())[0]!] as const;
    return { model, source, order, read };
  }

  it("take their steps in order, each along its own gradient, as worked by hand", async () => {
    const { model, source, order, read } = game(2);
    const reports: BatchReport[] = [];
    await train("Game.fit", model, source, {
      epochs: 1,
      batchSize: 1,
      onBatch: (report) => reports.push(report),
    });
    expect(order).toEqual(["down", "up", "up"]);
    // a ← a − 0.1(2a + b) = 0.7; b ← b + 0.1(a − 2b) = 0.87, then 0.766
    const [a, b] = await read();
    expect(a).toBeCloseTo(0.7, 6);
    expect(b).toBeCloseTo(0.766, 6);
    // Losses before the last steps: f(1, 1) = 1; −f(0.7, 0.87) = −(0.49 − 0.7569 + 0.609)
    expect(reports[0]!.losses["down"]).toBeCloseTo(1, 6);
    expect(reports[0]!.losses["up"]).toBeCloseTo(-0.3421, 6);
    expect(reports[0]!.loss).toBe(reports[0]!.losses["down"]);
  });

  it("take the rows in the order that the source arranges, batch by batch", async () => {
    const { model } = game(1);
    const taken: number[][] = [];
    await train(
      "Game.fit",
      model,
      {
        size: 7,
        fingerprint: () => "seven",
        arrange: (order, batchSize) => {
          expect(batchSize).toBe(3);
          return Int32Array.from(order).sort();
        },
        take: (rows) => {
          taken.push([...rows]);
          return {};
        },
      },
      { epochs: 1, batchSize: 3 },
    );
    expect(taken).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it("go on from a checkpoint bit for bit", async () => {
    const options = { epochs: 5, batchSize: 1, averageDecay: 0.5 };
    const whole = game(1);
    await train("Game.fit", whole.model, whole.source, options);
    const part = game(1);
    let saved: Uint8Array | undefined;
    const stop = new AbortController();
    await train("Game.fit", part.model, part.source, {
      ...options,
      signal: stop.signal,
      onEpoch: async (_, checkpoint) => {
        saved = await checkpoint();
        stop.abort();
      },
    }).catch(() => undefined);
    expect([...readSafetensors(saved!).tensors.keys()]).toEqual([
      "down",
      "up",
      "training/average/down",
      "training/average/up",
    ]);
    const rest = game(1);
    await train("Game.fit", rest.model, rest.source, { ...options, resume: saved! });
    expect(await rest.read()).toEqual(await whole.read());
  });

  it("must not share a name or a weight", async () => {
    const { model, source } = game(1);
    const twice = { ...model, players: [model.players[0]!, model.players[0]!] };
    await expect(train("Game.fit", twice, source)).rejects.toThrow(
      "Game.fit: expected players with names and weights of their own, got two that share one",
    );
  });
});
