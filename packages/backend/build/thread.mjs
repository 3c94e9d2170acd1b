// Embeds the program of a kernel thread, src/threads/thread.ts and what it imports, as text in src/generated/thread.ts.
import { mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: ["src/threads/thread.ts"],
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  write: false,
});
mkdirSync("src/generated", { recursive: true });
writeFileSync(
  "src/generated/thread.ts",
  `// Written by build/thread.mjs from src/threads/thread.ts; do not edit.
/** JavaScript of a kernel thread, for a worker of either kind. */
export const threadSource: string = ${JSON.stringify(outputFiles[0].text)};
`,
);
