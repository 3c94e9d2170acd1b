import type { IncomingMessage, ServerResponse } from "node:http";
import { send, sendShort, serve } from "@elbowjs/test-kit/answering-server";
import { afterEach, describe, expect, it } from "vitest";
import {
  type DownloadOptions,
  type DownloadProgress,
  downloadChunks,
  ElbowDataError,
  gunzipChunks,
} from "../src/index.js";
import { collected, gzip, testBytes } from "./bytes.js";

const images = testBytes(48_016);
let server: Awaited<ReturnType<typeof serve>>;

afterEach(() => server.close());

async function opened(
  answer: (request: IncomingMessage, response: ServerResponse, attempt: number) => void,
  options: DownloadOptions = {},
  most?: number,
): Promise<Uint8Array> {
  server = await serve(answer);
  return collected(gunzipChunks(downloadChunks(`${server.url}images`, { backoff: 1, ...options }, most)));
}

async function fault(...args: Parameters<typeof opened>): Promise<ElbowDataError> {
  const error: unknown = await opened(...args).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ElbowDataError);
  return error as ElbowDataError;
}

describe("downloadChunks(url)", () => {
  it("downloads, and tells how far it is", async () => {
    const steps: DownloadProgress[] = [];
    expect(await opened((q, s) => send(q, s, images), { onProgress: (step) => steps.push(step) })).toEqual(
      images,
    );
    expect(steps.at(-1)).toEqual({
      url: `${server.url}images`,
      received: images.length,
      total: images.length,
    });
    expect(steps.map(({ received }) => received)).toEqual(
      steps.map(({ received }) => received).sort((a, b) => a - b),
    );
  });
  it("reads gzip", async () => {
    const packed = await gzip(images);
    expect(await opened((q, s) => send(q, s, packed))).toEqual(images);
  });
  it("reads what the server has compressed for the way, once more if need be", async () => {
    const packed = await gzip(images);
    for (const body of [packed, await gzip(packed)]) {
      const answer = (_: IncomingMessage, response: ServerResponse): void => {
        response.writeHead(200, { "content-encoding": "gzip", "content-length": body.length }).end(body);
      };
      expect(await opened(answer)).toEqual(images);
      await server.close();
    }
  });
  it("404: is an error at once", async () => {
    const error = await fault((_, response) => response.writeHead(404).end());
    expect(error.message).toBe(`download: GET ${server.url}images answered 404 Not Found`);
    expect(error.code).toBe("http");
    expect((error.cause as Response).status).toBe(404);
    expect(server.requests.length).toBe(1);
  });
  it("500 once: tries again", async () => {
    const answer = (q: IncomingMessage, s: ServerResponse, attempt: number): void => {
      if (attempt === 0) s.writeHead(500).end();
      else send(q, s, images);
    };
    expect(await opened(answer)).toEqual(images);
    expect(server.requests.length).toBe(2);
  });
  it("500 always: gives up after the retries", async () => {
    const error = await fault((_, response) => response.writeHead(500).end(), { retries: 3 });
    expect(error.message).toBe(`download: GET ${server.url}images answered 500 Internal Server Error`);
    expect(server.requests.length).toBe(4);
  });
  it("waits twice as long before each retry", async () => {
    const start = performance.now();
    await fault((_, response) => response.writeHead(503).end(), { retries: 3, backoff: 40 });
    expect(performance.now() - start).toBeGreaterThanOrEqual(40 + 80 + 160 - 5);
  });
  it("hang before the first byte: times out, once", async () => {
    const error = await fault(() => {}, { timeout: 80 });
    expect(error.message).toBe(`download: GET ${server.url}images sent nothing for 80 ms`);
    expect(error.code).toBe("timeout");
    expect(server.requests.length).toBe(1);
  });
  it("hang in the middle: takes it up where it stopped", async () => {
    const answer = (q: IncomingMessage, s: ServerResponse, attempt: number): void => {
      if (attempt > 0) send(q, s, images);
      else s.writeHead(200, { "content-length": images.length }).write(images.subarray(0, 1000));
    };
    expect(await opened(answer, { timeout: 500 })).toEqual(images);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=1000-"]);
  });
  it("short read: takes it up where it stopped", async () => {
    const answer = (q: IncomingMessage, s: ServerResponse, attempt: number): void => {
      if (attempt === 0) sendShort(s, images, 4321);
      else send(q, s, images);
    };
    expect(await opened(answer)).toEqual(images);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=4321-"]);
  });
  it("short read, and a server that ignores ranges: skips what it has", async () => {
    const answer = (_: IncomingMessage, s: ServerResponse, attempt: number): void => {
      if (attempt === 0) sendShort(s, images, 4321);
      else s.writeHead(200, { "content-length": images.length }).end(images);
    };
    expect(await opened(answer)).toEqual(images);
  });
  it("short read always: gives up", async () => {
    const error = await fault((_, response) => sendShort(response, images, 100), { retries: 1 });
    expect(error.message).toBe(`download: GET ${server.url}images ended after 100 of 48016 bytes`);
    expect(error.code).toBe("short-read");
  });
  it("no server: tells why", async () => {
    server = await serve(() => {});
    const { url } = server;
    await server.close();
    const refused: unknown = await collected(downloadChunks(url, { retries: 0 })).catch((reason) => reason);
    expect((refused as Error).message).toBe(
      `download: GET ${url} failed: connect ECONNREFUSED ${new URL(url).host}`,
    );
  });
  it("stops on the signal, with its reason", async () => {
    const abort = new AbortController();
    const stopped = opened(() => abort.abort(new Error("enough")), { signal: abort.signal });
    await expect(stopped).rejects.toThrow("enough");
  });
  it("stops on the signal while it waits to try again", async () => {
    const abort = new AbortController();
    const answer = (_: IncomingMessage, response: ServerResponse): void => {
      response.writeHead(500).end();
      setTimeout(() => abort.abort(new Error("enough")), 50);
    };
    await expect(opened(answer, { backoff: 60_000, signal: abort.signal })).rejects.toThrow("enough");
  });
  it("refuses retries of NaN", async () => {
    await expect(opened(() => {}, { retries: NaN })).rejects.toThrow(
      new RangeError("download: expected retries to be an integer ≥ 0, got NaN"),
    );
  });
  it("refuses options of another kind", async () => {
    await expect(opened(() => {}, { slowest: -1 })).rejects.toThrow(
      new RangeError("download: expected slowest ≥ 0, got -1"),
    );
    await server.close();
    const signal = "stop" as unknown as AbortSignal;
    await expect(opened(() => {}, { signal })).rejects.toThrow(
      new TypeError('download: expected signal to be an AbortSignal, got "stop"'),
    );
  });
});

describe("downloadChunks(url, options, most) gives up", () => {
  /** Sends pieces for as long as anyone listens; `sent` counts their bytes. */
  const endless = (response: ServerResponse, piece: Uint8Array, pause: number): { sent: number } => {
    const count = { sent: 0 };
    const more = (): void => {
      if (response.destroyed) return;
      count.sent += piece.length;
      response.write(piece, () => setTimeout(more, pause));
    };
    more();
    return count;
  };

  it("a body without end, at the first byte too many", async () => {
    let count = { sent: 0 };
    const error = await fault((_, s) => (count = endless(s, new Uint8Array(10_000), 0)), {}, 48_016);
    expect(error.message).toBe(
      `download: expected at most 48016 bytes from GET ${server.url}images, got ${/got (\d+)/.exec(error.message)![1]} or more; it is another file`,
    );
    expect(error.code).toBe("size");
    expect(server.requests.length).toBe(1);
    expect(count.sent).toBeLessThan(2_000_000); // what the sockets hold
  });
  it("a length that is too large, before the body", async () => {
    const answer = (_: IncomingMessage, s: ServerResponse): void => {
      s.writeHead(200, { "content-length": 1e12 }).flushHeaders();
    };
    const error = await fault(answer, {}, 48_016);
    expect([error.code, server.requests.length]).toEqual(["size", 1]);
    expect(error.message).toContain("got 1000000000000 or more");
  });
  it("not a body of exactly that length", async () => {
    expect(await opened((q, s) => send(q, s, images), {}, 48_016)).toEqual(images);
  });
  it("a drip, after three timeouts, and does not come back for more", async () => {
    const start = performance.now();
    const error = await fault((_, s) => endless(s, Uint8Array.of(1), 20), { timeout: 100 });
    expect(error.code).toBe("slow");
    expect(error.message).toMatch(
      /^download: GET http:\/\/127\.0\.0\.1:\d+\/images sent \d+ bytes in \d+ ms, expected at least 1000 per second; pass \{ slowest \} to wait longer$/,
    );
    expect(server.requests.length).toBe(1);
    expect(performance.now() - start).toBeLessThan(3000);
  });
  it("no drip when told to wait for ever", async () => {
    const answer = (_: IncomingMessage, s: ServerResponse): void => {
      const { sent } = endless(s, Uint8Array.of(7), 20);
      expect(sent).toBe(1);
      setTimeout(() => s.end(), 500);
    };
    expect((await opened(answer, { timeout: 100, slowest: 0 })).length).toBeGreaterThan(5);
  });
  it("no server for the time that its reader takes", async () => {
    server = await serve((q, s) => send(q, s, images.subarray(0, 900)));
    for await (const chunk of downloadChunks(`${server.url}images`, { timeout: 50 })) {
      expect(chunk.length).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  });
});
