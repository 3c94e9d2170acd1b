// npm start: install, build what the main job needs, run it with the flags behind `--`.
import { install, pnpmOrExit, run } from "./pnpm.mjs";

install();
pnpmOrExit(
  "exec",
  "turbo",
  "run",
  "build",
  "--filter=train",
  "--output-logs=errors-only",
  "--log-prefix=none",
);
process.exit(run(process.execPath, ["apps/train/dist/main.js", ...process.argv.slice(2)]));
