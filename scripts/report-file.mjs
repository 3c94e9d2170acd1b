import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("..", import.meta.url);
const update = process.argv.includes("--update");

/**
 * Compares a generated text with the committed file of that path, or writes it with `--update`.
 *
 * @returns whether they agree now.
 */
export function agreesWithFile(path, text, command) {
  const file = fileURLToPath(new URL(path, root));
  if (update) {
    writeFileSync(file, text);
    return true;
  }
  const committed = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (committed === text) return true;
  const [before, now] = [committed.split("\n"), text.split("\n")];
  console.error(
    `${path} is not what is there now; if the change is meant, run ${command} --update and commit it:`,
  );
  const gone = before.filter((line) => !now.includes(line)).map((line) => `- ${line}`);
  const come = now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
  for (const line of [...gone, ...come].slice(0, 40)) console.error(line);
  return false;
}
