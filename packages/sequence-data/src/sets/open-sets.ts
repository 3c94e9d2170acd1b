import { checkChoices, checkOptions } from "@elbowjs/arguments";
import { type FileOptions, fileOptions, type PublishedSet, verifiedFiles } from "@elbowjs/verified-files";
import type { WordPair } from "../word-pair.js";
import { googleSet, namesSet, tinyShakespeareSet, wikidataSet } from "./catalog.js";

/** First names. */
export interface Names {
  /** 32,033 names in small letters a to z, most frequent first. */
  readonly names: readonly string[];
  /** Where they came from: a folder, the cache or an address. */
  readonly source: string;
}

/** One long text. */
export interface LongText {
  readonly text: string;
  /** Where it came from: a folder, the cache or an address. */
  readonly source: string;
}

/** Names in Latin letters and in Arabic. */
export interface Transliteration {
  readonly train: readonly NamePair[];
  readonly validation: readonly NamePair[];
  readonly test: readonly NamePair[];
  /** Where they came from: a folder, the cache or an address. */
  readonly source: string;
}

/** A name in Latin letters and in Arabic. */
export interface NamePair extends WordPair {
  /** How often the pair was seen; 1 where the set does not say. */
  readonly count: number;
}

/**
 * Opens 32,033 first names, as makemore uses them, from `dataDir`, the cache or the network.
 *
 * @throws ElbowDataError if no place has them, or a file there is another one; TypeError or RangeError for an option.
 * @see https://github.com/karpathy/makemore; the names are the social security administration's, public domain.
 */
export async function openNames(options: FileOptions = {}): Promise<Names> {
  const { texts, source } = await opened("openNames", namesSet, options);
  return { names: lines(texts[0]!), source };
}

/**
 * Opens tiny Shakespeare, 1,115,394 characters, from `dataDir`, the cache or the network.
 *
 * @throws ElbowDataError if no place has it, or a file there is another one; TypeError or RangeError for an option.
 * @see https://github.com/karpathy/char-rnn; the text is in the public domain.
 */
export async function openTinyShakespeare(options: FileOptions = {}): Promise<LongText> {
  const { texts, source } = await opened("openTinyShakespeare", tinyShakespeareSet, options);
  return { text: texts[0]!, source };
}

/**
 * Opens names in Latin and Arabic letters, from `dataDir`, the cache or the network: `"google"`, 12,877, 1,431 and 1,590 pairs
 * mined from Wikipedia (Apache-2.0), or `"wikidata"`, 41,584, 10,395 and 12,994 (CC0). They are in the files' order, which is
 * alphabetical for Google's: shuffle them.
 *
 * @throws ElbowDataError if no place has them, or a file there is another one; TypeError or RangeError for an option.
 * @see https://github.com/google/transliteration
 * @see Y. Merhav, S. Ash, Design Challenges in Named Entity Transliteration, COLING 2018.
 */
export async function openTransliteration(
  name: "google" | "wikidata",
  options: FileOptions = {},
): Promise<Transliteration> {
  checkChoices("openTransliteration", { name: [name, ["google", "wikidata"]] });
  const set = name === "google" ? googleSet : wikidataSet;
  const { texts, source } = await opened("openTransliteration", set, options);
  const pair = name === "google" ? googlePair : wikidataPair;
  const [train, validation, test] = texts.map((text) => lines(text).map(pair)) as [
    NamePair[],
    NamePair[],
    NamePair[],
  ];
  return { train, validation, test, source };
}

/** `Arabic TAB Latin`. */
function googlePair(line: string): NamePair {
  const [target = "", source = ""] = line.split("\t");
  return { source, target, count: 1 };
}

/** `Latin TAB Arabic, a blank between letters TAB count`. */
function wikidataPair(line: string): NamePair {
  const [source = "", letters = "", count = "1"] = line.split("\t");
  return { source, target: letters.replaceAll(" ", ""), count: Number(count) };
}

const lines = (text: string): string[] => text.split(/\r?\n/).filter((line) => line !== "");

async function opened(
  caller: string,
  set: PublishedSet,
  options: FileOptions,
): Promise<{ readonly texts: readonly string[]; readonly source: string }> {
  checkOptions(caller, options, fileOptions);
  const files = await verifiedFiles(caller, set, options);
  const decoder = new TextDecoder();
  return {
    texts: files.map(({ bytes }) => decoder.decode(bytes)),
    source: [...new Set(files.map(({ source }) => source))].join(", "),
  };
}
