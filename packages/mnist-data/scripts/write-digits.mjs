// Writes generated digits as raw bytes: node scripts/write-digits.mjs <folder> [count] [seed]
// → <folder>/pixels (count × 784) and <folder>/labels (count). Needs `pnpm build` first.
import { mkdirSync, writeFileSync } from "node:fs";
import { generateDigits } from "../dist/digits/index.js";

const [folder, count = "60000", seed = "0"] = process.argv.slice(2);
if (folder === undefined) {
  console.error("write-digits: expected a folder to write to");
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const begin = process.cpuUsage();
const { pixels, labels } = generateDigits(Number(count), { seed: Number(seed) });
const seconds = process.cpuUsage(begin).user / 1e6; // not wall-clock time: other programs may share the core
writeFileSync(`${folder}/pixels`, pixels);
writeFileSync(`${folder}/labels`, labels);
console.log(
  `${count} digits of seed ${seed} in ${seconds.toFixed(2)} s of processor time: ${Math.round(Number(count) / seconds)} a second of one core`,
);
