// Which way dependencies point. Between packages: down the floors below, a model never at a model, and at `command-line` only
// from a model's cli; each imports what its package.json declares, and declares what it imports. Between files: never
// round in a circle, types included, and never out of the package by a relative path.
//
//   node scripts/check-dependencies.mjs [--arrows]
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { floors, models } from "./floors.mjs";
import { circles, fileOf, importsOf, packageOf } from "./import-graph.mjs";

/** Where a model may import `command-line`: a library's user needs neither flags nor files. */
const commandLineFrom = /^(bin|src\/cli)\//;

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => JSON.parse(readFileSync(`${root}${path}`, "utf8"));
const shared = Object.keys(read("package.json").devDependencies);
const folders = [
  ...["packages", "apps", "tests", "tools"].flatMap((place) =>
    readdirSync(`${root}${place}`).map((name) => `${place}/${name}`),
  ),
  "examples",
  "bench",
].filter((folder) => existsSync(`${root}${folder}/package.json`));

const problems = [];
const arrows = new Set();
for (const folder of folders) {
  const imports = importsOf(`${root}${folder}`);
  checkDeclared(folder, imports);
  if (folder.startsWith("packages/")) checkFloors(folder.slice("packages/".length), imports);
  checkFiles(folder, imports);
}
if (process.argv.includes("--arrows")) console.log([...arrows].sort().join("\n"));
for (const problem of problems) console.error(problem);
console.log(`${folders.length} packages, ${arrows.size} arrows, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

/** Published code imports dependencies and peers, the rest also devDependencies and the workspace's own. */
function checkDeclared(folder, imports) {
  const manifest = read(`${folder}/package.json`);
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifest;
  const isPublic = manifest.private !== true;
  const published = new Set([manifest.name, ...Object.keys({ ...dependencies, ...peerDependencies })]);
  const all = new Set([...published, ...Object.keys(devDependencies), ...shared]);
  const used = new Set();
  for (const { path, specifier } of imports) {
    const name = packageOf(specifier);
    if (name === undefined) continue;
    const isShipped = isPublic && /^(src|bin)\//.test(path);
    if (isShipped) used.add(name);
    if (!(isShipped ? published : all).has(name))
      problems.push(
        `${folder}/${path} imports ${name}, which ${manifest.name} does not declare${isShipped ? " as a dependency or peer" : ""}`,
      );
  }
  if (!isPublic) return;
  for (const name of Object.keys(dependencies))
    if (!used.has(name))
      problems.push(`${manifest.name} declares the dependency ${name} and never imports it`);
}

/** Arrows between our packages go down. */
function checkFloors(from, imports) {
  const floorOf = (name) => floors.findIndex((floor) => floor.includes(name));
  if (floorOf(from) < 0) problems.push(`packages/${from} has no floor in scripts/floors.mjs`);
  for (const { path, specifier } of imports) {
    const to = /^@elbowjs\/([^/]+)/.exec(specifier)?.[1];
    if (to === undefined || to === from || floorOf(to) < 0) continue;
    const where = `packages/${from}/${path} imports ${to}`;
    if (models.includes(from) && models.includes(to)) problems.push(`${where}: a model imports a model`);
    if (!/^(src|bin)\//.test(path)) continue;
    arrows.add(`${from} → ${to}`);
    if (floorOf(to) >= floorOf(from) && !models.includes(to))
      problems.push(`${where}, which does not lie below it`);
    if (to === "command-line" && !commandLineFrom.test(path))
      problems.push(`${where}, which only bin/ and src/cli/ may`);
  }
}

/** Files of one package do not import each other in a circle, nor code beyond it; what is published, not even data. */
function checkFiles(folder, imports) {
  const graph = new Map();
  for (const { path, specifier } of imports) {
    if (!specifier.startsWith(".")) continue;
    const file = fileOf(`${root}${folder}`, { path, specifier });
    const isData = !folder.startsWith("packages/") && file.endsWith(".json");
    if (file.startsWith("../") && isData) continue;
    if (file.startsWith("../")) problems.push(`${folder}/${path} imports ${specifier}, out of its package`);
    else graph.set(path, (graph.get(path) ?? new Set()).add(file));
  }
  for (const circle of circles(graph))
    problems.push(`${folder}: a circle of files, ${[...circle, circle[0]].join(" → ")}`);
}
