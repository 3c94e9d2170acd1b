import { crc32 } from "node:zlib";
import type { IsOurs } from "./check-out.js";

/** What files of ours say of their origin. */
const maker = "made by Elbow (@elbowjs)";

/** A kind of file that is written: how it says who made it, and how that is told of a file. */
export interface SignedKind<T extends string | Uint8Array> {
  sign(content: T): T;
  readonly isOurs: IsOurs;
}

/** Bytes of a PNG file's signature and first chunk, IHDR. */
const afterHeader = 33;

/** PNG pictures, with a tEXt chunk behind the header. */
export const signedPng: SignedKind<Uint8Array> = {
  sign(png) {
    const text = Buffer.from(`tEXtSoftware\0${maker}`, "latin1");
    const chunk = Buffer.alloc(text.length + 8);
    chunk.writeUInt32BE(text.length - 4, 0);
    text.copy(chunk, 4);
    chunk.writeUInt32BE(crc32(text), text.length + 4);
    return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)]);
  },
  isOurs: (start) => start.startsWith("\x89PNG") && start.includes(maker),
};

/** HTML pages, with a comment behind the doctype. */
export const signedPage: SignedKind<string> = {
  sign: (page) => page.replace(/^<!doctype html>/i, (doctype) => `${doctype}\n<!-- ${maker} -->`),
  isOurs: (start) => /^<!doctype html>/i.test(start) && start.includes(maker),
};

/** SVG drawings, with a comment before the root. */
export const signedDrawing: SignedKind<string> = {
  sign: (svg) => `<!-- ${maker} -->\n${svg}`,
  isOurs: (start) => start.startsWith(`<!-- ${maker} -->\n<svg`),
};
