import { ElbowDataError } from "./data-error.js";
import { nodeModule } from "./node-module.js";

/** Whether the bytes begin as a gzip member does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

const damaged = (name: string, cause: unknown): ElbowDataError =>
  new ElbowDataError(
    "gzip",
    `gunzip: expected a whole gzip file in ${name}, got one that is cut short or damaged`,
    { cause },
  );

/**
 * Uncompresses a gzip file held in memory; bytes that are not gzip are returned as they are.
 *
 * @throws ElbowDataError with code `gzip` if the file is cut short or damaged.
 */
export async function gunzip(bytes: Uint8Array, name = "the file"): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const zlib = nodeModule("node:zlib");
  try {
    if (zlib === undefined) {
      const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
      return new Uint8Array(
        await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
      );
    }
    const chunkSize = uncompressedSize(bytes) + 64; // one chunk, with room left: no second one, no copy
    const { buffer, byteOffset, length } = await new Promise<Buffer>((resolve, reject) =>
      zlib.gunzip(bytes, { chunkSize }, (error, result) => (error ? reject(error) : resolve(result))),
    );
    return new Uint8Array(buffer, byteOffset, length);
  } catch (cause) {
    throw damaged(name, cause);
  }
}

/** The size that the gzip trailer gives, held under deflate's greatest ratio: a forged one reserves nothing. */
function uncompressedSize(bytes: Uint8Array): number {
  if (bytes.length < 18) return 0;
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4);
  return Math.min(trailer.getUint32(0, true), 1032 * bytes.length);
}

/**
 * Uncompresses a gzip file while it arrives, in constant memory; chunks of another file pass unchanged.
 *
 * @throws ElbowDataError with code `gzip` if the file is cut short or damaged.
 */
export async function* gunzipChunks(
  chunks: AsyncIterable<Uint8Array>,
  name = "the file",
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = chunks[Symbol.asyncIterator]();
  try {
    let head = new Uint8Array(0);
    while (head.length < 2) {
      const { value, done } = await source.next();
      if (done) break;
      head = joined(head, value);
    }
    const whole = continued(head, source);
    if (!isGzip(head)) return yield* whole;
    // A fault of the source is itself, not a damaged file.
    let fault: { cause: unknown } | undefined;
    const watched = watch(whole, (cause) => (fault = { cause }));
    try {
      yield* inflate(watched);
    } catch (cause) {
      throw fault === undefined ? damaged(name, cause) : fault.cause;
    }
  } finally {
    await source.return?.();
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

async function* continued(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (;;) {
    const { value, done } = await rest.next();
    if (done) return;
    yield value;
  }
}

async function* watch(
  chunks: AsyncIterable<Uint8Array>,
  onFault: (cause: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (cause) {
    onFault(cause);
    throw cause;
  }
}

async function* inflate(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const zlib = nodeModule("node:zlib");
  if (zlib !== undefined) {
    // Node's DecompressionStream counts its queue in chunks, not bytes, and so holds gigabytes
    // (https://github.com/nodejs/node/issues/46347); the older streams keep the pace of their reader.
    const { Readable, pipeline } = nodeModule("node:stream")!;
    yield* pipeline(Readable.from(chunks), zlib.createGunzip(), () => {}) as AsyncIterable<Uint8Array>;
    return;
  }
  const reader = streamOf(chunks).pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}
