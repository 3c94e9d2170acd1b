import { once } from "node:events";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { npyFile, openRows, RowFileError } from "../src/index.js";

let folder: string;
const at = (name: string): string => join(folder, name);
const numbers = (n: number, from = 0): Float32Array => Float32Array.from({ length: n }, (_, i) => from + i);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "row-files-"));
  await writeFile(at("a.npy"), npyFile(numbers(6), [3, 2]));
  await writeFile(at("b.npy"), npyFile(numbers(4, 6), [2, 2]));
  await writeFile(at("wide.npy"), npyFile(numbers(6), [2, 3]));
  await writeFile(at("bytes.npy"), npyFile(Uint8Array.of(0, 255, 51, 102), [2, 2]));
  await writeFile(at("none.npy"), npyFile(new Float32Array(0), [0, 2]));
  await writeFile(at("empty.npy"), "");
  await writeFile(at("text.npy"), "hello, world");
  await writeFile(at("raw.f32"), numbers(6));
  await writeFile(
    at("images.idx"),
    Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 102, 255),
  );
});
afterAll(() => rm(folder, { recursive: true }));

/** The code of what is thrown. */
async function code(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RowFileError);
  return (error as RowFileError).code;
}

describe("openRows on a disk", () => {
  it("reads shards as one, across their borders and in any order", async () => {
    await using source = await openRows([at("a.npy"), pathToFileURL(at("b.npy"))]);
    expect([source.size, source.features, source.kind, source.shape]).toEqual([5, 2, "floats", [2]]);
    expect(source.shards.map(({ size }) => size)).toEqual([3, 2]);
    expect([...(await source.read(2, 4)).slice(0, 2)]).toEqual([4, 5, 6, 7]);
    expect([...(await source.read(0, 1)).slice(0, 1)]).toEqual([0, 1]);
    expect((await source.read(5, 5)).size).toBe(0);
  });

  it("keeps bytes, of IDX files too, and reads raw numbers as they are told", async () => {
    const images = await openRows(at("images.idx"));
    expect([images.kind, images.shape]).toEqual(["bytes", [1, 2]]);
    expect([...(await images.read(1, 2)).slice(0, 1)]).toEqual([Math.fround(0.4), 1]);
    const raw = await openRows(at("raw.f32"), { raw: { shape: [3] } });
    expect([...(await raw.read(1, 2)).slice(0, 1)]).toEqual([3, 4, 5]);
    await Promise.all([images.close(), raw.close()]);
  });

  it("tells each kind of wrong file by its code", async () => {
    expect(await code(openRows(at("nothing.npy")))).toBe("missing");
    expect(await code(openRows(at("empty.npy")))).toBe("empty");
    expect(await code(openRows(at("none.npy")))).toBe("empty");
    expect(await code(openRows(at("text.npy")))).toBe("format");
    expect(await code(openRows([at("a.npy"), at("wide.npy")]))).toBe("width");
    expect(await code(openRows([at("a.npy"), at("bytes.npy")]))).toBe("width");
    expect(await code(openRows(at("raw.f32"), { raw: { shape: [5] } }))).toBe("width");
    await expect(openRows([])).rejects.toThrow("openRows: expected at least one file, got none");
    await expect(openRows(7 as never)).rejects.toThrow(TypeError);
    await expect(openRows(at("a.npy"), { row: 1 } as never)).rejects.toThrow("did you mean raw");
  });

  it("notices a file that is written to or cut while it is open; one whose name goes away stays readable", async () => {
    await writeFile(at("c.npy"), npyFile(numbers(6), [3, 2]));
    const source = await openRows(at("c.npy"));
    await rm(at("c.npy"));
    expect((await source.read(0, 3)).size).toBe(3);
    await source.close();
    await writeFile(at("d.npy"), npyFile(numbers(6), [3, 2]));
    const growing = await openRows(at("d.npy"));
    await appendFile(at("d.npy"), "more");
    expect(await code(growing.read(0, 3))).toBe("changed");
    await growing.close();
  });

  it("refuses rows outside, numbers that are not finite, and work after an abort", async () => {
    await writeFile(at("nan.npy"), npyFile(Float32Array.of(1, 2, 3, Number.NaN), [2, 2]));
    const source = await openRows(at("nan.npy"));
    expect((await source.read(0, 1)).size).toBe(1);
    await expect(source.read(0, 2)).rejects.toThrow("got NaN at sample 1, feature 1");
    await expect(source.read(1, 3)).rejects.toThrow("expected start ≤ end ≤ 2, got 1 and 3");
    await expect(source.read(0, 1, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    await source.close();
  });
});

describe("openRows on a server", () => {
  let server: Server;
  let base: string;
  const file = npyFile(numbers(2000), [1000, 2]);
  let tag = '"one"';
  let sent = 0;

  beforeAll(async () => {
    server = createServer(({ url, headers }, answer) => {
      if (url === "/gone.npy") return void answer.writeHead(404).end();
      if (url === "/whole.npy") return void answer.writeHead(200).end(file);
      if (headers["if-match"] !== undefined && headers["if-match"] !== tag)
        return void answer.writeHead(412).end();
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(headers.range ?? "") ?? [];
      const part = file.subarray(Number(from), Number(to) + 1);
      sent += part.length;
      answer.writeHead(206, { "content-range": `bytes ${from}-${to}/${file.length}`, etag: tag });
      answer.end(url === "/short.npy" && part.length > 2000 ? part.subarray(1) : part);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    base = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  afterAll(() => void server.close());

  it("fetches the header and the parts asked for, not the file", async () => {
    const source = await openRows(`${base}/x.npy`);
    sent = 0;
    expect([...(await source.read(500, 502)).slice(0, 2)]).toEqual([1000, 1001, 1002, 1003]);
    expect(sent).toBe(16);
  });

  it("tells a server without ranges, a missing file, another file under the same address", async () => {
    expect(await code(openRows(`${base}/whole.npy`))).toBe("ranges");
    expect(await code(openRows(`${base}/gone.npy`))).toBe("missing");
    expect(await code(openRows("http://127.0.0.1:9/x.npy"))).toBe("http");
    expect(await code(openRows(`${base}/short.npy`))).toBe("length");
    const source = await openRows(`${base}/x.npy`);
    tag = '"two"';
    expect(await code(source.read(0, 1))).toBe("changed");
  });
});
