import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { chunkIterator } from "./byte-reader.js";
import { ElbowDataError } from "./data-error.js";
import { joined } from "./joined.js";
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

const tooLarge = (name: string, most: number): ElbowDataError =>
  new ElbowDataError(
    "size",
    `gunzip: expected at most ${most} uncompressed bytes in ${name}, got more; it is another file`,
  );

/**
 * Uncompresses a gzip file held in memory; bytes that are not gzip are returned as they are.
 *
 * @param most Uncompressed bytes that the file can have: a small file that unfolds to gigabytes is given up there.
 * @param name What to call the file in an error.
 * @throws TypeError for arguments of another kind; ElbowDataError with code `size` if there are more bytes, `gzip` if the file is cut short or damaged.
 */
export async function gunzip(bytes: Uint8Array, most: number, name = "the file"): Promise<Uint8Array> {
  checkKinds("gunzip", { bytes: [bytes, "Uint8Array"], name: [name, "string"] });
  if (most !== Number.POSITIVE_INFINITY) checkNumbers("gunzip", { most: [most, "≥ 0"] });
  if (!isGzip(bytes)) {
    if (bytes.length > most) throw tooLarge(name, most);
    return bytes;
  }
  const zlib = nodeModule("node:zlib");
  if (zlib === undefined) return unpacked(bytes, most, name);
  const chunkSize = Math.min(uncompressedSize(bytes), most) + 64; // one chunk, with room left: no second one, no copy
  try {
    const { buffer, byteOffset, length } = await new Promise<Buffer>((resolve, reject) =>
      zlib.gunzip(bytes, { chunkSize, maxOutputLength: Math.max(1, most) }, (error, result) =>
        error ? reject(error) : resolve(result),
      ),
    );
    return new Uint8Array(buffer, byteOffset, length);
  } catch (cause) {
    const { code } = cause as { code?: string };
    throw code === "ERR_BUFFER_TOO_LARGE" ? tooLarge(name, most) : damaged(name, cause);
  }
}

/** As gunzip, by the platform's stream. */
async function unpacked(bytes: Uint8Array, most: number, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of gunzipChunks(oneChunk(bytes), name)) {
    length += chunk.length;
    if (length > most) throw tooLarge(name, most);
    chunks.push(chunk);
  }
  return joined(chunks, length);
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
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
  const source = chunkIterator("gunzipChunks", chunks);
  try {
    let head = new Uint8Array(0);
    while (head.length < 2) {
      const { value, done } = await source.next();
      if (done) break;
      head = joined([head, value], head.length + value.length);
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
    yield* pipeline(
      Readable.from(chunks),
      zlib.createGunzip({ chunkSize: 1 << 17 }),
      () => {},
    ) as AsyncIterable<Uint8Array>;
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
