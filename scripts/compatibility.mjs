// Writes COMPATIBILITY.md from test results: the same tests on each Node that is supported, Chromium's settings, and what
// happens when things break and what comes in. Node's binaries come from the registry (npx -p node@…). Needs a build; takes half an hour
// in all, so that sections can be written anew one by one: the others stay as they are.
//
//   node scripts/compatibility.mjs [node] [faults] [reliability] [fuzz]
//
// With ELBOW_RESULTS=<folder> Vitest's results stay in that folder, and those that are there already are taken as they are.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { holds, rows as items, testsOf, thorough } from "./reliability.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const kept = process.env.ELBOW_RESULTS;
const folder = kept ?? mkdtempSync(join(tmpdir(), "elbow-compatibility-"));
if (kept === undefined) process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

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

const place = join(root, "COMPATIBILITY.md");
const before = readFileSync(place, "utf8");
const wanted = process.argv.slice(2);
const marks = { passed: "yes", failed: "**no**" };
const count = (tests, ...statuses) => tests.filter(({ status }) => statuses.includes(status)).length;

const sections = {
  Node: ["node", nodes],
  Chromium: ["faults", chromium],
  Faults: ["faults", faults],
  "What comes in": ["reliability", whatComesIn],
  "A stranger's tools": ["reliability", strangersTools],
  "Odd values and damaged files": ["fuzz", fuzzed],
};
const texts = Object.entries(sections).map(([title, [part, write]]) => {
  const isAsked = wanted.length === 0 || wanted.includes(part);
  return `## ${title}\n\n${isAsked ? write() : sectionOf(before, title)}\n`;
});
writeFileSync(
  place,
  `# Compatibility, and what happens when things break

Written by \`node scripts/compatibility.mjs\` from the results of tests, on ${process.platform} ${process.arch}; do not edit it.

${texts.join("\n")}`,
);

/** A section as it stands in the file. */
function sectionOf(text, title) {
  const start = text.indexOf(`\n## ${title}\n`);
  if (start < 0) return "Not run yet.";
  const body = text.slice(start + title.length + 5);
  const end = body.indexOf("\n## ");
  return (end < 0 ? body : body.slice(0, end)).trim();
}

function nodes() {
  const versions = majors.map((major) => {
    const { version, tests } = results(major, "node", everywhere);
    for (const { fullName } of tests.filter(({ status }) => status === "failed"))
      console.error(`FAILED ${fullName}`);
    return `| Node ${version} | ${count(tests, "passed")} | ${count(tests, "failed")} | ${count(tests, "pending", "skipped")} |`;
  });
  return `The examples of every package's README, the command line, NumPy's random numbers bit for bit, and the programs under \`examples/\`:

| version | passed | failed | not run |
| ------- | ------ | ------ | ------- |
${versions.join("\n")}`;
}

/** The tests of `tests/faults`, run once for two sections: \`<fault>: <outcome>\` in a describe of whose fault it is. */
function faultRows(wanted) {
  faultRows.run ??= results(majors[0], "faults", ["tests/faults"]);
  return faultRows.run.tests.filter(wanted).map(({ ancestorTitles, title, status }) => {
    const [what, outcome] = title.split(/: (.*)/s);
    return { where: ancestorTitles[0], what, outcome, mark: marks[status] ?? "not run" };
  });
}

function chromium() {
  const rows = faultRows(({ ancestorTitles }) => ancestorTitles[0] === "Chromium");
  return `The k-means network trained in a page built with Vite, its inertia compared with Node's. A GPU in software is taken only when asked for.

| settings | outcome | holds |
| -------- | ------- | ----- |
${rows.map(({ what, outcome, mark }) => `| ${what} | ${outcome} | ${mark} |`).join("\n")}`;
}

function faults() {
  const rows = faultRows(({ ancestorTitles }) => ancestorTitles[0] !== "Chromium");
  return `Each is brought about by a test in \`tests/faults\`, on Node ${faultRows.run.version} and Chromium. A full disk is a tmpfs of its own (ENOSPC), and once more a limit on the size of files (EFBIG).

| of | fault | outcome | holds |
| -- | ----- | ------- | ----- |
${rows.map(({ where, what, outcome, mark }) => `| ${where} | ${what} | ${outcome} | ${mark} |`).join("\n")}`;
}

/** The tests of the rows of scripts/reliability.mjs, run once for two sections. */
function reliability() {
  if (reliability.tests !== undefined) return reliability.tests;
  const files = [...new Set(items.flatMap(({ tests }) => tests.map(([file]) => file)))];
  const usual = files.filter((file) => !thorough.includes(file));
  reliability.tests = [
    ...results(majors[0], "usual", usual).tests,
    ...results(majors[0], "thorough", thorough, { ELBOW_TESTS: "all" }).tests,
  ];
  for (const { file, fullName, status } of reliability.tests)
    if (status === "failed") console.error(`FAILED ${file}: ${fullName}`);
  return reliability.tests;
}

function whatComesIn() {
  const tests = reliability();
  const rows = items.map((row) => {
    const found = testsOf(row, tests);
    const cells = [row.item, row.kind, row.tried, row.outcome];
    return `| ${[...cells, `${count(found, "passed")} of ${found.length}`, holds(row, tests)].join(" | ")} |`;
  });
  return `Wrong data, files, servers, options and signals, by what they could do: numbers that are silently wrong, tools of a stranger's that fail, memory and time without end, files and results lost, and smaller things. The tests of each row are listed in \`scripts/reliability.mjs\`.

| | kind | what was tried | outcome | tests passed | holds |
| --: | ---- | -------------- | ------- | -----------: | ----- |
${rows.join("\n")}`;
}

function strangersTools() {
  const rows = reliability()
    .filter(({ file, title }) => file.startsWith("tests/consumption/") && !title.startsWith("the README of "))
    .map(
      ({ ancestorTitles, title, status }) =>
        `| ${ancestorTitles[0]} | ${title} | ${marks[status] ?? "not run"} |`,
    );
  return `Packages installed from their tarballs in projects outside of this repository; pages run in Chromium.

| who | with what | holds |
| --- | --------- | ----- |
${rows.join("\n")}`;
}

function fuzzed() {
  const found = results(majors[0], "fuzz", ["tests/fuzz"]).tests.filter(
    ({ meta }) => meta?.fuzz !== undefined,
  );
  const columns = [
    ...["calls", "accepted", "clear", "raw", "hangs", "crashes"],
    ...["missing", "known", "knownErrors", "growth"],
  ];
  const row = (name, figures) => `| ${[name, ...columns.map((column) => figures[column])].join(" | ")} |`;
  const sum = (column) => found.reduce((total, { meta }) => total + meta.fuzz[column], 0);
  const total = Object.fromEntries(columns.map((column) => [column, sum(column)]));
  total.growth = Math.max(...found.map(({ meta }) => meta.fuzz.growth));
  return `\`tests/fuzz\` calls every public function, constructor and static method of every package, and methods of what they give, with odd values in one to five arguments, and reads every file format's bytes with flips, cuts, growth and changed headers. The same seed makes the same calls. *Clear* errors say what was expected, or are of a documented kind; *raw* ones are the engine's. *Missing* are raw errors of calls that leave a required argument out, which TypeScript refuses. *Known* are functions that are not called by users, each with its reason in \`tests/fuzz/known.json\`, and whose errors are counted as *knownErrors*, not as raw. Growth is of the heap and of memory outside of it, MB; of all together, the largest.

| package | ${columns.join(" | ")} |
| ------- | ${columns.map(() => "--:").join(" | ")} |
${found.map(({ title, meta }) => row(title, meta.fuzz)).join("\n")}
${row("all", total)}`;
}

/** Vitest's results on a Node of a major version: every test with its status and file. */
function results(major, name, paths, environment = {}) {
  const node = ["--yes", "-p", `node@${major}`, "node"];
  const own = process.versions.node.startsWith(`${major}.`);
  const run = (args, stdio) =>
    spawnSync(...(own ? [process.execPath, args] : ["npx", [...node, ...args]]), {
      cwd: root,
      env: { ...process.env, ...environment },
      encoding: "utf8",
      stdio,
    });
  const file = resolve(folder, `${name}-${major}.json`);
  console.log(`── Node ${major}: ${paths.join(" ")}`);
  if (!existsSync(file))
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
  return {
    version: run(["--version"], "pipe").stdout.trim().replace(/^v/, ""),
    tests: testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map((test) => ({ ...test, file: relative(root, name) })),
    ),
  };
}
