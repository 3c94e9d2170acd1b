import { ElbowDataError } from "@elbowjs/verified-files";
import { describe, expect, it } from "vitest";
import { readVocabulary, streamTokens, textChunks, Vocabulary } from "../src/index.js";

const text = "مكتبة, e\u0301tude 😀👩‍👩‍👧\r\nʿaẓīm ".repeat(3);
const bytes = new TextEncoder().encode(text);

/** The bytes as a stream of chunks of `size` bytes. */
function chunked(of: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= of.length) controller.close();
      else controller.enqueue(of.slice(at, (at += size)));
    },
  });
}

for (const unit of ["code-point", "character"] as const)
  describe(`a text of ${unit}s that arrives in pieces`, () => {
    const words = Vocabulary.of(text, { unit });
    it("streamTokens(source, vocabulary) gives the tokens of the whole, however it is cut", async () => {
      for (const size of [1, 2, 3, 5, 64, 1e6]) {
        const tokens: number[] = [];
        for await (const run of streamTokens(chunked(bytes, size), words)) tokens.push(...run);
        expect(tokens).toEqual([...words.encode(text)]);
      }
    });
    it("readVocabulary(source) has the tokens of the whole, however it is cut", async () => {
      for (const size of [1, 3, 1e6]) {
        const read = await readVocabulary(chunked(bytes, size), { unit, specials: ["padding"] });
        expect(read.tokens).toEqual(["<padding>", ...words.tokens]);
      }
    });
  });

it("textChunks(source) reads gzip too, and a Blob", async () => {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  let read = "";
  for await (const piece of textChunks(await new Response(packed).blob())) read += piece;
  expect(read).toBe(text);
});

it("textChunks(source) refuses bytes that are not UTF-8, and one that ends within a letter", async () => {
  for (const bad of [Uint8Array.of(97, 0xff, 98), bytes.slice(0, 1)]) {
    const read = async (): Promise<void> => {
      for await (const _ of textChunks(bad));
    };
    const error: unknown = await read().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ElbowDataError);
    expect(error).toMatchObject({
      code: "encoding",
      message: "textChunks: expected UTF-8 in the text, got other bytes",
    });
  }
});

it("streamTokens refuses a token that the vocabulary does not have, and wrong options", async () => {
  const words = Vocabulary.of("abc");
  await expect(streamTokens(new TextEncoder().encode("abd"), words).next()).rejects.toThrow(
    'Vocabulary.encode: expected tokens of the vocabulary, got "d" at 2',
  );
  await expect(streamTokens(bytes, words, { retry: 1 } as object).next()).rejects.toThrow(TypeError);
  await expect(readVocabulary(bytes, { unit: "word" } as object)).rejects.toThrow(RangeError);
});
