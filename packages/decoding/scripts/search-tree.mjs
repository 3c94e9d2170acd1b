// Draws docs/search-tree.svg: node packages/decoding/scripts/search-tree.mjs
import { writeFileSync } from "node:fs";
import { beamSearch, searchTreeFigure } from "@elbowjs/decoding";

const letters = ["h", "e", "l", "o", "□"];
/** Probabilities of the next letter after each: hello, with a tempting "he□" and "eel". */
const chain = {
  h: [0.02, 0.9, 0.02, 0.05, 0.01],
  e: [0.05, 0.25, 0.4, 0.05, 0.25],
  l: [0.03, 0.1, 0.42, 0.3, 0.15],
  o: [0.05, 0.05, 0.1, 0.1, 0.7],
};
const { tree } = await beamSearch(
  (prefixes) => prefixes.map((prefix) => chain[letters[prefix.at(-1)]].map(Math.log)),
  { prompt: [0], beams: 3, end: 4, maxLength: 5, tree: true },
);
const svg = searchTreeFigure(tree, {
  label: (token) => letters[token],
  root: "h",
  title: "Beam search behind “h”, three beams",
});
writeFileSync(new URL("../docs/search-tree.svg", import.meta.url), svg);
