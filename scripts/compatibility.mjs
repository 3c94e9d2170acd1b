// Writes COMPATIBILITY.md from test results: the same tests on each Node that is supported, Chromium's settings, and what
// happens when things break. Node's binaries come from the registry (npx -p node@…). Needs a build; takes some minutes.
//
//   node scripts/compatibility.mjs
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-compatibility-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const majors = [20, 22, 24];
/** What every Node runs: the README's examples of all packages, the command line, the programs under examples/. */
const everywhere = [
  "test/readme",
  "packages/kmeans-nn/test/cli",
  "packages/gaussian-vae/test/cli",
  "packages/numpy-random/test",
  "examples/test/node",
  "examples/test/classic-nn",
];

const versions = majors.map((major) => {
  const { version, tests } = results(major, everywhere);
  const count = (status) => tests.filter((test) => test.status === status).length;
  for (const { fullName } of tests.filter(({ status }) => status === "failed"))
    console.error(`FAILED ${fullName}`);
  return `| Node ${version} | ${count("passed")} | ${count("failed")} | ${count("pending") + count("skipped")} |`;
});

const { version, tests } = results(majors[0], ["tests/faults"]);
const fuzzed = results(majors[0], ["tests/fuzz"]).tests.filter(({ meta }) => meta?.fuzz !== undefined);
const columns = [
  "calls",
  "accepted",
  "clear",
  "raw",
  "hangs",
  "crashes",
  "missing",
  "known",
  "knownErrors",
  "growth",
];
const fuzzRow = (name, figures) => `| ${[name, ...columns.map((column) => figures[column])].join(" | ")} |`;
const fuzzTotal = Object.fromEntries(
  columns.map((column) => [column, fuzzed.reduce((sum, { meta }) => sum + meta.fuzz[column], 0)]),
);
const marks = { passed: "yes", failed: "**no**" };
const rows = (wanted) =>
  tests.filter(wanted).map(({ ancestorTitles, title, status }) => {
    const [what, outcome] = title.split(/: (.*)/s);
    return { where: ancestorTitles[0], what, outcome, mark: marks[status] ?? "not run" };
  });
const chromium = rows(({ ancestorTitles }) => ancestorTitles[0] === "Chromium").map(
  ({ what, outcome, mark }) => `| ${what} | ${outcome} | ${mark} |`,
);
const faults = rows(({ ancestorTitles }) => ancestorTitles[0] !== "Chromium").map(
  ({ where, what, outcome, mark }) => `| ${where} | ${what} | ${outcome} | ${mark} |`,
);

writeFileSync(
  join(root, "COMPATIBILITY.md"),
  `# Compatibility, and what happens when things break

Written by \`node scripts/compatibility.mjs\` from the results of tests, on ${process.platform} ${process.arch}; do not edit it.

## Node

The examples of every package's README, the command line, NumPy's random numbers bit for bit, and the programs under \`examples/\`:

| version | passed | failed | not run |
| ------- | ------ | ------ | ------- |
${versions.join("\n")}

## Chromium

The k-means network trained in a page built with Vite, its inertia compared with Node's. A GPU in software is taken only when asked for.

| settings | outcome | holds |
| -------- | ------- | ----- |
${chromium.join("\n")}

## Faults

Each is brought about by a test in \`tests/faults\`, on Node ${version} and Chromium. A full disk is a tmpfs of its own (ENOSPC), and once more a limit on the size of files (EFBIG).

| of | fault | outcome | holds |
| -- | ----- | ------- | ----- |
${faults.join("\n")}

## Odd values and damaged files

\`tests/fuzz\` calls every public function, constructor and static method of every package, and methods of what they give, with odd values in one to five arguments, and reads every file format's bytes with flips, cuts, growth and changed headers. The same seed makes the same calls. *Clear* errors say what was expected, or are of a documented kind; *raw* ones are the engine's. *Missing* are raw errors of calls that leave a required argument out, which TypeScript refuses. *Known* are functions whose raw errors for values of another kind are not mended, each with its reason in \`tests/fuzz/known.json\`, and whose errors are counted as *knownErrors*, not as raw; some are hangs or crashes at sizes of 1e9. Growth is of the heap and of memory outside of it, MB.

| package | ${columns.join(" | ")} |
| ------- | ${columns.map(() => "--:").join(" | ")} |
${fuzzed.map(({ title, meta }) => fuzzRow(title, meta.fuzz)).join("\n")}
${fuzzRow("all", fuzzTotal)}
`,
);

/** Vitest's results on a Node of a major version: every test with its status. */
function results(major, paths) {
  const node = ["--yes", "-p", `node@${major}`, "node"];
  const own = process.versions.node.startsWith(`${major}.`);
  const run = (args, stdio) =>
    spawnSync(...(own ? [process.execPath, args] : ["npx", [...node, ...args]]), {
      cwd: root,
      encoding: "utf8",
      stdio,
    });
  const file = join(folder, `${major}.json`);
  console.log(`── Node ${major}: ${paths.join(" ")}`);
  run(
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "node",
      ...paths,
      "--reporter=dot",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ],
    "inherit",
  );
  // A Node that cannot be fetched, or a run that died, has no results: a row of zeros says so, and the others are written.
  if (!existsSync(file)) {
    console.error(`NO RESULTS of ${paths.join(" ")} on Node ${major}`);
    return { version: `${major} (not run)`, tests: [] };
  }
  const { testResults } = JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  return {
    version: run(["--version"], "pipe").stdout.trim().replace(/^v/, ""),
    tests: testResults.flatMap(({ assertionResults }) => assertionResults),
  };
}
