import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fetchBytes } from "../src/index.js";

let server: Server;
let origin: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "elbow-fetch-"));
  await writeFile(join(folder, "w.bin"), Uint8Array.of(1, 2, 3));
  server = createServer((request, response) => {
    if (request.url === "/models/w.bin") response.end(Uint8Array.of(1, 2, 3));
    else if (request.url === "/page")
      response.setHeader("content-type", "text/html; charset=utf-8").end("<!doctype html>");
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

describe("fetchBytes", () => {
  it("fetchBytes(caller, url) reads a file: URL, a path from the working directory, and fetches the rest", async () => {
    const path = join(folder, "w.bin");
    for (const url of [
      pathToFileURL(path),
      pathToFileURL(path).href,
      relative(process.cwd(), path),
      `${origin}/models/w.bin`,
    ])
      expect([...(await fetchBytes("test", url))]).toEqual([1, 2, 3]);
  });

  it("fetchBytes(caller, url) takes a string without a protocol from the page, in a worker from its script", async () => {
    vi.stubGlobal("location", { href: `${origin}/models/worker.js` });
    expect([...(await fetchBytes("test", "w.bin"))]).toEqual([1, 2, 3]);
    vi.stubGlobal("document", { baseURI: `${origin}/models/index.html` });
    expect([...(await fetchBytes("test", "./w.bin"))]).toEqual([1, 2, 3]);
    vi.unstubAllGlobals();
  });

  it("fetchBytes(caller, url) says what a server answered that does not have the file", async () => {
    await expect(fetchBytes("pretrained", `${origin}/other`)).rejects.toThrow(
      new Error(`pretrained: GET ${origin}/other answered 404 Not Found`),
    );
    await expect(fetchBytes("pretrained", `${origin}/page`)).rejects.toThrow(
      new Error(
        `pretrained: expected the file at ${origin}/page, got a page of content type text/html; charset=utf-8; serve the file, and pass its URL`,
      ),
    );
  });
});
