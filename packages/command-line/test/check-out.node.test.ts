import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { afterAll, describe, expect, it } from "vitest";
import { checkOut, DataFault, signedDrawing, signedPage, signedPng } from "../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "elbow-check-out-"));
afterAll(() => rmSync(folder, { recursive: true }));

const isOurs = (start: string): boolean => start.startsWith("ours");
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe("checkOut(path, isOurs, force)", () => {
  it("a new file, an empty one, one of ours, a device and stdout are fine", async () => {
    for (const path of [
      join(folder, "new"),
      file("empty", ""),
      file("ours", "ours, and more"),
      "/dev/null",
      "/dev/stdout",
      "-",
    ])
      await expect(checkOut(path, isOurs, false)).resolves.toBeUndefined();
  });

  it("somebody else's file is a DataFault without --force", async () => {
    const path = file("theirs", "theirs");
    await expect(checkOut(path, isOurs, false)).rejects.toThrow(DataFault);
    await expect(checkOut(path, isOurs, false)).rejects.toThrow(`got ${path}, which is another's`);
    await expect(checkOut(path, isOurs, true)).resolves.toBeUndefined();
  });

  it("a folder, and a file in no folder, are DataFaults, with --force too", async () => {
    mkdirSync(join(folder, "place"));
    await expect(checkOut(join(folder, "place"), isOurs, true)).rejects.toThrow(
      "expected a file, got the folder",
    );
    await expect(checkOut(join(folder, "none", "x"), isOurs, true)).rejects.toThrow(
      `make ${join(folder, "none")} first`,
    );
  });
});

describe("signed files are known again, each as its own kind", () => {
  const png = encode({ width: 1, height: 1, channels: 1, depth: 8, data: Uint8Array.of(9) });
  const text = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("latin1");
  const signed = {
    png: text(signedPng.sign(png)),
    page: text(signedPage.sign("<!doctype html>\n<html></html>")),
    drawing: text(signedDrawing.sign("<svg></svg>")),
  };
  const kinds = { png: signedPng, page: signedPage, drawing: signedDrawing };

  it.each(Object.entries(kinds))("%s", (name, kind) => {
    for (const [other, start] of Object.entries(signed)) expect(kind.isOurs(start)).toBe(other === name);
    for (const start of [text(png), "<!doctype html>", "<svg></svg>", "", '{"mine":1}'])
      expect(kind.isOurs(start)).toBe(false);
  });

  it("a signed PNG is the same picture", async () => {
    const { decode } = await import("fast-png");
    const { data, text } = decode(signedPng.sign(png), { checkCrc: true });
    expect([[...data], text]).toEqual([[9], { Software: "made by Elbow (@elbowjs)" }]);
  });
});
