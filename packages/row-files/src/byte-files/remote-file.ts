import type { ByteFile } from "../byte-file.js";
import { RowFileError } from "../row-file-error.js";

/** A file on a server that sends parts of it (HTTP range requests, RFC 9110, section 14). */
export async function openRemote(url: URL, signal?: AbortSignal): Promise<ByteFile> {
  const name = url.href;
  const first = await part(url, 0, 1, undefined, signal);
  const total = /\/(\d+)$/.exec(first.headers.get("content-range") ?? "")?.[1];
  await first.arrayBuffer();
  if (total === undefined)
    throw new RowFileError(
      "ranges",
      `${name}: expected the server to tell the file's size (Content-Range), got none; allow the header over CORS, or download the file`,
    );
  const tag = first.headers.get("etag");
  return {
    name,
    bytes: Number(total),
    async read(start, end, stop) {
      if (end === start) return new Uint8Array(0);
      const answer = await part(url, start, end, tag?.startsWith('"') ? tag : undefined, stop);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (bytes.length !== end - start)
        throw new RowFileError("length", `${name}: expected ${end - start} bytes, got ${bytes.length}`);
      return bytes;
    },
    close: async () => {},
  };
}

async function part(
  url: URL,
  start: number,
  end: number,
  tag: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  let answer: Response;
  try {
    const headers = { range: `bytes=${start}-${end - 1}`, ...(tag !== undefined && { "if-match": tag }) };
    answer = await fetch(url, { headers, signal: signal ?? null });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new RowFileError("http", `${url.href}: expected an answer, got none (network, or CORS)`, { cause });
  }
  if (answer.status === 206) return answer;
  await answer.body?.cancel();
  if (answer.status === 200)
    throw new RowFileError(
      "ranges",
      `${url.href}: expected a server that sends parts of a file, got the whole file (status 200); download it`,
    );
  if (answer.status === 404 || answer.status === 410)
    throw new RowFileError("missing", `${url.href}: expected a file, got status ${answer.status}`);
  if (answer.status === 412)
    throw new RowFileError("changed", `${url.href}: expected the file that was opened, got another one`);
  if (answer.status === 416 && start === 0)
    throw new RowFileError("empty", `${url.href}: expected rows, got 0 bytes`);
  throw new RowFileError("http", `${url.href}: expected status 206, got ${answer.status}`);
}
