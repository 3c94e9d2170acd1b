import { type DataName, digitCount } from "../k-means/k-means-settings.js";
import type { PageQuery } from "./data-messages.js";

/** The program that draws the same images outside this page. */
export function dataCode(name: DataName, seed: number, { part, label, start, count }: PageQuery): string {
  const options = name === "digits" ? `, { size: ${JSON.stringify(digitCount)}, seed: ${seed} }` : "";
  const filter = label < 0 ? "" : `.filter((label) => label === ${label})`;
  return `import { imageSheet } from "@elbowjs/figures";
import { openDataset } from "@elbowjs/mnist-data";
import { writeFile } from "node:fs/promises";

const { ${part} } = await openDataset("${name}"${options});
const images = ${part}${filter};
const page = images.subset(Array.from({ length: Math.min(${count}, images.size - ${start}) }, (_, i) => ${start} + i));
await writeFile("page.png", await imageSheet(page, { columns: 10, scale: 2 }));
`;
}
