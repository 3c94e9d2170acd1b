// npm run bench: install, build, time Elbow side by side with others; flags behind `--`. A first word that names a program of
// bench/ runs that one: `npm run bench -- divergences`.
import { existsSync } from "node:fs";
import { install, pnpmOrExit, run } from "./pnpm.mjs";

install();
pnpmOrExit(
  "exec",
  "turbo",
  "run",
  "build",
  "--filter=bench^...",
  "--output-logs=errors-only",
  "--log-prefix=none",
);
const [first = "", ...flags] = process.argv.slice(2);
const program = `bench/${first}.mjs`;
const isProgram = /^[a-z-]+$/.test(first) && existsSync(program);
process.exit(
  run(process.execPath, isProgram ? [program, ...flags] : ["bench/run.mjs", ...process.argv.slice(2)]),
);
