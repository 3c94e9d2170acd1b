import type { CharacterSettings } from "./character-messages.js";

/** How the page trains: words of the training, and of the test. */
export const trainingSize = { words: 19_200, test: 500, epochs: 2, batchSize: 64 } as const;

/** The network of some settings, but for its letters. */
export const modelOptions = ({ layers, heads, seed }: Omit<CharacterSettings, "rate">) =>
  ({ width: 48, heads, layers, context: 16, norm: "pre", activation: "gelu", dropout: 0, seed }) as const;

/** The program that trains the same model outside this page. */
export function characterCode({ rate, ...settings }: CharacterSettings): string {
  const { words, test, epochs, batchSize } = trainingSize;
  const options = Object.entries(modelOptions(settings)).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  return `import { useBackend } from "@elbowjs/backend";
import { arabicRoots } from "@elbowjs/sequence-data";
import { CharacterModel } from "@elbowjs/transformer";

await useBackend({ prefer: ["wasm", "cpu"] });
const { train, test } = arabicRoots();
const words = train.slice(0, ${words}).map(({ source }) => source);
const model = await CharacterModel.create(words, { ${options.join(", ")} });
await model.fit(words, { epochs: ${epochs}, batchSize: ${batchSize}, clipNorm: 1, learningRate: ${rate} });
const { loss } = await model.evaluate(test.slice(0, ${test}).map(({ source }) => source));
console.log(loss.toFixed(3));
const drawn = await model.complete("", { sample: { samples: 16, seed: 0 }, maxLength: 15 });
console.log(drawn.map(({ text }) => text).join(" "));
`;
}
