import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DataFault, writeWhole } from "../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "elbow-command-line-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("writeWhole(path, content)", () => {
  const path = join(folder, "model.json");

  it("writes text and bytes, and leaves nothing else", async () => {
    await writeWhole(path, "one");
    await writeWhole(path, Uint8Array.of(116, 119, 111));
    expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["two", ["model.json"]]);
  });

  it("a folder that is not there is a DataFault that names the file", async () => {
    const nowhere = join(folder, "none", "model.json");
    await expect(writeWhole(nowhere, "")).rejects.toThrow(DataFault);
    await expect(writeWhole(nowhere, "")).rejects.toThrow(
      `writeWhole: expected to write ${nowhere}, got ENOENT`,
    );
  });

  it("removes drafts of the same file by processes long gone, and no other file", async () => {
    const gone = 2 ** 22 + 1; // above the highest process id of Linux
    const old = new Date(Date.now() - 3_600_000);
    const drafts = {
      stale: `model.json.${gone}.tmp`,
      fresh: `model.json.${gone + 1}.tmp`,
      running: `model.json.${process.ppid}.tmp`,
      another: `other.json.${gone}.tmp`,
      foreign: "model.json.backup.tmp",
    };
    for (const [kind, name] of Object.entries(drafts)) {
      writeFileSync(join(folder, name), "half");
      if (kind !== "fresh") utimesSync(join(folder, name), old, old);
    }
    await writeWhole(path, "three");
    const { stale: _, ...kept } = drafts;
    expect(readdirSync(folder).sort()).toEqual(["model.json", ...Object.values(kept)].sort());
  });
});
