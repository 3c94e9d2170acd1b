import { describe, expect, it } from "vitest";
import { type DownloadOptions, ElbowDataError, type IdxFiles, openIdx, type Source } from "../src/index.js";
import { chunked, gzip, idxBytes, testFiles } from "./idx-bytes.js";

const { images, labels, pixels } = testFiles(12);

async function fault(images: Source, labels: Source, classes?: number): Promise<ElbowDataError> {
  const error: unknown = await openIdx({
    images,
    labels,
    ...(classes === undefined ? {} : { classes }),
  }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ElbowDataError);
  return error as ElbowDataError;
}

describe("openIdx({ images, labels }) reads", () => {
  const check = async (images: Source, labels: Source): Promise<void> => {
    const split = await openIdx({ images, labels });
    expect([split.size, split.features, split.shape]).toEqual([12, 24, [4, 6]]);
    expect(split.pixels).toEqual(pixels);
    expect(Array.from(split.labels)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  };
  it("a Uint8Array", () => check(images, labels));
  it("an ArrayBuffer", () => check(images.buffer, labels.buffer));
  it("a Blob", () => check(new Blob([images]), new Blob([labels])));
  it("a stream cut anywhere", () => check(chunked(images, 7), chunked(labels, 1)));
  it("gzip, told by its first bytes", async () => check(await gzip(images), new Blob([await gzip(labels)])));
  it("a gzip stream", async () => check(chunked(await gzip(images), 5), labels));
  it("a URL", async () => {
    const url = `data:application/octet-stream;base64,${btoa(String.fromCharCode(...images))}`;
    await check(new URL(url), labels);
  });
  it("a set without images", async () => {
    expect((await openIdx({ images: idxBytes([0, 28, 28], []), labels: idxBytes([0], []) })).size).toBe(0);
  });
});

describe("openIdx({ images, labels }) refuses", () => {
  it("a wrong magic", async () => {
    const error = await fault(
      Uint8Array.from({ length: 99 }, () => 65),
      labels,
    );
    expect(error.code).toBe("magic");
    expect(error.message).toBe(
      "parseIdx: expected magic 0x00000803 (uint8, 3 dimensions) in images, got 0x41414141",
    );
  });
  it("labels in the place of images, and images in the place of labels", async () => {
    expect((await fault(labels, labels)).message).toBe(
      "parseIdx: expected magic 0x00000803 (uint8, 3 dimensions) in images, got 0x00000801; is this the labels file?",
    );
    expect((await fault(images, images)).message).toBe(
      "parseIdx: expected magic 0x00000801 (uint8, 1 dimension) in labels, got 0x00000803; is this the images file?",
    );
  });
  it("a wrong dtype", async () => {
    const error = await fault(idxBytes([1, 1, 1], [0, 0, 0, 0], { dtype: 13 }), labels);
    expect(error.code).toBe("dtype");
    expect(error.message).toBe(
      "parseIdx: expected dtype 0x08 (uint8) in images, got 0x0d (float32); convert the values to bytes",
    );
  });
  it("a truncated gzip", async () => {
    const packed = await gzip(images);
    const error = await fault(packed.slice(0, -9), labels);
    expect(error.code).toBe("gzip");
    expect(error.message).toBe(
      "gunzip: expected a whole gzip file in images, got one that is cut short or damaged",
    );
    expect(error.cause).toBeInstanceOf(Error);
  });
  it("a damaged gzip", async () => {
    const packed = await gzip(images);
    packed[packed.length - 6]! ^= 1; // in the checksum
    expect((await fault(packed, labels)).code).toBe("gzip");
  });
  it("a gzip that names a false size", async () => {
    const packed = await gzip(images);
    packed.fill(255, -4);
    expect((await fault(packed, labels)).code).toBe("gzip");
  });
  it("a truncated payload", async () => {
    const error = await fault(images.slice(0, -1), labels);
    expect(error.code).toBe("truncated");
    expect(error.message).toBe(
      "openIdx: expected 288 bytes of values for shape [12, 4, 6] in images, got 287; the file is cut short",
    );
  });
  it("a truncated header", async () => {
    expect((await fault(images.slice(0, 3), labels)).message).toBe(
      "parseIdx: expected a header of 16 bytes in images, got 3 bytes",
    );
    expect((await fault(images.slice(0, 15), labels)).message).toBe(
      "parseIdx: expected a header of 16 bytes in images, got 15 bytes",
    );
  });
  it("trailing bytes", async () => {
    const longer = new Uint8Array(labels.length + 2);
    longer.set(labels);
    const error = await fault(images, longer);
    expect(error.code).toBe("trailing");
    expect(error.message).toBe("openIdx: expected labels to end after 12 bytes of values, got more");
  });
  it("another number of labels than of images", async () => {
    const error = await fault(images, testFiles(11).labels);
    expect(error.code).toBe("count");
    expect(error.message).toBe(
      "openIdx: expected as many labels as images, got 12 images in images and 11 labels in labels",
    );
  });
  it("labels out of range", async () => {
    const error = await fault(images, labels, 9);
    expect(error.code).toBe("label");
    expect(error.message).toBe(
      "openIdx: expected labels in [0, 9) in labels, got 9 at index 9; pass { classes } if there are more",
    );
  });
  it("an empty file", async () => {
    const error = await fault(new Uint8Array(0), labels);
    expect(error.code).toBe("empty");
    expect(error.message).toBe("parseIdx: expected an IDX file in images, got 0 bytes");
  });
  it("images without pixels", async () => {
    expect((await fault(idxBytes([12, 0, 6], []), labels)).message).toBe(
      "openIdx: expected images of at least one pixel in images, got shape [12, 0, 6]",
    );
  });
  it("a forged count of images, without reserving memory for it", async () => {
    expect((await fault(idxBytes([2 ** 21, 1, 2 ** 10], []), labels)).code).toBe("truncated");
    const forged = await fault(idxBytes([2 ** 32 - 1, 28, 28], []), labels);
    expect([forged.code, forged.message]).toEqual([
      "size",
      "openIdx: expected at most 2147483648 bytes of values in images, got 3367254359280 for shape [4294967295, 28, 28]; read it with streamIdx",
    ]);
    expect((await fault(idxBytes([1, 2 ** 31, 2 ** 31], []), labels)).message).toBe(
      "openIdx: expected images of at most 2147483648 bytes in images, got shape [1, 2147483648, 2147483648]",
    );
  });
  it("a bomb, at the first byte that its header does not declare", async () => {
    const error = await fault(await gzip(idxBytes([12, 4, 6], new Uint8Array(64e6))), labels);
    expect([error.code, error.message]).toEqual([
      "trailing",
      "openIdx: expected images to end after 288 bytes of values, got more",
    ]);
  });
  it("a stream without end", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(sent === 0 ? images : new Uint8Array(1000));
        sent++;
      },
    });
    expect((await fault(endless, labels)).code).toBe("trailing");
    expect(sent).toBeLessThan(10);
  });
  it("an option that does not exist", async () => {
    await expect(openIdx({ images, labels }, { retrys: 1 } as DownloadOptions)).rejects.toThrow(
      "got retrys; did you mean retries?",
    );
    await expect(openIdx({ images, label: labels } as unknown as IdxFiles)).rejects.toThrow(
      "openIdx: expected the options images, labels, classes, got label; did you mean labels?",
    );
  });
  it("a source of another kind", async () => {
    await expect(openIdx({ images: 5 as unknown as Source, labels })).rejects.toThrow(
      new TypeError(
        "source: expected a path, URL, Blob, ArrayBuffer, Uint8Array or ReadableStream, got number",
      ),
    );
  });
  it("classes outside 1 … 256", async () => {
    await expect(openIdx({ images, labels, classes: 0 })).rejects.toThrow(
      new RangeError("openIdx: expected classes to be an integer in [1, 256], got 0"),
    );
  });
});
