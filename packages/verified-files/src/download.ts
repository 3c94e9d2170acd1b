import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { ElbowDataError } from "./data-error.js";
import { attemptFrom } from "./download-attempt.js";

/** How a download behaves when the network does not. */
export interface DownloadOptions {
  /** Further attempts after the first, an integer ≥ 0. Default 2. */
  readonly retries?: number | undefined;
  /** Milliseconds without a byte after which an attempt is given up, > 0. Default 10,000. */
  readonly timeout?: number | undefined;
  /**
   * Bytes per second that must arrive on average while we wait for three times `timeout` (half a minute); a server that is
   * slower is left for the next one. 0 waits for ever. Default 1,000.
   */
  readonly slowest?: number | undefined;
  /** Milliseconds before the first retry, ≥ 0; each further one waits twice as long. Default 300. */
  readonly backoff?: number | undefined;
  /** Stops the download; the promise then rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each piece that arrives. Default: none. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** Names of the {@link DownloadOptions}, for `checkOptions`. */
export const downloadOptions: readonly string[] = [
  "retries",
  "timeout",
  "slowest",
  "backoff",
  "signal",
  "onProgress",
];

/** How far a download has come. */
export interface DownloadProgress {
  /** Where the bytes come from; `digits` for generated ones. */
  readonly url: string;
  /** Bytes so far. */
  readonly received: number;
  /** Bytes in all, where the server says so. */
  readonly total?: number;
}

/**
 * Refuses options that are outside their intervals or of another kind.
 *
 * @param caller Name of the public function.
 * @throws TypeError or RangeError.
 */
export function checkDownload(
  caller: string,
  { retries, timeout, slowest, backoff, signal, onProgress }: DownloadOptions,
): void {
  checkNumbers(caller, {
    retries: [retries, "integer ≥ 0 or undefined"],
    timeout: [timeout, "> 0 or undefined"],
    slowest: [slowest, "≥ 0 or undefined"],
    backoff: [backoff, "≥ 0 or undefined"],
  });
  checkKinds(caller, {
    signal: [signal, "AbortSignal or undefined"],
    onProgress: [onProgress, "function or undefined"],
  });
}

/**
 * Downloads a file in chunks. An attempt that fails on the way is taken up where it stopped (HTTP `Range`), after a
 * pause that doubles; a server that ignores the range sends the file again, and what is known is skipped. Answers
 * in 400–499 other than 408 and 429, a server that is silent from the start, too slow or sends too much, are not tried
 * again.
 *
 * @param url Address of the file.
 * @param most Bytes that the file can have; a larger one is given up as soon as that is known. Default: any number.
 * @throws ElbowDataError with code `http`, `timeout`, `slow`, `size`, `short-read` or `network`, of the last attempt;
 *   RangeError or TypeError for an option.
 */
export async function* downloadChunks(
  url: string,
  options: DownloadOptions = {},
  most: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array, void, undefined> {
  checkKinds("download", { url: [url, "string"] });
  checkDownload("download", options);
  const { retries = 2, timeout = 10_000, slowest = 1000, backoff = 300, signal, onProgress } = options;
  let received = 0;
  for (let attempt = 0; ; attempt++) {
    try {
      for await (const { chunk, total } of attemptFrom(url, received, { timeout, slowest, most, signal })) {
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
