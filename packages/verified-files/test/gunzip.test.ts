import { describe, expect, it } from "vitest";
import { ElbowDataError, gunzip, gunzipChunks } from "../src/index.js";
import { collected, gzip, testBytes } from "./bytes.js";

const bytes = testBytes(5000);

async function* pieces(whole: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

async function fault(promise: Promise<unknown>): Promise<ElbowDataError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ElbowDataError);
  return error as ElbowDataError;
}

describe("gunzip(bytes, most)", () => {
  it("gives back what was compressed, and what never was", async () => {
    expect(await gunzip(await gzip(bytes), 5000)).toEqual(bytes);
    expect(await gunzip(bytes, 5000)).toBe(bytes);
    expect(await gunzip(await gzip(new Uint8Array(0)), 0)).toHaveLength(0);
  });
  it("refuses one byte too many, compressed or not", async () => {
    for (const file of [bytes, await gzip(bytes)]) {
      const error = await fault(gunzip(file, 4999, "a file"));
      expect(error.code).toBe("size");
      expect(error.message).toBe(
        "gunzip: expected at most 4999 uncompressed bytes in a file, got more; it is another file",
      );
    }
  });
  it("refuses a file that is cut short or damaged", async () => {
    const packed = await gzip(bytes);
    for (const cut of [3, 12, packed.length >> 1, packed.length - 1])
      expect((await fault(gunzip(packed.slice(0, cut), 5000, "a file"))).message).toBe(
        "gunzip: expected a whole gzip file in a file, got one that is cut short or damaged",
      );
    packed[packed.length - 6]! ^= 1; // in the checksum
    expect((await fault(gunzip(packed, 5000))).code).toBe("gzip");
  });
  it("reserves nothing on the word of a forged trailer", async () => {
    const packed = await gzip(bytes);
    packed.fill(255, -4);
    expect((await fault(gunzip(packed, 1e12))).code).toBe("gzip");
  });
});

describe("gunzipChunks(chunks)", () => {
  it("gives the same for every cut", async () => {
    const packed = await gzip(bytes);
    for (const size of [1, 2, 3, 1000, 1e6]) {
      expect(await collected(gunzipChunks(pieces(packed, size)))).toEqual(bytes);
      expect(await collected(gunzipChunks(pieces(bytes, size)))).toEqual(bytes);
    }
  });
  it("reads a bomb no further than it is asked to", async () => {
    const bomb = await gzip(new Uint8Array(64e6));
    let taken = 0;
    let got = 0;
    const watched = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces(bomb, 100)) {
        taken += piece.length;
        yield piece;
      }
    };
    for await (const chunk of gunzipChunks(watched())) {
      got += chunk.length;
      if (got > 100_000) break;
    }
    expect(taken).toBeLessThan(bomb.length / 2);
  });
});
