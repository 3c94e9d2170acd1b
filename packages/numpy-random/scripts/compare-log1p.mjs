// Counts the logarithms of the ziggurat tails whose last bit differs from the C library's, through Python's math.log1p.
// Run: node compare-log1p.mjs (after the build; needs python3)
import { spawnSync } from "node:child_process";
import { defaultRng } from "../dist/index.js";
import { log1p } from "../dist/log1p.js";

const draws = defaultRng(5).random(2_000_000);
const python = `
import array, math, platform, sys
u = array.array("d", sys.stdin.buffer.read())
sys.stdout.buffer.write(array.array("d", [math.log1p(-x) for x in u]).tobytes())
sys.stderr.write(" ".join(platform.libc_ver()))
`;
const { stdout, stderr } = spawnSync("python3", ["-c", python], {
  input: new Uint8Array(draws.buffer),
  maxBuffer: 2 ** 26,
});
const theirs = new Float64Array(
  stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength),
);
const differing = draws.filter((u, i) => log1p(-u) !== theirs[i]).length;
console.log(`${differing} of ${draws.length} logarithms differ from ${stderr}`);
