import { readFile } from "node:fs/promises";
import { DataFault } from "@elbowjs/command-line";
import { defaultRng } from "@elbowjs/numpy-random";
import type { WordPair } from "@elbowjs/sequence-data";

/** A part to learn from, and a tenth to measure on. */
export type TextData =
  | { readonly kind: "text"; readonly train: string; readonly test: string }
  | { readonly kind: "lines"; readonly train: readonly string[]; readonly test: readonly string[] }
  | { readonly kind: "pairs"; readonly train: readonly WordPair[]; readonly test: readonly WordPair[] };

/** Lines that are not read as one long text are of at most this many characters. */
const longestLine = 60;

/**
 * One's own text. Pairs are lines `source TAB target`; lines are texts of their own; else it is one long text.
 *
 * @param kind `auto`: pairs if each line has one tab, lines if none is longer than 60 characters and there is no empty one.
 * @throws DataFault if it cannot be read, or is not of the kind.
 */
export async function textData(path: string, kind: string): Promise<TextData> {
  const bytes = await readFile(path).catch((cause: Error) => {
    throw new DataFault(`train: expected to read ${path}, got ${cause.message}`, { cause });
  });
  const text = decoded(path, bytes).normalize().replaceAll("\r\n", "\n");
  const lines = text.replace(/\n+$/, "").split("\n");
  const isPairs = lines.every((line) => /^[^\t]+\t[^\t]+$/.test(line));
  const isLines = lines.length >= 10 && lines.every((line) => line.length > 0 && line.length <= longestLine);
  const chosen = kind === "auto" ? (isPairs ? "pairs" : isLines ? "lines" : "text") : kind;
  if (chosen === "pairs" && !isPairs)
    throw new DataFault(`train: expected lines of source TAB target in ${path}, got other ones`);
  if (chosen === "text") {
    const cut = Math.floor(0.9 * text.length);
    return { kind: "text", train: text.slice(0, cut), test: text.slice(cut) };
  }
  const used = lines.filter((line) => line !== "");
  if (used.length < 2) throw new DataFault(`train: expected at least 2 lines in ${path}, got ${used.length}`);
  const order = Array.from(defaultRng(0).permutation(used.length), Number);
  const held = Math.max(1, Math.floor(used.length / 10));
  const [test, train] = [order.slice(0, held), order.slice(held)].map((part) => part.map((i) => used[i]!));
  if (chosen === "lines") return { kind: "lines", train: train!, test: test! };
  const pair = (line: string): WordPair => {
    const [source, target] = line.split("\t") as [string, string];
    return { source, target };
  };
  return { kind: "pairs", train: train!.map(pair), test: test!.map(pair) };
}

function decoded(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DataFault(`train: expected UTF-8 text in ${path}, got other bytes`, { cause });
  }
}
