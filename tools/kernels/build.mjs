#!/usr/bin/env node
/**
 * Compiles an AssemblyScript entry to two WebAssembly modules, SIMD and SIMD with relaxed multiply-add, and writes them
 * base64-embedded as one ES module. The modules import the memory they work on and hold no static data, so they can
 * be instantiated over the memory of tfjs's wasm backend (`loadKernelModule`).
 *
 *     build-kernels assembly/index.ts src/generated/kernels.ts
 *
 * Paths are relative to the package that runs it, which names this one in its devDependencies; its AssemblyScript may import
 * what lies in assembly/ here, as "@elbowjs/kernels/assembly/multiply-add".
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import asc from "assemblyscript/asc";

const [entry, output] = process.argv.slice(2);
if (entry === undefined || output === undefined)
  throw new Error(
    "build-kernels: expected an entry and an output, as in build-kernels assembly/index.ts src/kernels.ts",
  );

/** Largest size of one module that we accept to add to a page, gzip bytes. */
const LIMIT = 60_000;

/** https://webassembly.github.io/spec/core/binary/modules.html#sections */
const DATA_SECTION = 11;

const simd = await compile(["--enable", "simd"]);
const relaxedSimd = await compile(["--enable", "simd", "--enable", "relaxed-simd"]);
await mkdir(dirname(output), { recursive: true });
await writeFile(
  output,
  `// Written by build-kernels from ${entry}; do not edit.\n` +
    `/** Base64 of the two modules: plain SIMD, and SIMD with relaxed multiply-add. */\n` +
    `export const modules: { simd: string; relaxedSimd: string } = {\n` +
    `  simd: "${Buffer.from(simd).toString("base64")}",\n` +
    `  relaxedSimd: "${Buffer.from(relaxedSimd).toString("base64")}",\n};\n`,
);
for (const [name, bytes] of Object.entries({ simd, relaxedSimd })) {
  const size = gzipSync(bytes).length;
  console.log(`${output}: ${name} ${bytes.length} bytes, ${size} gzip`);
  if (size > LIMIT) throw new Error(`kernels: expected ${name} of at most ${LIMIT} bytes gzip, got ${size}`);
}

async function compile(features) {
  const binary = { bytes: undefined };
  const { error, stderr } = await asc.main(
    [
      entry,
      "--outFile",
      "kernels.wasm",
      "--runtime",
      "stub",
      "--importMemory",
      "--noExportMemory",
      "--optimizeLevel",
      "3",
      "--converge",
      "--noAssert",
      "--use",
      "abort=",
      ...features,
    ],
    {
      readFile: (name, base) => readFile(resolve(base, name), "utf8").catch(() => null),
      writeFile: (_name, contents) => {
        binary.bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`kernels: asc could not compile ${entry}\n${stderr}`, { cause: error });
  if (sectionIds(binary.bytes).has(DATA_SECTION)) {
    throw new Error(`kernels: expected no static data in ${entry}: it would be written over tfjs's own data`);
  }
  return binary.bytes;
}

/** Ids of the sections of a WebAssembly binary: after the 8-byte preamble, an id byte, a LEB128 size, the content. */
function sectionIds(bytes) {
  const ids = new Set();
  let at = 8;
  while (at < bytes.length) {
    ids.add(bytes[at++]);
    let size = 0;
    let shift = 0;
    let byte;
    do {
      byte = bytes[at++];
      size |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    at += size;
  }
  return ids;
}
