import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { DataFault, writeWhole } from "../src/index.js";

const ground = mkdtempSync(join(tmpdir(), "elbow-command-line-"));
afterAll(() => rmSync(ground, { recursive: true }));

describe("writeWhole(path, content)", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(ground, "case-"));
    path = join(folder, "model.json");
  });

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

  it("twenty writes at once leave one of them, whole, and no draft", async () => {
    const contents = Array.from({ length: 20 }, (_, i) =>
      String.fromCharCode(97 + i).repeat(1 + 100_000 * (i % 3)),
    );
    for (let round = 0; round < 5; round++) {
      await Promise.all(contents.map((content) => writeWhole(path, content)));
      expect(contents).toContain(readFileSync(path, "utf8"));
    }
    expect(readdirSync(folder)).toEqual(["model.json"]);
  });

  it("a link stays a link, and what it leads to is replaced", async () => {
    const target = join(folder, "target.json");
    writeFileSync(target, "old");
    symlinkSync(target, path);
    await writeWhole(path, "new");
    expect([lstatSync(path).isSymbolicLink(), readFileSync(target, "utf8")]).toEqual([true, "new"]);
    rmSync(target);
    await writeWhole(path, "newer"); // a link to nothing yet
    expect([lstatSync(path).isSymbolicLink(), readFileSync(target, "utf8")]).toEqual([true, "newer"]);
  });

  it.skipIf(process.platform === "win32").each([0o600, 0o664, 0o400])(
    "a file keeps its mode %o",
    async (mode) => {
      writeFileSync(path, "old");
      chmodSync(path, mode);
      await writeWhole(path, "new");
      expect([statSync(path).mode & 0o777, readFileSync(path, "utf8")]).toEqual([mode, "new"]);
    },
  );

  it.runIf(existsSync("/dev/full"))("a device is written to, and stays one", async () => {
    await expect(writeWhole("/dev/full", "x")).rejects.toThrow("expected to write /dev/full, got ENOSPC");
    await writeWhole("/dev/null", "x");
    expect([statSync("/dev/full").isCharacterDevice(), statSync("/dev/null").isCharacterDevice()]).toEqual([
      true,
      true,
    ]);
  });

  it.skipIf(process.platform === "win32")("a named pipe is written to", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const reader = spawn("cat", [pipe]);
    let text = "";
    reader.stdout.on("data", (part: Buffer) => (text += part.toString()));
    await writeWhole(pipe, "through the pipe");
    await new Promise((resolve) => reader.on("close", resolve));
    expect([text, lstatSync(pipe).isFIFO()]).toEqual(["through the pipe", true]);
  });

  it("removes drafts of the same file that are old, and no other file", async () => {
    const old = new Date(Date.now() - 3_600_000);
    const drafts = {
      stale: "model.json.0123456789ab.tmp",
      fresh: "model.json.ba9876543210.tmp",
      another: "other.json.0123456789ab.tmp",
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
