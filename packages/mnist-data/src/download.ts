import { ElbowDataError } from "./data-error.js";

/** How a download behaves when the network does not. */
export interface DownloadOptions {
  /** Further attempts after the first, an integer ≥ 0. Default 2. */
  retries?: number;
  /** Milliseconds without a byte after which an attempt is given up. Default 10,000. */
  timeout?: number;
  /** Milliseconds before the first retry; each further one waits twice as long. Default 300. */
  backoff?: number;
  /** Stops the download; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called with each piece that arrives. */
  onProgress?: (progress: DownloadProgress) => void;
}

/** How far a download has come. */
export interface DownloadProgress {
  /** Where the bytes come from; `digits` for generated ones. */
  url: string;
  /** Bytes so far. */
  received: number;
  /** Bytes in all, where the server says so. */
  total?: number;
}

/**
 * Downloads a file in chunks. An attempt that fails on the way is taken up where it stopped (HTTP `Range`), after a
 * pause that doubles; a server that ignores the range sends the file again, and what is known is skipped. Answers
 * in 400–499 other than 408 and 429, and a server silent from the start, are not tried again.
 *
 * @param url Address of the file.
 * @throws ElbowDataError with code `http`, `timeout`, `short-read` or `network`, of the last attempt; RangeError for a
 *   negative option.
 */
export async function* downloadChunks(
  url: string,
  { retries = 2, timeout = 10_000, backoff = 300, signal, onProgress }: DownloadOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const [name, value] of Object.entries({ retries, timeout, backoff }))
    if (!(value >= 0)) throw new RangeError(`download: expected ${name} ≥ 0, got ${value}`);
  let received = 0;
  for (let attempt = 0; ; attempt++) {
    try {
      for await (const { chunk, total } of attemptFrom(url, received, timeout, signal)) {
        received += chunk.length;
        onProgress?.({ url, received, ...(total === undefined ? {} : { total }) });
        yield chunk;
      }
      return;
    } catch (error) {
      signal?.throwIfAborted();
      const again = error instanceof ElbowDataError && isPassing(error, received);
      if (!again || attempt >= retries) throw error;
      await pause(backoff * 2 ** attempt, signal);
    }
  }
}

/** Whether another attempt at the same address may do better. */
function isPassing({ code, cause }: ElbowDataError, received: number): boolean {
  if (code === "timeout") return received > 0;
  if (code !== "http") return code === "network" || code === "short-read";
  const status = cause instanceof Response ? cause.status : 0;
  return status >= 500 || status === 408 || status === 429;
}

/** One request, from byte `offset` on. */
async function* attemptFrom(
  url: string,
  offset: number,
  timeout: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ chunk: Uint8Array; total?: number }, void, undefined> {
  const stalled = new AbortController();
  const either = signal === undefined ? stalled.signal : AbortSignal.any([signal, stalled.signal]);
  /** Awaits what the server owes; silence for `timeout` ends the request. */
  const inTime = async <T>(answer: Promise<T>, failed: (cause: unknown) => ElbowDataError): Promise<T> => {
    const timer = setTimeout(() => stalled.abort(), timeout);
    try {
      return await answer;
    } catch (cause) {
      throw stalled.signal.aborted
        ? new ElbowDataError("timeout", `download: GET ${url} sent nothing for ${timeout} ms`, { cause })
        : failed(cause);
    } finally {
      clearTimeout(timer);
    }
  };
  const headers: HeadersInit = offset > 0 ? { Range: `bytes=${offset}-` } : {};
  const response = await inTime(fetch(url, { headers, signal: either }), (cause) => unreachable(url, cause));
  if (!response.ok)
    throw new ElbowDataError(
      "http",
      `download: GET ${url} answered ${response.status} ${response.statusText}`.trimEnd(),
      { cause: response },
    );
  // The length of a body that is decoded on the way says nothing about the bytes that come out.
  const isEncoded = (response.headers.get("content-encoding") ?? "identity") !== "identity";
  const length = isEncoded ? null : response.headers.get("content-length");
  let at = response.status === 206 ? rangeStart(response, offset) : 0;
  const total = length === null ? undefined : at + Number(length);
  const short = (cause?: unknown): ElbowDataError => {
    const message = `download: GET ${url} ended after ${at} of ${total ?? "unknown"} bytes`;
    return new ElbowDataError("short-read", message, { cause });
  };
  const reader = response.body!.getReader();
  try {
    for (;;) {
      const { value, done } = await inTime(reader.read(), short);
      if (done) break;
      const known = Math.max(0, offset - at);
      at += value.length;
      if (value.length > known)
        yield { chunk: value.subarray(known), ...(total === undefined ? {} : { total }) };
    }
  } finally {
    reader.cancel().catch(() => {}); // an attempt that failed has nothing left to say
  }
  if (total !== undefined && at < total) throw short();
}

/** No answer at all; `fetch` hides the reason in a cause, in Node. */
function unreachable(url: string, cause: unknown): ElbowDataError {
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const text = reason instanceof Error ? reason.message : String(reason);
  return new ElbowDataError("network", `download: GET ${url} failed: ${text}`, { cause });
}

/** Where a partial answer begins; its `Content-Range` is hidden from pages of another origin. */
function rangeStart(response: Response, asked: number): number {
  const start = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
  return start === undefined ? asked : Number(start);
}

/** Waits, or rejects with the signal's reason. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
