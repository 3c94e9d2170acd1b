// Draws docs/search-tree.svg: node packages/decoding/scripts/search-tree.mjs
import { writeFileSync } from "node:fs";
import { beamSearch, searchTreeFigure } from "@elbowjs/decoding";

const letters = ["h", "e", "l", "o", "□"];
/** Probabilities of the next letter after the last two: "hello", with the end tempting too early. */
const after = {
  h: [0.02, 0.6, 0.03, 0.3, 0.05],
  he: [0.03, 0.1, 0.4, 0.05, 0.42],
  el: [0.02, 0.08, 0.6, 0.2, 0.1],
  ll: [0.01, 0.04, 0.05, 0.8, 0.1],
};
const otherwise = [0.05, 0.1, 0.15, 0.1, 0.6];
const next = (prefixes) =>
  prefixes.map((prefix) => {
    const lastTwo = [...prefix.slice(-2)].map((token) => letters[token]).join("");
    return (after[lastTwo] ?? otherwise).map(Math.log);
  });
const { tree } = await beamSearch(next, {
  prompt: [0],
  beams: 3,
  end: 4,
  maxLength: 5,
  lengthPenalty: 1,
  tree: true,
});
const svg = searchTreeFigure(tree, {
  label: (token) => letters[token],
  root: "h",
  title: "Beam search behind “h”, three beams compared per letter",
});
writeFileSync(new URL("../docs/search-tree.svg", import.meta.url), svg);
