/** How a word is written in Latin letters. */
export type Spelling = "scholarly" | "ascii";

/**
 * The 25 sound radicals: every consonant but the weak w, y and hamza. Arabic letter, scholarly and ASCII spelling; ASCII has
 * no dots and passes over ʿ.
 */
export const radicals: readonly (readonly [arabic: string, scholarly: string, ascii: string])[] = [
  ["ب", "b", "b"],
  ["ت", "t", "t"],
  ["ث", "th", "th"],
  ["ج", "j", "j"],
  ["ح", "ḥ", "h"],
  ["خ", "kh", "kh"],
  ["د", "d", "d"],
  ["ذ", "dh", "dh"],
  ["ر", "r", "r"],
  ["ز", "z", "z"],
  ["س", "s", "s"],
  ["ش", "sh", "sh"],
  ["ص", "ṣ", "s"],
  ["ض", "ḍ", "d"],
  ["ط", "ṭ", "t"],
  ["ظ", "ẓ", "z"],
  ["ع", "ʿ", ""],
  ["غ", "gh", "gh"],
  ["ف", "f", "f"],
  ["ق", "q", "q"],
  ["ك", "k", "k"],
  ["ل", "l", "l"],
  ["م", "m", "m"],
  ["ن", "n", "n"],
  ["ه", "h", "h"],
];

/**
 * The patterns of words: 1, 2 and 3 stand for the radicals, everything else for itself. A doubled radical is written twice in
 * Latin and once in Arabic; short vowels (a, i, u) are not written in Arabic, long ones (ā, ī, ū) are.
 */
export const patterns: readonly (readonly [latin: string, arabic: string])[] = [
  ["1a2a3a", "123"], // kataba, he wrote
  ["ta1ā2u3", "ت1ا23"], // takātub, correspondence
  ["1a22a3a", "123"], // kattaba, he made write
  ["1ā2i3", "1ا23"], // kātib, writer
  ["1i2ā3", "12ا3"], // kitāb, book
  ["1a2ī3", "12ي3"], // jalīs, companion
  ["1u2ū3", "12و3"], // durūs, lessons
  ["ma12a3", "م123"], // maktab, office
  ["ma12a3a", "م123ة"], // maktaba, library
  ["ma12ū3", "م12و3"], // maktūb, written
  ["mu1a22i3", "م123"], // mudarris, teacher
  ["ta12ī3", "ت12ي3"], // tadrīs, teaching
  ["i1ti2ā3", "ا1ت2ا3"], // iktitāb, subscription
  ["isti12ā3", "است12ا3"], // istiktāb, dictation
];
