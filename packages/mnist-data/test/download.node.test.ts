import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { type DownloadOptions, type DownloadProgress, ElbowDataError, openIdx } from "../src/index.js";
import { send, sendShort, serve } from "./http-server.js";
import { gzip, testFiles } from "./idx-bytes.js";

const { images, labels, pixels } = testFiles(2000);
let server: Awaited<ReturnType<typeof serve>>;

afterEach(() => server.close());

async function opened(
  answer: (request: IncomingMessage, response: ServerResponse, attempt: number) => void,
  options: DownloadOptions = {},
): Promise<Uint8Array> {
  server = await serve(answer);
  const split = await openIdx({ images: `${server.url}images`, labels }, { backoff: 1, ...options });
  return split.pixels;
}

async function fault(...args: Parameters<typeof opened>): Promise<ElbowDataError> {
  const error: unknown = await opened(...args).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ElbowDataError);
  return error as ElbowDataError;
}

describe("openIdx({ images: url })", () => {
  it("downloads, and tells how far it is", async () => {
    const steps: DownloadProgress[] = [];
    expect(await opened((q, s) => send(q, s, images), { onProgress: (step) => steps.push(step) })).toEqual(
      pixels,
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
    expect(await opened((q, s) => send(q, s, packed))).toEqual(pixels);
  });
  it("reads what the server has compressed for the way, once more if need be", async () => {
    const packed = await gzip(images);
    for (const body of [packed, await gzip(packed)]) {
      const answer = (_: IncomingMessage, response: ServerResponse): void => {
        response.writeHead(200, { "content-encoding": "gzip", "content-length": body.length }).end(body);
      };
      expect(await opened(answer)).toEqual(pixels);
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
    expect(await opened(answer)).toEqual(pixels);
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
    expect(await opened(answer, { timeout: 500 })).toEqual(pixels);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=1000-"]);
  });
  it("short read: takes it up where it stopped", async () => {
    const answer = (q: IncomingMessage, s: ServerResponse, attempt: number): void => {
      if (attempt === 0) sendShort(s, images, 4321);
      else send(q, s, images);
    };
    expect(await opened(answer)).toEqual(pixels);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=4321-"]);
  });
  it("short read, and a server that ignores ranges: skips what it has", async () => {
    const answer = (_: IncomingMessage, s: ServerResponse, attempt: number): void => {
      if (attempt === 0) sendShort(s, images, 4321);
      else s.writeHead(200, { "content-length": images.length }).end(images);
    };
    expect(await opened(answer)).toEqual(pixels);
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
    const refused: unknown = await openIdx({ images: url, labels }, { retries: 0 }).catch((reason) => reason);
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
      new RangeError("download: expected retries ≥ 0, got NaN"),
    );
  });
});
