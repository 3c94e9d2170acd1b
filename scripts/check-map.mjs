// The tables of packages in README.md and CONTRIBUTING.md, from the packages' own descriptions and the floors that they
// stand on; `--update` writes them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { floors } from "./floors.mjs";
import { agreesWithFile } from "./report-file.mjs";

const root = new URL("..", import.meta.url);
const command = "node scripts/check-map.mjs";

/** A folder's own words about itself. */
const description = (folder) =>
  JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), "utf8")).description;
const isPackage = (folder) => existsSync(new URL(`${folder}/package.json`, root));
const foldersIn = (place) =>
  readdirSync(new URL(place, root))
    .map((name) => `${place}/${name}`)
    .filter(isPackage);

/** The packages of each floor that is built, bottom up, by name. */
const built = floors
  .map((floor) => floor.filter((name) => isPackage(`packages/${name}`)).sort())
  .filter((floor) => floor.length > 0);

const row = (...cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [row(...head), row(...head.map(() => "---")), ...rows].join("\n");

const forUsers = table(
  ["package", "what it does"],
  built
    .toReversed()
    .flat()
    .map((name) => row(`[\`@elbowjs/${name}\`](packages/${name})`, description(`packages/${name}`))),
);
const forContributors = `${table(
  ["place", "what lives there"],
  [
    ...[
      ...built.flat().map((name) => `packages/${name}`),
      ...["apps", "tests", "tools"].flatMap(foldersIn),
      "examples",
      "bench",
    ].map((folder) => row(`\`${folder}\``, description(folder))),
    row("`scripts`", "What `npm start`, `npm test` and the releases run."),
  ],
)}

Dependencies point one way. A package imports only from floors below its own, bottom up:

${built.map((floor, i) => `${i + 1}. ${floor.map((name) => `\`${name}\``).join(", ")}`).join("\n")}`;

const agree = [
  ["README.md", forUsers],
  ["CONTRIBUTING.md", forContributors],
].map(([path, map]) => {
  const text = readFileSync(new URL(path, root), "utf8");
  const written = text.replace(
    /(<!-- made by scripts\/check-map\.mjs -->\n)[\s\S]*?(\n<!-- \/ -->)/,
    (_, before, after) => `${before}\n${map}\n${after}`,
  );
  if (!written.includes(map)) throw new Error(`check-map: expected the two marks of the map in ${path}`);
  return agreesWithFile(path, written, command);
});
process.exit(agree.every(Boolean) ? 0 : 1);
