import { crc32 } from "node:zlib";
import { checkKinds } from "@elbowjs/arguments";
import type { IsOurs } from "./check-out.js";

/** What files of ours say of their origin. */
const maker = "made by Elbow (@elbowjs)";

/** A kind of file that is written: how it says who made it, and how that is told of a file. */
export interface SignedKind<T extends string | Uint8Array> {
  sign(content: T): T;
  readonly isOurs: IsOurs;
}

/** The kind, whose two functions refuse content of another type by their name. */
function signedKind<T extends string | Uint8Array>(
  name: string,
  content: "string" | "Uint8Array",
  { sign, isOurs }: SignedKind<T>,
): SignedKind<T> {
  return {
    sign(unsigned) {
      checkKinds(`${name}.sign`, { content: [unsigned, content] });
      return sign(unsigned);
    },
    isOurs(start) {
      checkKinds(`${name}.isOurs`, { start: [start, "string"] });
      return isOurs(start);
    },
  };
}

/** Bytes of a PNG file's signature and first chunk, IHDR. */
const afterHeader = 33;

/** PNG pictures, with a tEXt chunk behind the header. */
export const signedPng: SignedKind<Uint8Array> = signedKind("signedPng", "Uint8Array", {
  sign(png) {
    const text = Buffer.from(`tEXtSoftware\0${maker}`, "latin1");
    const chunk = Buffer.alloc(text.length + 8);
    chunk.writeUInt32BE(text.length - 4, 0);
    text.copy(chunk, 4);
    chunk.writeUInt32BE(crc32(text), text.length + 4);
    return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)]);
  },
  isOurs: (start) => start.startsWith("\x89PNG") && start.includes(maker),
});

/** HTML pages, with a comment behind the doctype. */
export const signedPage: SignedKind<string> = signedKind("signedPage", "string", {
  sign: (page) => page.replace(/^<!doctype html>/i, (doctype) => `${doctype}\n<!-- ${maker} -->`),
  isOurs: (start) => /^<!doctype html>/i.test(start) && start.includes(maker),
});

/** SVG drawings, with a comment before the root. */
export const signedDrawing: SignedKind<string> = signedKind("signedDrawing", "string", {
  sign: (svg) => `<!-- ${maker} -->\n${svg}`,
  isOurs: (start) => start.startsWith(`<!-- ${maker} -->\n<svg`),
});
