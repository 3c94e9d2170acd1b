import { ElbowDataError } from "./data-error.js";

/** What ends an attempt. */
export interface Limits {
  /** Milliseconds of silence. */
  readonly timeout: number;
  /** Bytes per second, on average over three times `timeout`. */
  readonly slowest: number;
  /** Bytes that the file can have. */
  readonly most: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * One request for a file, from byte `offset` on.
 *
 * @throws ElbowDataError with code `http`, `timeout`, `slow`, `size`, `short-read` or `network`.
 */
export async function* attemptFrom(
  url: string,
  offset: number,
  { timeout, slowest, most, signal }: Limits,
): AsyncGenerator<{ chunk: Uint8Array; total?: number }, void, undefined> {
  const wait = patience(url, timeout, signal);
  const headers: HeadersInit = offset > 0 ? { Range: `bytes=${offset}-` } : {};
  const response = await wait.for(fetch(url, { headers, signal: wait.signal }), (cause) =>
    unreachable(url, cause),
  );
  const body = response.body?.getReader();
  try {
    if (!response.ok) throw refusal(url, response);
    let at = response.status === 206 ? rangeStart(response, offset) : 0;
    const total = bodyLength(response, at);
    if (total !== undefined && total > most) throw tooLarge(url, total, most);
    const pace = new Pace(url, slowest, 3 * timeout);
    while (body !== undefined) {
      const asked = performance.now();
      const { value, done } = await wait.for(body.read(), (cause) => short(url, at, total, cause));
      if (done) break;
      const known = Math.max(0, offset - at);
      at += value.length;
      if (at > most) throw tooLarge(url, at, most);
      pace.add(value.length, performance.now() - asked);
      if (value.length > known)
        yield { chunk: value.subarray(known), ...(total === undefined ? {} : { total }) };
    }
    if (total !== undefined && at < total) throw short(url, at, total);
  } finally {
    body?.cancel().catch(() => {}); // an attempt that failed has nothing left to say
  }
}

/** Awaits what the server owes; silence for `timeout` ends the request. */
function patience(url: string, timeout: number, signal: AbortSignal | undefined) {
  const stalled = new AbortController();
  return {
    signal: signal === undefined ? stalled.signal : AbortSignal.any([signal, stalled.signal]),
    async for<T>(answer: Promise<T>, failed: (cause: unknown) => ElbowDataError): Promise<T> {
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
    },
  };
}

/** Watches that bytes come fast enough. Only the time that we waited for them counts, not what is done between them. */
class Pace {
  readonly #url: string;
  readonly #slowest: number;
  readonly #window: number;
  #bytes = 0;
  #waited = 0;

  constructor(url: string, slowest: number, window: number) {
    this.#url = url;
    this.#slowest = slowest;
    this.#window = window;
  }

  add(bytes: number, milliseconds: number): void {
    this.#bytes += bytes;
    this.#waited += milliseconds;
    if (this.#waited < this.#window) return;
    if (this.#bytes * 1000 < this.#slowest * this.#waited)
      throw new ElbowDataError(
        "slow",
        `download: GET ${this.#url} sent ${this.#bytes} bytes in ${Math.round(this.#waited)} ms, expected at least ${this.#slowest} per second; pass { slowest } to wait longer`,
      );
    this.#bytes = 0;
    this.#waited = 0;
  }
}

function refusal(url: string, response: Response): ElbowDataError {
  const { status, statusText } = response;
  return new ElbowDataError("http", `download: GET ${url} answered ${status} ${statusText}`.trimEnd(), {
    cause: response,
  });
}

function short(url: string, at: number, total: number | undefined, cause?: unknown): ElbowDataError {
  const message = `download: GET ${url} ended after ${at} of ${total ?? "unknown"} bytes`;
  return new ElbowDataError("short-read", message, { cause });
}

function tooLarge(url: string, got: number, most: number): ElbowDataError {
  return new ElbowDataError(
    "size",
    `download: expected at most ${most} bytes from GET ${url}, got ${got} or more; it is another file`,
  );
}

/** No answer at all; `fetch` hides the reason in a cause, in Node. */
function unreachable(url: string, cause: unknown): ElbowDataError {
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const text = reason instanceof Error ? reason.message : String(reason);
  return new ElbowDataError("network", `download: GET ${url} failed: ${text}`, { cause });
}

/** Bytes of the whole file, where the server says so. The length of a body decoded on the way says nothing of them. */
function bodyLength(response: Response, from: number): number | undefined {
  const isEncoded = (response.headers.get("content-encoding") ?? "identity") !== "identity";
  const length = isEncoded ? null : response.headers.get("content-length");
  return length === null ? undefined : from + Number(length);
}

/** Where a partial answer begins; its `Content-Range` is hidden from pages of another origin. */
function rangeStart(response: Response, asked: number): number {
  const start = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
  return start === undefined ? asked : Number(start);
}
