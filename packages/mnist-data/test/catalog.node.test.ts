import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import { describe, expect, it } from "vitest";
import { catalog } from "../src/catalog.js";

const data = sharedData("the catalogue's eight hashes", ["mnist", "fashion-mnist"]);

describe.skipIf(data === undefined)("catalog", () => {
  for (const [dataset, { mirrors, ...files }] of Object.entries(catalog))
    for (const { name, sha256 } of Object.values(files))
      it(`has the SHA-256 of ${dataset}/${name}, by node:crypto`, async () => {
        const bytes = gunzipSync(await readFile(join(data!, dataset, `${name}.gz`)));
        expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
      });
});
