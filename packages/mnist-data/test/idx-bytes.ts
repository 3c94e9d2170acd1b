/** An IDX file of bytes. */
export function idxBytes(
  dimensions: readonly number[],
  values: ArrayLike<number>,
  { dtype = 8 }: { dtype?: number } = {},
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * dimensions.length + values.length);
  const view = new DataView(bytes.buffer);
  bytes[2] = dtype;
  bytes[3] = dimensions.length;
  dimensions.forEach((dimension, i) => {
    view.setUint32(4 + 4 * i, dimension);
  });
  bytes.set(values, 4 + 4 * dimensions.length);
  return bytes;
}

/** Deterministic pixels that differ from image to image and from byte to byte. */
export function testPixels(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 37 + (i >>> 8) * 101) & 255);
}

/** `count` images of height × width, and labels 0 … 9 in turn, as IDX files. */
export function testFiles(
  count: number,
  [height, width]: readonly [number, number] = [4, 6],
): { images: Uint8Array<ArrayBuffer>; labels: Uint8Array<ArrayBuffer>; pixels: Uint8Array<ArrayBuffer> } {
  const pixels = testPixels(count * height * width);
  return {
    pixels,
    images: idxBytes([count, height, width], pixels),
    labels: idxBytes(
      [count],
      Array.from({ length: count }, (_, i) => i % 10),
    ),
  };
}

/** Compressed by the platform's own gzip. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The bytes as a stream of chunks of `size` bytes. */
export function chunked(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, (at += size)));
    },
  });
}
