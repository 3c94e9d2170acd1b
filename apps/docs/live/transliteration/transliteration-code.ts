/** The program that writes the same word outside this page. */
export const transliterationCode = ({
  word,
  beams,
  expand,
}: {
  readonly word: string;
  readonly beams: number;
  readonly expand: number;
}): string =>
  `import { useBackend } from "@elbowjs/backend";
import { transliterator } from "@elbowjs/transformer/pretrained";

await useBackend({ prefer: ["wasm", "cpu"] });
const { model, source, target } = await transliterator();
const found = await model.generate(source.encode(${JSON.stringify(word)}), { beams: ${beams}, expand: ${expand} });
for (const { tokens, score } of found) console.log(target.decode(tokens), score.toFixed(3));
`;
