import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { serveFolder } from "../src/serve-folder.js";

const folder = mkdtempSync(join(tmpdir(), "elbow-serve-"));
mkdirSync(join(folder, "in"));
writeFileSync(join(folder, "in/index.html"), "<title>in</title>");
afterAll(() => rmSync(folder, { recursive: true }));

it("serveFolder(folder, { base, headers }) answers files and folders below base, 404 to the rest", async () => {
  const { url, close } = await serveFolder(folder, { base: "/some/deep path/", headers: { "x-own": "1" } });
  try {
    const answer = await fetch(`${url}in/`);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/some\/deep%20path\/$/);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("x-own")]).toEqual([
      200,
      "text/html",
      "1",
    ]);
    expect(await answer.text()).toBe("<title>in</title>");
    for (const path of ["none", "in/none.js", "../../in/", "..%2f..%2fin/"])
      expect((await fetch(url + path)).status, path).toBe(404);
    expect((await fetch(new URL("/in/", url))).status).toBe(404);
  } finally {
    close();
  }
});
