import { describe, expect, it } from "vitest";
import { streamTextBatches, type TextBatch, textBatches } from "../src/index.js";

const count = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

async function all(batches: AsyncIterable<TextBatch>): Promise<TextBatch[]> {
  const list: TextBatch[] = [];
  for await (const batch of batches) list.push(batch);
  return list;
}

async function* cut(tokens: Int32Array, size: number): AsyncGenerator<Int32Array> {
  for (let at = 0; at < tokens.length; at += size) yield tokens.subarray(at, at + size);
}

describe("textBatches(tokens, { batchSize, steps })", () => {
  it("reads n runs side by side, and the next token is the target", () => {
    const batches = [...textBatches(count(14), { batchSize: 2, steps: 3 })];
    // (14 − 1) / 2 = 6 tokens per run: 0 … 5 and 6 … 11, in two batches of three steps.
    expect(batches.map(({ inputs }) => [...inputs])).toEqual([
      [0, 1, 2, 6, 7, 8],
      [3, 4, 5, 9, 10, 11],
    ]);
    for (const { inputs, targets, shape } of batches) {
      expect([...targets]).toEqual([...inputs].map((token) => token + 1));
      expect(shape).toEqual([2, 3]);
    }
    expect(batches.map(({ continues }) => continues)).toEqual([false, true]);
  });
  it("takes the least text there is, and refuses less", () => {
    expect([...textBatches(count(7), { batchSize: 2, steps: 3 })]).toHaveLength(1);
    expect(() => [...textBatches(count(6), { batchSize: 2, steps: 3 })]).toThrow(
      new RangeError("textBatches: expected at least 7 tokens, batchSize · steps + 1, got 6"),
    );
    expect(() => [...textBatches(count(9), { steps: 0 })]).toThrow(
      "textBatches: expected steps to be an integer ≥ 1, got 0",
    );
  });
  it("has 423 batches of tiny Shakespeare's first 95 in 100, as char-rnn", () => {
    expect([...textBatches(new Int32Array(Math.floor(1_115_394 * 0.95)))]).toHaveLength(423);
  });
});

describe("streamTextBatches(chunks, { block })", () => {
  it("is textBatches for a text that fits a block, however it arrives", async () => {
    const options = { batchSize: 3, steps: 4 };
    const whole = [...textBatches(count(1000), options)];
    for (const size of [1, 7, 999, 1000, 5000])
      expect(await all(streamTextBatches(cut(count(1000), size), options))).toEqual(whole);
  });
  it("reads block after block, each from the last token of the one before", async () => {
    for (const size of [1, 5, 13, 100]) {
      const batches = await all(
        streamTextBatches(cut(count(50), size), { batchSize: 2, steps: 3, block: 13 }),
      );
      expect(batches.map(({ inputs }) => inputs[0])).toEqual([0, 3, 12, 15, 24, 27, 36, 39]);
      expect(batches.map(({ continues }) => continues)).toEqual([
        false,
        true,
        false,
        true,
        false,
        true,
        false,
        true,
      ]);
      for (const { inputs, targets } of batches)
        expect([...targets]).toEqual([...inputs].map((token) => token + 1));
    }
  });
  it("takes no more of the stream than a block before it gives out", async () => {
    let taken = 0;
    const endless = async function* (): AsyncGenerator<Int32Array> {
      for (;;) {
        taken += 1000;
        yield new Int32Array(1000);
      }
    };
    let batches = 0;
    for await (const _ of streamTextBatches(endless(), { batchSize: 2, steps: 10, block: 5000 })) {
      expect(taken).toBeLessThanOrEqual(5000 * (1 + Math.floor(batches / 249)) + 1000);
      if (++batches === 2000) break;
    }
  });
  it("refuses a text that is too short, and a block", async () => {
    await expect(all(streamTextBatches(cut(count(6), 2), { batchSize: 2, steps: 3 }))).rejects.toThrow(
      new RangeError("streamTextBatches: expected at least 7 tokens, batchSize · steps + 1, got 6"),
    );
    await expect(all(streamTextBatches([], { batchSize: 2, steps: 3, block: 6 }))).rejects.toThrow(
      "streamTextBatches: expected block to be an integer in [7, 2147483648), got 6",
    );
  });
});

it("streamTextBatches and textBatches refuse what is no run of tokens", async () => {
  await expect(streamTextBatches([[1, 2]] as never).next()).rejects.toThrow(
    new TypeError("streamTextBatches: expected chunks of tokens as Int32Array, got an array of 2"),
  );
  expect(() => textBatches(undefined as never).next()).toThrow(
    new TypeError("textBatches: expected tokens to be numbers, got undefined"),
  );
});
