import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { send, serve } from "@elbowjs/test-kit/answering-server";
import { dataFolder } from "@elbowjs/test-kit/shared-data";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openNames, openTinyShakespeare, openTransliteration } from "../src/index.js";
import { googleSet, namesSet, tinyShakespeareSet, wikidataSet } from "../src/sets/catalog.js";

const hasData = existsSync(join(dataFolder, "text", "names.txt"));
if (!hasData)
  console.warn(`SKIPPED: the published sequences; no text/ and transliteration/ in ${dataFolder}`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sequence-data-"));
  vi.stubEnv("ELBOW_DATA_DIR", undefined);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe.skipIf(!hasData)("the published sequences, from a folder", () => {
  const options = { dataDir: dataFolder };
  it("openNames()", async () => {
    const { names, source } = await openNames(options);
    expect([names.length, names[0], names.at(-1), source]).toEqual([
      32_033,
      "emma",
      "zzyzx",
      `folder ${dataFolder}`,
    ]);
    expect(new Set(names.join("")).size).toBe(26);
  });
  it("openTinyShakespeare()", async () => {
    const { text } = await openTinyShakespeare(options);
    expect([text.length, new Set(text).size, text.slice(0, 14)]).toEqual([1_115_394, 65, "First Citizen:"]);
  });
  it("openTransliteration('google')", async () => {
    const { train, validation, test } = await openTransliteration("google", options);
    expect([train.length, validation.length, test.length]).toEqual([12_877, 1431, 1590]);
    expect(test[0]).toEqual({ source: "atzmon", target: "آتزمون", count: 1 });
  });
  it("openTransliteration('wikidata')", async () => {
    const { train, validation, test } = await openTransliteration("wikidata", options);
    expect([train.length, validation.length, test.length]).toEqual([41_584, 10_395, 12_994]);
    expect(train[0]).toEqual({ source: "cuypers", target: "كاوبيرز", count: 2 });
    const known = new Set(train.map(({ source }) => source));
    expect(test.filter(({ source }) => known.has(source))).toEqual([]); // no word of the test is in the training
  });
});

it("openNames() looks in the cache and at the mirrors, and takes no other file", async () => {
  const server = await serve((request, response) =>
    send(request, response, new TextEncoder().encode("emma\n")),
  );
  await expect(openNames({ cacheDir: folder, mirrors: [server.url], retries: 0 })).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("openNames: expected SHA-256 0a30b555"),
  });
  expect(server.requests.map(({ path }) => path)).toEqual(["/names.txt"]);
  await server.close();
});

it("the catalogue asks by https, at one commit, at each address for the same file", () => {
  const files = [namesSet, tinyShakespeareSet, googleSet, wikidataSet].flatMap((set) => set.files);
  expect(files.length).toBe(8);
  for (const { urls } of files) {
    const [first, second] = urls.map((url) =>
      /^https:\/\/[^@]*?([^/@]+\/[^/@]+)[@/]([\da-f]{40})\/(.+)$/.exec(url)!.slice(1),
    );
    expect(first).toEqual(second);
  }
});

it("options that do not exist are refused", async () => {
  await expect(openNames({ datadir: "." } as object)).rejects.toThrow("got datadir; did you mean dataDir?");
  await expect(openTransliteration("wiki" as "google")).rejects.toThrow(
    "openTransliteration: expected name to be one of 'google', 'wikidata', got \"wiki\"",
  );
});
