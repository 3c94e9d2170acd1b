// What comes along when somebody installs our packages, and under which licence, against the committed
// THIRD-PARTY-LICENSES.md; `--update` writes it. Licences that are not on the list below are refused.
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { agreesWithFile } from "./report-file.mjs";

const accepted = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "(MIT AND Zlib)",
  "Unlicense",
]);
const packages = fileURLToPath(new URL("../packages", import.meta.url));
/** name@version → its row. */
const found = new Map();
const problems = [];

for (const name of readdirSync(packages)) visit(join(packages, name), name, false);

for (const { name, version, license } of found.values())
  if (!accepted.has(license)) problems.push(`${name}@${version} is under ${license}, which is not accepted`);
for (const problem of problems) console.error(problem);

const rows = [...found.values()]
  .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
  .map(
    ({ name, version, license, from }) =>
      `| ${name} | ${version} | ${license} | ${[...from].sort().join(", ")} |`,
  );
const text = `# What comes along, and its licences

Installing our packages installs these as well: their dependencies, their peers, and what those need. An asterisk marks what
is installed only if you ask for it (an optional peer). Written by \`node scripts/check-licenses.mjs --update\`, which also checks
that each licence is a permissive one. Code that our packages contain from elsewhere is named in the file that has it and in
the \`LICENSE-*\` files beside the package.

| package | version | licence | with |
| ------- | ------- | ------- | ---- |
${rows.join("\n")}
`;
const agrees = agreesWithFile("THIRD-PARTY-LICENSES.md", text, "node scripts/check-licenses.mjs");
console.log(`${found.size} packages come along`);
process.exit(agrees && problems.length === 0 ? 0 : 1);

function visit(folder, ours, optional) {
  const { dependencies, peerDependencies, peerDependenciesMeta = {} } = manifestOf(folder);
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const place = resolve(folder, name);
    const asked = optional || peerDependenciesMeta[name]?.optional === true;
    if (place === undefined) {
      if (!asked) problems.push(`${name}, which ${folder} needs, is not installed`);
      continue;
    }
    // One of ours: it has rows of its own.
    if (place.startsWith(packages)) continue;
    const { version, license = "none" } = manifestOf(place);
    const key = `${name}@${version}`;
    const row = found.get(key) ?? { name, version, license, from: new Set() };
    const mark = asked ? `${ours}*` : ours;
    if (row.from.has(mark) || row.from.has(ours)) continue;
    row.from.delete(`${ours}*`);
    row.from.add(mark);
    found.set(key, row);
    visit(place, ours, asked);
  }
}

/** Where Node would find a package from a folder. */
function resolve(from, name) {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, "node_modules", name);
    if (existsSync(place)) return realpathSync(place);
    if (folder === dirname(folder)) return undefined;
  }
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
