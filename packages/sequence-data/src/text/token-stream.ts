import { checkKinds, checkOptions } from "@elbowjs/arguments";
import {
  type DownloadOptions,
  downloadOptions,
  ElbowDataError,
  gunzipChunks,
  type Source,
  sourceChunks,
  sourceName,
} from "@elbowjs/verified-files";
import { splitter, type TextUnit } from "../vocabulary/text-unit.js";
import { Vocabulary, type VocabularyOptions } from "../vocabulary/vocabulary.js";

/**
 * The text of a source while it arrives, in pieces that hold whole code points.
 *
 * @param source A path, URL, Blob, buffer or stream of UTF-8; gzip or not is told by its first bytes.
 * @throws ElbowDataError with code `encoding` for bytes that are not UTF-8, or for a source that cannot be read.
 */
export async function* textChunks(
  source: Source,
  options: DownloadOptions = {},
): AsyncGenerator<string, void, undefined> {
  const name = sourceName(source, "the text");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decoded = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch (cause) {
      throw new ElbowDataError("encoding", `textChunks: expected UTF-8 in ${name}, got other bytes`, {
        cause,
      });
    }
  };
  for await (const bytes of gunzipChunks(sourceChunks(source, options), name)) {
    const text = decoded(bytes);
    if (text !== "") yield text;
  }
  const rest = decoded();
  if (rest !== "") yield rest;
}

/**
 * The tokens of a text that may be larger than memory, while it arrives.
 *
 * @param source As for `textChunks`.
 * @returns Runs of tokens, of any lengths; together they are `vocabulary.encode(text)`.
 * @throws RangeError for a token that the vocabulary does not have; ElbowDataError as `textChunks` does.
 */
export async function* streamTokens(
  source: Source,
  vocabulary: Vocabulary,
  options: DownloadOptions = {},
): AsyncGenerator<Int32Array, void, undefined> {
  checkOptions("streamTokens", options, downloadOptions);
  checkKinds("streamTokens", { vocabulary: [vocabulary, "object"] });
  for await (const text of wholeUnits(textChunks(source, options), vocabulary.unit))
    yield vocabulary.encode(text);
}

/**
 * The vocabulary of a text that may be larger than memory.
 *
 * @param source As for `textChunks`.
 * @throws TypeError or RangeError for an option; ElbowDataError as `textChunks` does.
 */
export async function readVocabulary(
  source: Source,
  { unit, specials, ...options }: VocabularyOptions & DownloadOptions = {},
): Promise<Vocabulary> {
  checkOptions("readVocabulary", options, downloadOptions);
  const words: VocabularyOptions = { unit, specials };
  Vocabulary.ofTokens([], words); // refuses wrong options before anything is read
  const tokens = new Set<string>();
  const split = splitter(unit ?? "code-point");
  for await (const text of wholeUnits(textChunks(source, options), unit ?? "code-point"))
    for (const token of split(text)) tokens.add(token);
  return Vocabulary.ofTokens(tokens, words);
}

/** Pieces that hold whole units: the last character of a piece waits for the next one, which may add marks to it. */
async function* wholeUnits(texts: AsyncIterable<string>, unit: TextUnit): AsyncGenerator<string> {
  if (unit === "code-point") return yield* texts;
  const split = splitter(unit);
  let waiting = "";
  for await (const text of texts) {
    const units = Array.from(split(waiting + text));
    waiting = units.pop() ?? "";
    if (units.length > 0) yield units.join("");
  }
  if (waiting !== "") yield waiting;
}
