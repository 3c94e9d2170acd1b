// npm start: install and build what the main job needs, run it with the arguments behind `--`.
import { install, run } from "./pnpm.mjs";

install("--filter-prod", "train...", "--filter", "@elbowjs/kernels");
// It imports what was installed just now.
const { quickBuild } = await import("./quick-build.mjs");
await quickBuild("apps/train");
process.exit(run(process.execPath, ["apps/train/dist/main.js", ...process.argv.slice(2)]));
