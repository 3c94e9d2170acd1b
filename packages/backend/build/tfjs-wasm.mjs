// Embeds tfjs's SIMD binary, gzipped, in src/generated/tfjs-wasm.ts.
//
// A page cannot know where a bundler, a CDN or a static server has put a .wasm file of a dependency; a lazily imported
// module it can always load. The gzipped text weighs about what the file itself weighs in transfer.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const require = createRequire(import.meta.url);
const manifest = require.resolve("@tensorflow/tfjs-backend-wasm/package.json");
const { version } = require(manifest);
const binary = gzipSync(readFileSync(join(dirname(manifest), "dist/tfjs-backend-wasm-simd.wasm")), {
  level: 9,
});

const notice =
  "TensorFlow.js WASM backend, Copyright Google LLC, Apache License 2.0; embedded by build/tfjs-wasm.mjs.";
mkdirSync("src/generated", { recursive: true });
writeFileSync(
  "src/generated/tfjs-wasm.ts",
  `// ${notice}
/** The version of @tensorflow/tfjs-backend-wasm that the binary belongs to. */
export const tfjsWasmVersion: string = "${version}";
/** tfjs-backend-wasm-simd.wasm, gzipped, in base64. */
export const tfjsWasmSimdGzip: string = "${binary.toString("base64")}";
`,
);
