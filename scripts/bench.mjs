// npm run bench: install, build, time Elbow side by side with others; flags behind `--`.
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
process.exit(run(process.execPath, ["bench/run.mjs", ...process.argv.slice(2)]));
