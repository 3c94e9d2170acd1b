// Packs every public package and checks the tarball as a stranger would get it: publint, are-the-types-wrong, contents.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const root = new URL("..", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "elbow-pack-"));
const problems = [];

for (const name of readdirSync(new URL("packages", root))) {
  const source = new URL(`packages/${name}/`, root);
  const manifest = JSON.parse(readFileSync(new URL("package.json", source), "utf8"));
  const packed = JSON.parse(
    execFileSync("pnpm", ["pack", "--json", "--pack-destination", folder], {
      cwd: source,
      encoding: "utf8",
      stdio: "pipe",
    }),
  );
  const tarball = readFileSync(packed.filename);
  const complain = (what) => problems.push(`${manifest.name}: ${what}`);

  for (const { path } of packed.files) {
    if (/(^|\/)(test|assembly|build|scripts|node_modules)\/|\.tsbuildinfo$/.test(path))
      complain(`${path} does not belong in the tarball`);
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
