// npm run docs: install, build the packages, serve the site while it is edited.
// npm run docs:build: the site as a folder that any static host serves, apps/docs/dist.
import { install, pnpm, pnpmOrExit } from "./pnpm.mjs";

const isBuild = process.argv[2] === "build";
install();
pnpmOrExit(
  "exec",
  "turbo",
  "run",
  "build",
  `--filter=${isBuild ? "docs" : "docs^..."}`,
  "--output-logs=errors-only",
  "--log-prefix=none",
);
if (isBuild) console.log("The site is in apps/docs/dist. Any static host serves it, under any path.");
else process.exit(pnpm("--filter", "docs", "dev", ...process.argv.slice(2)));
