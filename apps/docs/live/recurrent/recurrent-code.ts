/** Letters that the network writes at a time. */
export const writtenLength = 40;

/** The program that writes the same text outside this page. */
export const recurrentCode = ({
  text,
  temperature,
  seed,
}: {
  readonly text: string;
  readonly temperature: number;
  readonly seed: number;
}): string =>
  `import { useBackend } from "@elbowjs/backend";
import { shakespeareModel } from "@elbowjs/recurrent-nn/pretrained";

await useBackend({ prefer: ["wasm", "cpu"] });
const model = await shakespeareModel();
const text = ${JSON.stringify(text)};
const [{ text: written }] = await model.complete(text, { temperature: ${temperature}, seed: ${seed}, length: ${writtenLength} });
console.log(text + written);
`;
