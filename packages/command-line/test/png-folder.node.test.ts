import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { encode } from "fast-png";
import { afterAll, describe, expect, it } from "vitest";
import { pngFolder } from "../src/data/png-folder.js";
import { DataFault, openData } from "../src/index.js";
import { pngOf } from "./png-files.js";

const ground = mkdtempSync(join(tmpdir(), "elbow-png-"));
afterAll(() => rmSync(ground, { recursive: true }));

let count = 0;
/** A folder of its own with these files. */
function folder(files: Readonly<Record<string, Uint8Array>>): string {
  const place = join(ground, String(count++));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(place, name, ".."), { recursive: true });
    writeFileSync(join(place, name), content);
  }
  return place;
}

const grey = (width: number, height: number, level: number): Uint8Array =>
  encode({ width, height, channels: 1, depth: 8, data: new Uint8Array(width * height).fill(level) });

/** The rows of the only image. */
async function image(file: Uint8Array): Promise<number[]> {
  const { data } = await pngFolder(folder({ "x.png": file }));
  if (data?.samples.kind !== "bytes") throw new Error("expected bytes");
  return [...data.samples.sliceBytes(0, 1)];
}

describe("pngFolder(folder)", () => {
  it("reads 1, 2 and 4 bits, several pixels to a byte: by hand", async () => {
    const one = Uint8Array.of(0, 0b10100000, 0, 0b01100000);
    expect(await image(pngOf({ width: 3, height: 2, depth: 1 }, one))).toEqual([255, 0, 255, 0, 255, 255]);
    const two = Uint8Array.of(0, 0b00_01_10_11, 0b01_000000);
    expect(await image(pngOf({ width: 5, height: 1, depth: 2 }, two))).toEqual([0, 85, 170, 255, 85]);
    const four = Uint8Array.of(0, 0x0f, 0x80);
    expect(await image(pngOf({ width: 3, height: 1, depth: 4 }, four))).toEqual([0, 255, 136]);
  });

  it("reads a palette of 4 bits by its colours, and refuses a colour that it has not", async () => {
    const palette = ["PLTE", Uint8Array.of(0, 0, 0, 200, 200, 200)] as const;
    const header = { width: 3, height: 1, depth: 4, colour: 3 };
    expect(await image(pngOf(header, Uint8Array.of(0, 0x10, 0x10), [palette]))).toEqual([200, 0, 200]);
    await expect(image(pngOf(header, Uint8Array.of(0, 0x12, 0x10), [palette]))).rejects.toThrow(
      "colour 2 of a palette of 2",
    );
  });

  it("leaves images of other kinds out, and says which", async () => {
    const place = folder({
      "a/1.png": grey(2, 2, 1),
      "a/2.jpg": Buffer.from("JFIF"),
      "a/notes.txt": Buffer.of(),
    });
    const { train, notes } = await openData(place);
    expect(train.size).toBe(1);
    expect(notes).toEqual([
      `Left out 1 images of other kinds, such as ${join(place, "a/2.jpg")}: only PNG is read`,
    ]);
    await expect(openData(folder({ "1.jpg": Buffer.from("JFIF"), "2.JPEG": Buffer.of() }))).rejects.toThrow(
      /got 2 images of other kinds, such as .*1\.jpg; save them as PNG/,
    );
  });

  it("takes the first ones alone where a limit is given", async () => {
    const place = folder({ "1.png": grey(2, 2, 7), "2.png": grey(3, 3, 8) });
    expect((await pngFolder(place, 1)).data?.size).toBe(1);
    await expect(pngFolder(place)).rejects.toThrow("expected images of 2×2 pixels as the first, got 3×3 in");
  });
});

describe("a hostile PNG is a DataFault at once, in little memory", () => {
  const row = Uint8Array.of(0, 1, 2, 3);
  const bomb = Buffer.alloc(100_000_000);
  it.each([
    [
      "2³¹ − 1 × 1 pixels",
      pngOf({ width: 2 ** 31 - 1, height: 1 }, row),
      /at most 16777216 pixels, got 2147483647×1/,
    ],
    ["60000 × 60000 pixels", pngOf({ width: 60000, height: 60000 }, row), /at most 16777216 pixels/],
    ["0 × 0 pixels", pngOf({ width: 0, height: 0 }, row), /an image with pixels, got 0×0/],
    [
      "data that inflate to 100 MB",
      pngOf({ width: 3, height: 1 }, bomb),
      /more than the 4 bytes of 3×1 pixels/,
    ],
    ["data cut short", pngOf({ width: 3, height: 2 }, row), /inflate to 4 instead of the 8 bytes/],
    ["a file cut short", pngOf({ width: 3, height: 1 }, row).subarray(0, 40), /the file is cut short/],
    ["no PNG", Buffer.from("GIF89a".padEnd(64)), /another kind of file/],
    ["nothing", Buffer.alloc(0), /another kind of file/],
    ["7 bits", pngOf({ width: 3, height: 1, depth: 7 }, row), /another kind of file/],
    [
      "4 bits, interlaced",
      pngOf({ width: 2, height: 1, depth: 4, interlaced: true }, row.subarray(0, 2)),
      /without interlacing/,
    ],
  ])("%s", async (_, file, message) => {
    const place = folder({ "x.png": file });
    const before = process.memoryUsage().arrayBuffers;
    const began = performance.now();
    await expect(pngFolder(place)).rejects.toThrow(message);
    await expect(pngFolder(place)).rejects.toThrow(DataFault);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6);
  });

  it("a colour profile that inflates to 100 MB is passed over", async () => {
    const profile = Buffer.concat([Buffer.from("x\0\0", "latin1"), deflateSync(bomb)]);
    expect(await image(pngOf({ width: 3, height: 1 }, row, [["iCCP", profile]]))).toEqual([1, 2, 3]);
  });

  it("many images that are too many pixels together are refused by their headers", async () => {
    const huge = pngOf({ width: 4096, height: 4096 }, row);
    const files = Object.fromEntries(Array.from({ length: 129 }, (_, i) => [`${i}.png`, huge]));
    await expect(pngFolder(folder(files))).rejects.toThrow(
      /at most 2147483648 pixels .* 129 images .*--limit/,
    );
  });

  it.runIf(process.platform === "linux")(
    "a folder whose name is not UTF-8 is a DataFault that says so",
    async () => {
      const place = folder({ "x.txt": Buffer.of() });
      execFileSync("bash", ["-c", `mkdir "$0"/$'b\\xffd' && touch "$0"/$'b\\xffd'/1.png`, place]);
      await expect(openData(place)).rejects.toThrow(DataFault);
      await expect(openData(place)).rejects.toThrow("its name is not UTF-8, rename it");
    },
  );
});
