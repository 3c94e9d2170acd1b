import { useBackend } from "@elbowjs/backend";
import { beamSearch } from "@elbowjs/decoding";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { windowStart } from "../src/generation/continuation.js";
import { Decoder, EncoderDecoder } from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

it.each(["learnt", "sinusoid", "rotary"] as const)(
  "the cache changes no token of a thousand for one seed, past the context's end too, with %s positions",
  async (positions) => {
    const model = await Decoder.create({
      vocabulary: 11,
      width: 16,
      heads: 2,
      layers: 2,
      context: 32,
      positions,
      seed: 5,
    });
    const before = memory().numTensors;
    const options = { maxLength: 1000, sample: { seed: 7, temperature: 0.9, topP: 0.95 } };
    const [cached] = await model.generate([1, 2], options);
    const [plain] = await model.generate([1, 2], { ...options, cache: false });
    expect(cached!.tokens.length).toBe(1000);
    expect([...cached!.tokens]).toEqual([...plain!.tokens]);
    expect(cached!.score).toBeCloseTo(plain!.score, 2);
    expect(memory().numTensors).toBe(before);
    model.dispose();
  },
);

it("the cache follows hypotheses in a beam search and draws of several samples", async () => {
  const model = await Decoder.create({ vocabulary: 6, width: 16, heads: 2, layers: 2, context: 16, seed: 1 });
  const search = { maxLength: 20, beams: 4, end: 5 };
  const [cached, plain] = [
    await model.generate([1], search),
    await model.generate([1], { ...search, cache: false }),
  ];
  expect(cached.map(({ tokens }) => tokens.join())).toEqual(plain.map(({ tokens }) => tokens.join()));
  const own = await beamSearch(model.nextTokens(), { ...search, prompt: [1] });
  expect(own.map(({ tokens }) => tokens.join())).toEqual(plain.map(({ tokens }) => tokens.join()));
  const draws = { maxLength: 12, sample: { samples: 3, seed: 2 }, end: 5 };
  const [a, b] = [await model.generate([1], draws), await model.generate([1], { ...draws, cache: false })];
  expect(a.map(({ tokens }) => tokens.join())).toEqual(b.map(({ tokens }) => tokens.join()));
  const { hypotheses, tree } = await model.generate([1], { ...search, tree: true });
  expect(hypotheses.map(({ tokens }) => tokens.join())).toEqual(plain.map(({ tokens }) => tokens.join()));
  expect(tree).toBeDefined();
  model.dispose();
});

it("an encoder–decoder's cache changes nothing either, and generateAll is generate", async () => {
  const model = await EncoderDecoder.create({
    vocabulary: 8,
    width: 16,
    heads: 2,
    layers: 2,
    context: 10,
    seed: 2,
  });
  const before = memory().numTensors;
  const sources = [[3, 4, 5], [6, 7], [5, 5, 5], [7]];
  const alone = [];
  for (const source of sources) {
    const [cached, plain] = [
      await model.generate(source, { beams: 3 }),
      await model.generate(source, { beams: 3, cache: false }),
    ];
    expect(cached.map(({ tokens }) => tokens.join())).toEqual(plain.map(({ tokens }) => tokens.join()));
    for (const [i, { score }] of cached.entries()) expect(score).toBeCloseTo(plain[i]!.score, 4);
    const [greedy] = await model.generate(source);
    alone.push([...greedy!.tokens].filter((token) => token !== 2).join());
  }
  const all = await model.generateAll(sources);
  expect(all.map((tokens) => tokens.join())).toEqual(alone);
  expect(memory().numTensors).toBe(before);
  model.dispose();
});

it("windowStart stays while the context holds the text, then moves on by half a context", () => {
  expect([1, 8, 9, 12, 13, 16, 17].map((length) => windowStart(length, 8))).toEqual([0, 0, 4, 4, 8, 8, 12]);
  for (let length = 1; length < 40; length++)
    for (const context of [1, 2, 3, 8]) {
      const window = length - windowStart(length, context);
      expect(window).toBeGreaterThanOrEqual(1);
      expect(window).toBeLessThanOrEqual(context);
    }
});
