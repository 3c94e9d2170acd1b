// npm test: install, build, then every check. The last line is `N passed, N failed`, and how many were skipped.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { environment, install, packageManager, pnpm, pnpmOrExit, root } from "./pnpm.mjs";

install();
// The site takes a minute, and its types half of one; its tests run only among everything.
const site = process.env.ELBOW_TESTS === "all" ? [] : ["--filter=!docs"];
pnpmOrExit("exec", "turbo", "run", "build", ...site, "--output-logs=errors-only");

const node = (script) => [process.execPath, `scripts/${script}.mjs`];
const checks = {
  // Through pnpm, which turbo has to find.
  types: [
    "npx",
    "--yes",
    packageManager,
    "exec",
    "turbo",
    "run",
    "typecheck",
    ...site,
    "--output-logs=errors-only",
  ],
  lint: ["npx", "biome", "check"],
  packages: node("check-packages"),
  sizes: node("check-sizes"),
  "public types": node("check-api"),
  dependencies: node("check-dependencies"),
  map: node("check-map"),
  licences: node("check-licenses"),
};
let passed = 0;
const failed = [];
for (const { name, status, text } of await inParallel(Object.entries(checks), output)) {
  console.log(`\n── ${name}\n${text.trimEnd()}`);
  if (status === 0) passed += 1;
  else failed.push(name);
}

console.log("\n── tests");
const results = new URL("out/test-results.json", root);
mkdirSync(new URL("out", root), { recursive: true });
rmSync(results, { force: true });
const status = pnpm(
  ...["exec", "vitest", "run", "--reporter=default", "--reporter=json"],
  "--outputFile.json=out/test-results.json",
);
const { numPassedTests, numFailedTests, numPendingTests, testResults } = read(results);
passed += numPassedTests;
const failures =
  numFailedTests +
  testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
if (failures > 0) failed.push(`${failures} tests`);
else if (status !== 0) failed.push("vitest");

if (failed.length > 0) console.error(`\nFailed: ${failed.join(", ")}`);
const count = failed.filter((name) => !name.endsWith(" tests")).length + failures;
console.log(`\n${passed} passed, ${count} failed, ${numPendingTests} skipped`);
process.exit(count === 0 ? 0 : 1);

/** Runs a check to its end and keeps what it says, since several run at once. */
function output([name, [command, ...args]]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: environment, shell: process.platform === "win32" });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += part));
    child.on("error", (error) => resolve({ name, status: 1, text: error.message }));
    child.on("close", (status) => resolve({ name, status, text }));
  });
}

/** The results in order, of as many at once as there are processors. */
async function inParallel(items, work) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

/** Vitest's report, or one that says that there is none. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, testResults: [] };
  }
}
