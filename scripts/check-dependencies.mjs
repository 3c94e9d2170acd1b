// Every package imports only what its package.json declares, and declares only what it imports: published code from
// dependencies and peers, tests and scripts also from devDependencies and the workspace's own.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = new URL("..", import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, root), "utf8"));
const shared = Object.keys(read("package.json").devDependencies);
const folders = [
  ...["packages", "apps", "tests", "tools"].flatMap((place) =>
    readdirSync(new URL(place, root)).map((name) => `${place}/${name}`),
  ),
  "examples",
  "bench",
].filter((folder) => existsSync(new URL(`${folder}/package.json`, root)));
const problems = [];

for (const folder of folders) {
  const manifest = read(`${folder}/package.json`);
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifest;
  const isPublic = manifest.private !== true;
  const published = new Set([manifest.name, ...Object.keys({ ...dependencies, ...peerDependencies })]);
  const all = new Set([...published, ...Object.keys(devDependencies), ...shared]);
  const used = new Set();
  for (const { path, specifier } of imports(folder)) {
    const name = specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/");
    const isShipped = isPublic && /^(src|bin)\//.test(path);
    if (isShipped) used.add(name);
    if (!(isShipped ? published : all).has(name))
      problems.push(
        `${folder}/${path} imports ${name}, which ${manifest.name} does not declare${isShipped ? " as a dependency or peer" : ""}`,
      );
  }
  if (!isPublic) continue;
  for (const name of Object.keys(dependencies))
    if (!used.has(name))
      problems.push(`${manifest.name} declares the dependency ${name} and never imports it`);
}

for (const problem of problems) console.error(problem);
console.log(`${folders.length} packages, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

/** The bare specifiers that a folder's sources import, with where. */
function imports(folder) {
  const cwd = fileURLToPath(new URL(folder, root));
  const skip = /(^|\/)(node_modules|dist|out|generated|fixtures|cache|\.vitepress)(\/|$)/;
  return readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(ts|mts|tsx|mjs|js|jsx)$/.test(file.name))
    .map((file) => `${file.parentPath}/${file.name}`.slice(cwd.length + 1))
    .filter((path) => !skip.test(path))
    .flatMap((path) =>
      ts
        .preProcessFile(readFileSync(`${cwd}/${path}`, "utf8"), true, true)
        .importedFiles.map(({ fileName }) => ({ path, specifier: fileName.replace(/^npm:/, "") })),
    )
    .filter(
      ({ specifier }) =>
        !/^[./]|^node:|^virtual:|^https?:|^data:/.test(specifier) && !builtinModules.includes(specifier),
    );
}
