import { useBackend } from "@elbowjs/backend";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { memory, type Scalar, slice, sum, type Tensor, variableGrads } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { Decoder, type DecoderOptions } from "../src/index.js";

const small = {
  vocabulary: 5,
  width: 16,
  heads: 2,
  layers: 2,
  context: 8,
  dropout: 0,
  seed: 3,
} satisfies DecoderOptions;
/** 0 1 2 3 4 0 1 2 …: after one token the next is known. */
const counting = Int32Array.from({ length: 200 }, (_, i) => i % 5);

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], (backend) => {
  it.each(["learnt", "sinusoid", "rotary"] as const)(
    "Decoder with %s positions: no logit moves with a later token, attention rows sum to 1",
    async (positions) => {
      const model = await Decoder.create({ ...small, positions });
      const [a, b] = [model.forward([[0, 1, 2, 3]], { attention: true }), model.forward([[0, 1, 4, 2]])];
      const [x, y] = [await a.logits.data(), await b.logits.data()];
      expect([...x.subarray(0, 10)]).toEqual([...y.subarray(0, 10)]);
      expect([...x.subarray(10, 15)]).not.toEqual([...y.subarray(10, 15)]);
      expect(a.attention.map(({ shape }) => shape)).toEqual([
        [1, 2, 4, 4],
        [1, 2, 4, 4],
      ]);
      for (const weights of a.attention) {
        const rows = sum(weights, -1);
        for (const row of await rows.data()) expect(row).toBeCloseTo(1, 6);
        const values = await weights.data();
        for (let q = 0; q < 4; q++) for (let k = q + 1; k < 4; k++) expect(values[q * 4 + k]).toBe(0);
        rows.dispose();
      }
      for (const used of [a.logits, b.logits, ...a.attention]) used.dispose();
      model.dispose();
    },
  );

  it("the gradient of a logit by a later input is exactly 0", async () => {
    const model = await Decoder.create(small);
    const places = model.weights().get("position.weight")!.variable;
    const { grads, value } = variableGrads(() => {
      const { logits } = model.forward([[0, 1, 2, 3, 4]]);
      return sum(slice(logits, [0, 2, 0], [1, 1, 5])) as Scalar;
    }, [places]);
    const rows = Array.from(await grads[places.name]!.data());
    expect(rows.slice(0, 3 * 16).some((slope) => slope !== 0)).toBe(true);
    expect(rows.slice(3 * 16).every((slope) => slope === 0)).toBe(true);
    for (const used of [value, ...Object.values(grads)]) used.dispose();
    model.dispose();
  });

  it("filling rows up changes no logit before their end", async () => {
    const model = await Decoder.create(small);
    const together = model.forward([
      [0, 1],
      [3, 2, 1, 0],
    ]).logits;
    const alone = model.forward([[0, 1]]).logits;
    const own = (await together.data()).subarray(0, 10);
    for (const [i, value] of (await alone.data()).entries()) expect(own[i]).toBeCloseTo(value, 5);
    together.dispose();
    alone.dispose();
    model.dispose();
  });

  it("fit learns to count, leaves no tensor, gives the same bits for a seed, and generates", async () => {
    const run = async () => {
      const model = await Decoder.create({ ...small, dropout: 0.1 });
      const before = memory().numTensors;
      const { epochs } = await model.fit(counting, {
        epochs: backend === "wasm" ? 8 : 2,
        stepsPerEpoch: backend === "wasm" ? 10 : 2,
        batchSize: 8,
        learningRate: 0.01,
        validation: counting.slice(0, 20),
      });
      expect(memory().numTensors).toBe(before);
      const losses = epochs.map(({ loss }) => loss);
      const bytes = await model.toSafetensors();
      return { model, losses, bytes, epochs };
    };
    const [a, b] = [await run(), await run()];
    expect(a.losses).toEqual(b.losses);
    expect(a.bytes).toEqual(b.bytes);
    b.model.dispose();
    expect(a.losses.at(-1)!).toBeLessThan(a.losses[0]!);
    if (backend === "wasm") {
      expect(a.epochs.at(-1)!.validation!.perplexity).toBeLessThan(1.2);
      const before = memory().numTensors;
      const [found] = await a.model.generate([0], { maxLength: 30 });
      expect([...found!.tokens]).toEqual(Array.from({ length: 30 }, (_, i) => (i + 1) % 5));
      expect(memory().numTensors).toBe(before);
    }
    const again = await Decoder.fromSafetensors(a.bytes);
    expect(again.options).toEqual(a.model.options);
    expect(await again.toSafetensors()).toEqual(a.bytes);
    again.dispose();
    a.model.dispose();
  });

  it("only answers are learnt of prompts and answers", async () => {
    const model = await Decoder.create(small);
    const pairs = [{ prompt: [1, 2, 3], answer: [4, 0] }];
    const { tokens, loss } = await model.evaluate(pairs);
    expect(tokens).toBe(2);
    const { logits } = model.forward([[1, 2, 3, 4]]);
    const z = Float32Array.from(await logits.data());
    const nats = (place: number, label: number) => {
      const row = z.subarray(place * 5, place * 5 + 5);
      return Math.log(row.reduce((total, value) => total + Math.exp(value), 0)) - row[label]!;
    };
    expect(loss).toBeCloseTo((nats(2, 4) + nats(3, 0)) / 2, 5);
    logits.dispose();
    model.dispose();
  });
});

it("Decoder.fromTorch names the key that does not fit", async () => {
  const model = await Decoder.create(small);
  const bytes = await model.toSafetensors();
  await expect(Decoder.fromTorch(bytes, { heads: 3 })).rejects.toThrow(
    "Decoder.fromTorch: expected heads that divide the width 16, got 3",
  );
  const copy = await Decoder.fromTorch(bytes, { heads: 2 });
  const rows: Tensor[] = [model.forward([[1, 2]]).logits, copy.forward([[1, 2]]).logits];
  expect(await rows[0]!.data()).toEqual(await rows[1]!.data());
  for (const used of rows) used.dispose();
  copy.dispose();
  model.dispose();
});

it("Decoder says what was wrong, before any work", async () => {
  const create = (options: object) => Decoder.create({ ...small, ...options });
  await expect(create({ heads: 3 })).rejects.toThrow(
    "Decoder.create: expected heads that divide the width 16, got 3",
  );
  await expect(create({ vocabulary: 0 })).rejects.toThrow(
    "Decoder.create: expected vocabulary to be an integer in [1, ",
  );
  await expect(create({ norm: "prae" })).rejects.toThrow(
    "expected norm to be one of 'post', 'pre', got \"prae\"",
  );
  await expect(create({ layer: 2 })).rejects.toThrow("got layer; did you mean layers?");
  await expect(create({ positions: "rotary", width: 6 })).rejects.toThrow("expected an even width of a head");
  const model = await create({});
  expect(() => model.forward([[0, 1, 5]])).toThrow(
    "Decoder.forward: expected tokens[0][2] to be an integer in [0, 5), got 5",
  );
  expect(() => model.forward([[]])).toThrow(
    "Decoder.forward: expected tokens[0] of at least one token, got none",
  );
  expect(() => model.forward([])).toThrow("Decoder.forward: expected tokens of at least one row, got none");
  expect(() => model.forward([new Int32Array(9)])).toThrow(
    "Decoder.forward: expected tokens[0] of at most 8 tokens, the model's context, got 9",
  );
  expect(() => model.forward("abc" as never)).toThrow("Decoder.forward: expected tokens as an array of rows");
  await expect(model.generate([])).rejects.toThrow(
    "Decoder.generate: expected prompt of at least one token, got none",
  );
  await expect(model.generate([1], { sample: true, beams: 2 })).rejects.toThrow(
    "expected sample or beams, got both",
  );
  await expect(model.generate([1], { expand: 2 })).rejects.toThrow(
    "expected beams with expand, lengthPenalty or tree",
  );
  await expect(model.fit([[1]])).rejects.toThrow(
    "Decoder.fit: expected data[0].length to be an integer ≥ 2, got 1",
  );
  await expect(model.fit([[1, 2]], { stepsPerEpoch: 2 })).rejects.toThrow(
    "expected stepsPerEpoch with one long text only",
  );
  await expect(model.fit(Int32Array.of(1, 2, 3))).rejects.toThrow(
    "expected text's length to be an integer ≥ 9, got 3",
  );
  model.dispose();
  model.dispose();
  expect(() => model.forward([[0]])).toThrow("Decoder.forward: expected a model in use");
});
