import { useBackend } from "@elbowjs/backend";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { memory } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { Encoder, EncoderDecoder } from "../src/index.js";

const small = { vocabulary: 9, width: 16, heads: 2, layers: 1, context: 8, dropout: 0, seed: 1 } as const;
/** Digits 3 to 8 and the same from behind. */
const pairs = Array.from({ length: 120 }, (_, i) => {
  const source = Array.from({ length: 2 + (i % 3) }, (_, j) => 3 + ((i * 7 + j * j * i + j) % 6));
  return { source, target: [...source].reverse() };
});

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], (backend) => {
  it("EncoderDecoder learns to turn round, leaves no tensor, gives the same bits for a seed", async () => {
    const run = async (epochs: number) => {
      const model = await EncoderDecoder.create({ ...small, dropout: 0.1 });
      const before = memory().numTensors;
      const options = { batchSize: 24, learningRate: 0.005, validation: pairs.slice(0, 9) };
      const told = await model.fit(backend === "wasm" ? pairs : pairs.slice(0, 48), { ...options, epochs });
      expect(memory().numTensors).toBe(before);
      return { model, told, bytes: await model.toSafetensors() };
    };
    const [a, b] = [await run(1), await run(1)];
    expect(a.bytes).toEqual(b.bytes);
    b.model.dispose();
    if (backend === "wasm") {
      const { model, told } = await run(40);
      expect(told.epochs.at(-1)!.validation!.accuracy).toBeGreaterThan(0.95);
      const { source, target } = pairs[0]!;
      const [best] = await model.generate(source, { beams: 3 });
      expect([...best!.tokens]).toEqual([...target, 2]);
      const [all] = await model.generateAll([source]);
      expect([...all!]).toEqual(target);
      model.dispose();
    }
    const again = await EncoderDecoder.fromSafetensors(a.bytes);
    expect(await again.toSafetensors()).toEqual(a.bytes);
    again.dispose();
    a.model.dispose();
  });

  it("padding never changes a result, on either side", async () => {
    const model = await EncoderDecoder.create(small);
    const alone = model.forward([[3, 4]], [[1, 5]], { attention: true });
    const filled = model.forward(
      [
        [3, 4, 0, 0],
        [5, 6, 7, 8],
      ],
      [
        [1, 5],
        [1, 6, 7],
      ],
    );
    const own = await filled.logits.data();
    for (const [i, value] of (await alone.logits.data()).entries()) expect(own[i]).toBeCloseTo(value, 5);
    expect(alone.crossAttention.map(({ shape }) => shape)).toEqual([[1, 2, 2, 2]]);
    for (const used of [
      alone.logits,
      filled.logits,
      ...alone.encoderAttention,
      ...alone.decoderAttention,
      ...alone.crossAttention,
    ])
      used.dispose();
    model.dispose();
  });

  it("Encoder learns classes that depend on what comes after, with padding unseen", async () => {
    const model = await Encoder.create({
      vocabulary: 6,
      outputs: 6,
      width: 16,
      heads: 2,
      layers: 1,
      context: 6,
      padding: 0,
      dropout: 0,
    });
    const rows = pairs.slice(0, 60).map(({ source }) => {
      const tokens = source.map((token) => 1 + (token % 5));
      return { tokens, labels: [...tokens].reverse() };
    });
    const before = memory().numTensors;
    const epochs = backend === "wasm" ? 40 : 1;
    await model.fit(rows, { epochs, batchSize: 20, learningRate: 0.01, validation: rows });
    const { accuracy, tokens } = await model.evaluate(rows);
    expect(tokens).toBe(rows.reduce((sum, row) => sum + row.tokens.length, 0));
    if (backend === "wasm") expect(accuracy).toBeGreaterThan(0.95);
    expect(memory().numTensors).toBe(before);
    const [alone, filled] = [model.forward([[1, 2]]), model.forward([[1, 2, 0, 0]])];
    const own = await filled.logits.data();
    for (const [i, value] of (await alone.logits.data()).entries()) expect(own[i]).toBeCloseTo(value, 5);
    for (const used of [alone.logits, alone.states, filled.logits, filled.states]) used.dispose();
    model.dispose();
  });
});

it("EncoderDecoder and Encoder say what was wrong, before any work", async () => {
  await expect(EncoderDecoder.create({ ...small, start: 0 })).rejects.toThrow(
    "EncoderDecoder.create: expected three tokens as padding, start and end, got 0, 0, 2",
  );
  const model = await EncoderDecoder.create(small);
  expect(() => model.forward([[3]], [[1], [1]])).toThrow(
    "expected as many rows of target as of source, 1, got 2",
  );
  expect(() => model.forward([[9]], [[1]])).toThrow(
    "EncoderDecoder.forward: expected source[0][0] to be an integer in [0, 9), got 9",
  );
  await expect(model.generate([3, 0])).rejects.toThrow(
    "EncoderDecoder.generate: expected source[0] without the padding token 0, got one with it",
  );
  await expect(model.generate([])).rejects.toThrow("expected source[0] of at least one token, got none");
  await expect(model.generate([3], { maxLength: 9 })).rejects.toThrow(
    "expected maxLength of at most 8, the target's context, got 9",
  );
  await expect(model.fit([{ source: [3], target: [] }])).rejects.toThrow(
    "expected target[0] of at least one token, got none",
  );
  await expect(model.fit([3 as never])).rejects.toThrow(
    "EncoderDecoder.fit: expected pairs[0] as { source, target }, got 3",
  );
  await expect(model.fit([])).rejects.toThrow("expected number of pairs to be an integer ≥ 1, got 0");
  const bytes = await model.toSafetensors();
  await expect(Encoder.fromTorch(bytes, { heads: 2 })).rejects.toThrow(
    "Encoder.fromTorch: expected embedding.weight, a matrix, got none",
  );
  model.dispose();
  const encoder = await Encoder.create({ vocabulary: 4, width: 8, heads: 1, context: 4 });
  await expect(encoder.fit([{ tokens: [1, 2], labels: [1] }])).rejects.toThrow(
    "Encoder.fit: expected labels[0] of as many classes as tokens, 2, got 1",
  );
  encoder.dispose();
});
