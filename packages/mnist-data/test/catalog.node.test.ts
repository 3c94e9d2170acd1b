import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import type { PublishedFile } from "@elbowjs/verified-files";
import { describe, expect, it } from "vitest";
import { catalog } from "../src/catalog.js";

const data = sharedData("the catalogue's eight hashes", ["mnist", "fashion-mnist"]);

describe.skipIf(data === undefined)("catalog", () => {
  for (const [dataset, files] of Object.entries(catalog))
    for (const { name, sha256, bytes: size } of Object.values(files) as PublishedFile[])
      it(`has the size and SHA-256 of ${dataset}/${name}, by node:crypto`, async () => {
        const bytes = gunzipSync(await readFile(join(data!, dataset, `${name}.gz`)));
        expect(bytes.length).toBe(size);
        expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
      });
});

it("the catalogue names no mirror that is not https", () => {
  const urls = Object.values(catalog).flatMap((files) =>
    (Object.values(files) as PublishedFile[]).flatMap((file) => file.urls),
  );
  expect(urls.length).toBe(4 * 5);
  expect(urls.filter((url) => !url.startsWith("https://"))).toEqual([]);
});
