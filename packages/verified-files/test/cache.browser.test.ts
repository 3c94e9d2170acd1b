import { sha256 } from "@elbowjs/test-kit/sha256";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BrowserCache } from "../src/cache/browser-cache.js";
import { type FileOptions, type VerifiedFile, verifiedFiles } from "../src/index.js";
import { gzip, testBytes } from "./bytes.js";

const bytes = testBytes(1216);
let packed: Uint8Array<ArrayBuffer>;
let answer: () => Response;
let asked: string[];

beforeEach(async () => {
  packed = await gzip(bytes);
  answer = () => new Response(packed, { headers: { "content-length": String(packed.length) } });
  asked = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return answer();
  });
  await caches.delete("elbow-mnist-data");
});
afterEach(() => vi.unstubAllGlobals());

async function open(options: FileOptions = {}): Promise<VerifiedFile> {
  const urls = ["https://mirror.test/train-images-idx3-ubyte.gz"];
  const file = { name: "train-images-idx3-ubyte", sha256: await sha256(bytes), bytes: bytes.length, urls };
  const set = { name: "mnist", keeper: "mnist-data", files: [file], remedy: "…" };
  const [opened] = await verifiedFiles("openDataset", set, { retries: 0, ...options });
  return opened!;
}

describe("in a browser, a dataset's file comes", () => {
  it("from a mirror, then from the browser's cache", async () => {
    expect((await open()).source).toBe("https://mirror.test/");
    const again = await open();
    expect(again.source).toBe("cache browser cache");
    expect(again.bytes).toEqual(bytes);
    expect(asked).toEqual(["https://mirror.test/train-images-idx3-ubyte.gz"]);
  });
  it("from a mirror again when the cache is damaged, which is repaired", async () => {
    await new BrowserCache("mnist-data").write("mnist/train-images-idx3-ubyte.gz", packed.slice(0, 40));
    expect((await open()).source).toBe("https://mirror.test/");
    expect((await open()).source).toBe("cache browser cache");
  });
  it("not at all when there is none: the error tells what was tried", async () => {
    answer = () => new Response(null, { status: 404, statusText: "Not Found" });
    await expect(open()).rejects.toMatchObject({
      code: "unavailable",
      tried: [
        "dataDir: not set, nor is ELBOW_DATA_DIR",
        "cache browser cache: no mnist/train-images-idx3-ubyte.gz",
        "download: GET https://mirror.test/train-images-idx3-ubyte.gz answered 404 Not Found",
      ],
    });
  });
  it("not when the connection breaks off", async () => {
    answer = () =>
      new Response(packed.slice(0, 40), { headers: { "content-length": String(packed.length) } });
    await expect(open()).rejects.toThrow(
      `download: GET https://mirror.test/train-images-idx3-ubyte.gz ended after 40 of ${packed.length} bytes`,
    );
  });
});

it("what is larger than the published file is not unfolded", async () => {
  const bomb = await gzip(new Uint8Array(16e6));
  answer = () => new Response(bomb);
  await expect(open()).rejects.toThrow("download: expected at most 2253 bytes from GET");
  const small = await gzip(new Uint8Array(100_000));
  answer = () => new Response(small);
  await expect(open()).rejects.toThrow(
    "gunzip: expected at most 1216 uncompressed bytes in https://mirror.test/",
  );
});

it("verifiedFiles(caller, set, { dataDir }) is refused where there is no file system", async () => {
  await expect(open({ dataDir: "data" })).rejects.toThrow(
    new TypeError(
      "openDataset: expected dataDir only where there is a file system, got 'data'; in a browser pass { mirrors: [url] }",
    ),
  );
});
