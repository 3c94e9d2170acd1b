import { describe, expect, it } from "vitest";
import { textDirection, tokenLabel, Vocabulary, type VocabularyOptions } from "../src/index.js";

describe("Vocabulary.of(text)", () => {
  it("numbers the tokens by code point, after the special ones", () => {
    const words = Vocabulary.of(["hello", "ha 😀"], { specials: ["end", "padding"] });
    expect(words.tokens).toEqual(["<padding>", "<end>", " ", "a", "e", "h", "l", "o", "😀"]);
    expect([words.padding, words.end, words.start, words.unknown, words.size]).toEqual([
      0,
      1,
      undefined,
      undefined,
      9,
    ]);
  });
  it("encode and decode are each other's inverse", () => {
    const text = "مكتبة ʿaẓīm 😀 \n";
    const words = Vocabulary.of(text, { specials: ["padding", "start", "end"] });
    expect(words.decode(words.encode(text))).toBe(text);
    const framed = words.encode("ẓ😀", { start: true, end: true });
    expect([framed.length, framed[0], framed[3]]).toEqual([4, 1, 2]);
    expect(words.decode([...framed, ...words.encode("a")])).toBe("ẓ😀"); // nothing behind the end
    expect(words.decode([0, 1, 0])).toBe("");
  });
  it("takes code points, or characters as readers see them", () => {
    const text = "e\u0301e👩‍👩‍👧"; // é in two code points, a family in five
    expect(Vocabulary.of(text).encode(text)).toHaveLength(8);
    const characters = Vocabulary.of(text, { unit: "character" });
    expect(characters.tokens).toEqual(["e", "e\u0301", "👩‍👩‍👧"]);
    expect([...characters.encode(text)]).toEqual([1, 0, 2]);
  });
  it("sorts beyond the basic plane by code point, not by UTF-16 unit", () => {
    expect(Vocabulary.of("😀\uffee").tokens).toEqual(["\uffee", "😀"]);
  });
  it("goes through JSON", () => {
    const words = Vocabulary.of("hello", { specials: ["unknown", "end"], unit: "character" });
    const again = Vocabulary.fromJSON(JSON.parse(JSON.stringify(words)));
    expect(again.tokens).toEqual(words.tokens);
    expect([...again.encode("help", { end: true })]).toEqual([...words.encode("help", { end: true })]);
  });
});

describe("Vocabulary refuses", () => {
  const words = Vocabulary.of("hello");
  const cases: [string, () => unknown, string][] = [
    [
      "a token that it does not have",
      () => words.encode("help"),
      'Vocabulary.encode: expected tokens of the vocabulary, got "p" at 3; create it with specials: ["unknown"], or with that text',
    ],
    [
      "a text that is none",
      () => words.encode(5 as unknown as string),
      "Vocabulary.encode: expected text to be a string, got 5",
    ],
    [
      "an end that it does not have",
      () => words.encode("h", { end: true }),
      'Vocabulary.encode: expected a vocabulary with end, got one without; create it with specials: ["end"]',
    ],
    [
      "a number that is no token",
      () => words.decode([0, 4]),
      "Vocabulary.decode: expected token to be an integer in [0, 4), got 4",
    ],
    [
      "half a token",
      () => words.decode([0.5]),
      "Vocabulary.decode: expected token to be an integer in [0, 4), got 0.5",
    ],
    [
      "an unknown special token",
      () => Vocabulary.of("", { specials: ["ende"] } as unknown as VocabularyOptions),
      "Vocabulary.of: expected special to be one of 'padding', 'start', 'end', 'unknown', got \"ende\"; did you mean 'end'?",
    ],
    [
      "JSON of something else",
      () => Vocabulary.fromJSON({ tokens: [] }),
      'Vocabulary.fromJSON: expected { format: "elbow-vocabulary", version: 1, … }, got an object',
    ],
  ];
  for (const [what, call, message] of cases) it(what, () => expect(call).toThrow(message));
  it("nothing, with a token for what it does not know", () => {
    const knowing = Vocabulary.of("hello", { specials: ["unknown"] });
    expect([...knowing.encode("help")].at(-1)).toBe(0);
  });
});

describe("right to left", () => {
  it("textDirection(text) is that of the first letter", () => {
    for (const text of ["كتاب", "12 كتاب abc", "שלום", "«سلام»"]) expect(textDirection(text)).toBe("rtl");
    for (const text of ["", "123", "kitāb كتاب", "ʿaẓīm", "日本"]) expect(textDirection(text)).toBe("ltr");
  });
  it("a vocabulary runs as most of its letters do", () => {
    expect(Vocabulary.of("كتاب abc").direction).toBe("rtl");
    expect(Vocabulary.of("ك abc").direction).toBe("ltr");
    expect(Vocabulary.of("+ 12").direction).toBe("ltr");
  });
  it("tokens are in the order in which they are read", () => {
    const words = Vocabulary.of("كتاب");
    expect(words.tokens[words.encode("كتاب")[0]!]).toBe("ك");
  });
  it("tokenLabel(token) shows blanks, carries marks, and isolates letters that run leftwards", () => {
    expect([" ", "\n", "a", "\u064e", "ك"].map(tokenLabel)).toEqual([
      "␣",
      "⏎",
      "a",
      "◌\u064e",
      "\u2068ك\u2069",
    ]);
  });
});
