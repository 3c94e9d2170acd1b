// npm test: install, build, then every check. The last line is `N passed, N failed`.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { install, pnpm, pnpmOrExit, root } from "./pnpm.mjs";

install();
pnpmOrExit("exec", "turbo", "run", "build", "--output-logs=errors-only");

const checks = {
  types: () => pnpm("exec", "turbo", "run", "typecheck", "--output-logs=errors-only"),
  lint: () => pnpm("exec", "biome", "check"),
  packages: () => pnpm("exec", "node", "scripts/check-packages.mjs"),
  sizes: () => pnpm("exec", "node", "scripts/check-sizes.mjs"),
  "public types": () => pnpm("exec", "node", "scripts/check-api.mjs"),
  dependencies: () => pnpm("exec", "node", "scripts/check-dependencies.mjs"),
  map: () => pnpm("exec", "node", "scripts/check-map.mjs"),
  licences: () => pnpm("exec", "node", "scripts/check-licenses.mjs"),
};
let passed = 0;
const failed = [];
for (const [name, check] of Object.entries(checks)) {
  console.log(`\n── ${name}`);
  if (check() === 0) passed += 1;
  else failed.push(name);
}

console.log("\n── tests");
const results = new URL("out/test-results.json", root);
mkdirSync(new URL("out", root), { recursive: true });
rmSync(results, { force: true });
const status = pnpm(
  "exec",
  "vitest",
  "run",
  "--reporter=default",
  "--reporter=json",
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

/** Vitest's report, or one that says that there is none. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, testResults: [] };
  }
}
