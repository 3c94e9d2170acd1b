import { ElbowDataError } from "./data-error.js";
import { type DownloadOptions, downloadChunks } from "./download.js";
import { nodeModule } from "./node-module.js";

/**
 * Where the bytes of a file come from: a path (Node), a URL, or what is already at hand. A string is a URL if it
 * has a scheme (`https://…`) or where there is no file system; otherwise it is a path.
 */
export type Source = string | URL | Blob | ArrayBuffer | Uint8Array | ReadableStream<Uint8Array>;

/** The path that a source names, in Node; undefined for every other source. */
function pathOf(source: Source): string | undefined {
  const url = nodeModule("node:url");
  if (url === undefined || !(typeof source === "string" || source instanceof URL)) return undefined;
  const text = String(source);
  if (text.startsWith("file://")) return url.fileURLToPath(text);
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || source instanceof URL ? undefined : text;
}

/** What to call a source in an error: its path or URL, or else what it is (`role`: the images, the labels). */
export function sourceName(source: Source, role: string): string {
  return pathOf(source) ?? (typeof source === "string" || source instanceof URL ? String(source) : role);
}

/** What a failed read of a path means. */
export function unreadable(path: string, cause: unknown): unknown {
  const { code } = cause as { code?: string };
  if (code === "ENOENT" || code === "ENOTDIR")
    return new ElbowDataError("not-found", `readFile: expected a file at ${path}, got none`, { cause });
  if (code === undefined) return cause;
  return new ElbowDataError("unreadable", `readFile: expected a readable file at ${path}, got ${code}`, {
    cause,
  });
}

/**
 * The bytes of a source, as they arrive.
 *
 * @throws TypeError for a source of another kind; ElbowDataError if there is no such file or the download fails.
 */
export async function* sourceChunks(
  source: Source,
  options: DownloadOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const path = pathOf(source);
  if (path !== undefined) {
    const file = nodeModule("node:fs")!.createReadStream(path, { highWaterMark: 1 << 18 });
    try {
      for await (const chunk of file as AsyncIterable<Uint8Array>) {
        options.signal?.throwIfAborted();
        yield chunk;
      }
    } catch (error) {
      throw unreadable(path, error);
    }
  } else if (typeof source === "string" || source instanceof URL) {
    yield* downloadChunks(String(source), options);
  } else if (source instanceof Uint8Array) {
    yield source;
  } else if (source instanceof ArrayBuffer) {
    yield new Uint8Array(source);
  } else if (source instanceof Blob) {
    yield* readerChunks(source.stream(), options.signal);
  } else if (source instanceof ReadableStream) {
    yield* readerChunks(source, options.signal);
  } else {
    const kind = source === null ? "null" : typeof source;
    throw new TypeError(
      `source: expected a path, URL, Blob, ArrayBuffer, Uint8Array or ReadableStream, got ${kind}`,
    );
  }
}

/** Chunks by the reader, since not every browser's streams can be looped over. */
async function* readerChunks(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {}); // a stream that failed has nothing left to cancel
  }
}
