import { describe, expect, it } from "vitest";
import { ElbowDataError, type Source, type StreamOptions, streamIdx } from "../src/index.js";
import { chunked, gzip, idxBytes, testFiles } from "./idx-bytes.js";

const { images, labels, pixels } = testFiles(20);
const features = 24;

async function streamed(
  source: Source,
  options?: StreamOptions,
): Promise<{ image: Uint8Array; label: number | undefined; index: number }[]> {
  const rows = [];
  for await (const { image, label, index } of streamIdx(source, options))
    rows.push({ image: image.slice(), label, index });
  return rows;
}

async function fault(source: Source, options?: StreamOptions): Promise<ElbowDataError> {
  const error: unknown = await streamed(source, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ElbowDataError);
  return error as ElbowDataError;
}

const inOrder = Array.from({ length: 20 }, (_, index) => ({
  image: pixels.slice(index * features, (index + 1) * features),
  label: index % 10,
  index,
}));

describe("streamIdx(source)", () => {
  it("yields the same images from a stream cut at any byte", async () => {
    for (const size of [1, 2, 3, 7, 23, 24, 25, 100, 1e6])
      expect(await streamed(chunked(images, size), { labels: chunked(labels, size) })).toEqual(inOrder);
  });
  it("yields the same images from gzip cut at any byte", async () => {
    const packed = await gzip(images);
    for (const size of [1, 5, 64, 1e6])
      expect(await streamed(chunked(packed, size), { labels: new Blob([labels]) })).toEqual(inOrder);
  });
  it("yields labels of undefined without a file of labels", async () => {
    expect((await streamed(images))[3]).toEqual({ ...inOrder[3], label: undefined });
  });
  it("yields images while the file is still arriving", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(images.slice(sent, (sent += 40)));
      },
    });
    for await (const { index } of streamIdx(endless)) if (index === 4) break;
    expect(sent).toBeLessThan(images.length / 2);
  });
  it("lets go of the source when the loop is left", async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(images),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const _ of streamIdx(stream)) break;
    expect(cancelled).toBe(true);
  });
});

describe("streamIdx(source, { shuffleBuffer })", () => {
  it("yields every image once, with its own label, in another order", async () => {
    for (const shuffleBuffer of [1, 2, 7, 20, 1000]) {
      const rows = await streamed(images, { labels, shuffleBuffer, seed: 5 });
      expect(rows.map(({ index }) => index).sort((a, b) => a - b)).toEqual(inOrder.map(({ index }) => index));
      for (const row of rows) expect(row).toEqual(inOrder[row.index]);
    }
  });
  it("yields no image more than a buffer early", async () => {
    const rows = await streamed(images, { shuffleBuffer: 5 });
    rows.forEach(({ index }, place) => {
      expect(index - place).toBeLessThanOrEqual(5);
    });
    expect(rows.map(({ index }) => index)).not.toEqual(inOrder.map(({ index }) => index));
  });
  it("repeats its order with the seed, however the file is cut", async () => {
    const order = async (seed: number, size: number): Promise<number[]> =>
      (await streamed(chunked(images, size), { shuffleBuffer: 8, seed })).map(({ index }) => index);
    expect(await order(1, 3)).toEqual(await order(1, 50));
    expect(await order(1, 3)).not.toEqual(await order(2, 3));
  });
});

describe("streamIdx(source) refuses", () => {
  it("a truncated payload, after the images before it", async () => {
    let rows = 0;
    const read = async (): Promise<void> => {
      for await (const _ of streamIdx(chunked(images.slice(0, -30), 16))) rows++;
    };
    await expect(read()).rejects.toThrow(
      new ElbowDataError(
        "truncated",
        "streamIdx: expected 480 bytes of values for shape [20, 4, 6] in images, got 450; the file is cut short",
      ),
    );
    expect(rows).toBe(18);
  });
  it("trailing bytes", async () => {
    const longer = new Uint8Array(images.length + 1);
    longer.set(images);
    expect((await fault(longer)).message).toBe(
      "streamIdx: expected images to end after 480 bytes of values, got more",
    );
  });
  it("a truncated gzip", async () => {
    const error = await fault(chunked((await gzip(images)).slice(0, -20), 10));
    expect(error.code).toBe("gzip");
    expect(error.message).toBe(
      "gunzip: expected a whole gzip file in images, got one that is cut short or damaged",
    );
  });
  it("another number of labels than of images", async () => {
    expect((await fault(images, { labels: testFiles(19).labels })).message).toBe(
      "streamIdx: expected as many labels as images, got 20 images in images and 19 labels in labels",
    );
  });
  it("an empty file", async () => {
    expect((await fault(chunked(new Uint8Array(0), 1))).message).toBe(
      "parseIdx: expected an IDX file in images, got 0 bytes",
    );
  });
  it("labels in the place of images", async () => {
    expect((await fault(labels)).code).toBe("magic");
  });
  it("a shuffle buffer of −1", async () => {
    await expect(streamed(images, { shuffleBuffer: -1 })).rejects.toThrow(
      new RangeError("streamIdx: expected shuffleBuffer to be an integer in [0, 2147483648), got -1"),
    );
  });
  it("a stream that fails, with its own error", async () => {
    const failing = (head: Uint8Array): ReadableStream<Uint8Array> => {
      let sent = false;
      return new ReadableStream({
        pull(controller) {
          if (sent) controller.error(new Error("line cut"));
          else controller.enqueue(head);
          sent = true;
        },
      });
    };
    await expect(streamed(failing(images.slice(0, 100)))).rejects.toThrow("line cut");
    await expect(streamed(failing((await gzip(images)).slice(0, 100)))).rejects.toThrow("line cut");
  });
  it("a shuffle buffer that no memory holds", async () => {
    await expect(streamed(images, { shuffleBuffer: 1e12 })).rejects.toThrow(
      new RangeError(
        "streamIdx: expected shuffleBuffer to be an integer in [0, 2147483648), got 1000000000000",
      ),
    );
    const large = idxBytes([100, 2 ** 15, 2 ** 14], []);
    await expect(streamed(large, { shuffleBuffer: 5 })).rejects.toThrow(
      new RangeError("streamIdx: expected shuffleBuffer of at most 4 images of 536870912 bytes, got 5"),
    );
  });
  it("a header of images that no memory holds, or of none", async () => {
    const forged = await fault(idxBytes([1, 2 ** 31, 2 ** 31], []));
    expect([forged.code, forged.message]).toEqual([
      "size",
      "streamIdx: expected images of at most 2147483648 bytes in images, got shape [1, 2147483648, 2147483648]",
    ]);
    const none = await fault(idxBytes([2 ** 32 - 1, 0, 28], []));
    expect([none.code, none.message]).toEqual([
      "empty",
      "streamIdx: expected images of at least one pixel in images, got shape [4294967295, 0, 28]",
    ]);
  });
  it("a bomb, at the first byte that its header does not declare", async () => {
    const bomb = await gzip(idxBytes([20, 4, 6], new Uint8Array(64e6)));
    expect((await fault(bomb)).code).toBe("trailing");
  });
  it("an option that does not exist", async () => {
    await expect(streamed(images, { shuffle: 10 } as StreamOptions)).rejects.toThrow(
      /^streamIdx: expected the options .*, got shuffle/,
    );
  });
});
