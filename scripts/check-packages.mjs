// Packs every public package and checks the tarball as a stranger would get it: publint, are-the-types-wrong, contents.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const root = new URL("..", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "elbow-pack-"));
const problems = [];

const { packageManager } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const packedPackages = JSON.parse(
  execFileSync(
    "npx",
    ["--yes", packageManager, "--filter", "./packages/*", "pack", "--json", "--pack-destination", folder],
    { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 26 },
  ),
);

for (const packed of packedPackages) {
  const source = new URL(`packages/${packed.name.split("/")[1]}/package.json`, root);
  const manifest = JSON.parse(readFileSync(source, "utf8"));
  const tarball = readFileSync(packed.filename);
  const complain = (what) => problems.push(`${manifest.name}: ${what}`);

  for (const { path } of packed.files) {
    if (/(^|\/)(test|assembly|build|scripts|node_modules)\/|\.tsbuildinfo$/.test(path))
      complain(`${path} does not belong in the tarball`);
  }
  for (const { path } of packed.files.filter(({ path }) => path.endsWith(".map"))) {
    // Sources are not packed, so a debugger finds them in the map or nowhere.
    const { sources, sourcesContent } = JSON.parse(readFileSync(new URL(path, source), "utf8"));
    if (sourcesContent?.filter(Boolean).length !== sources.length) complain(`${path} lacks its sources`);
  }
  for (const file of ["README.md", "LICENSE", "package.json"]) {
    if (!packed.files.some(({ path }) => path === file)) complain(`${file} is missing from the tarball`);
  }

  const { buffer, byteOffset, byteLength } = tarball;
  const pack = { tarball: buffer.slice(byteOffset, byteOffset + byteLength) };
  const { messages } = await publint({ pack, strict: true });
  for (const message of messages) complain(`publint: ${formatMessage(message, manifest)}`);

  // The esm-only profile: `require` from CommonJS and the old `node10` resolution are not promised.
  const { problems: types = [] } = await checkPackage(createPackageFromTarballData(tarball));
  for (const problem of types) {
    if (["node10", "node16-cjs"].includes(problem.resolutionKind) || problem.kind === "CJSResolvesToESM")
      continue;
    complain(`types: ${problem.kind}${problem.entrypoint ? ` at ${problem.entrypoint}` : ""}`);
  }
  console.log(
    `${manifest.name} ${(tarball.length / 1024).toFixed(0)} kB packed, ${packed.files.length} files`,
  );
}

rmSync(folder, { recursive: true });
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
