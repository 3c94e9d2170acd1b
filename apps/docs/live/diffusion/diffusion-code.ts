/** The program that draws the same digit outside this page. */
export const diffusionCode = (settings: {
  readonly label: number;
  readonly steps: number;
  readonly guidance: number;
  readonly seed: number;
}): string => {
  const { label, steps, guidance, seed } = settings;
  const wish = label < 0 ? "" : `, label: ${label}, guidance: ${guidance}`;
  return `import { pretrained } from "@elbowjs/diffusion/pretrained";
import { imageSheet } from "@elbowjs/figures";
import { writeFile } from "node:fs/promises";

const model = await pretrained();
const digit = model.sample(1, { seed: ${seed}, steps: ${steps}${wish} });
await writeFile("digit.png", await imageSheet(digit, { scale: 2 }));
`;
};
