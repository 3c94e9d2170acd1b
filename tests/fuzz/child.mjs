// Calls the functions of one package with odd values, or reads its formats' damaged bytes, in a process that may hang or die:
// says each call before it is made, and how it ended, on file descriptor 3.
//   node child.mjs SEED PACKAGE FIRST ROUNDS SECONDS SKIPPED
import { writeSync } from "node:fs";
import { damaged } from "./damage.mjs";
import { draw } from "./draw.mjs";
import { formats } from "./formats.mjs";
import { kindOf, settle } from "./outcome.mjs";
import { entries, methods, startBackend, targets } from "./targets.mjs";
import { argumentsOf, leavesOut, plausible, shown } from "./values.mjs";

const [seed, name, first, rounds, seconds] = process.argv
  .slice(2)
  .map((text, i) => (i === 1 ? text : Number(text)));
const skipped = new Set(JSON.parse(process.argv[7] ?? "[]"));
const say = (line) => writeSync(3, `${JSON.stringify(line)}\n`);

process.exit = (status) => {
  throw Object.assign(new Error(`exit with ${status}`), { name: "UsageError" });
};
const { fetch } = globalThis;
// No network: every address answers 404.
globalThis.fetch = async (from, options) =>
  /^(blob|data):/.test(typeof from === "string" ? from : "")
    ? fetch(from, options)
    : new Response("", { status: 404 });

const open = await entries(name);
await startBackend(name, plausible);
const calls = [
  ...open.flatMap((entry) => targets(entry)).map((target) => (round) => callFunction(target, round)),
  ...(await formats(name, open)).map((format) => (round) => readFormat(format, round)),
];

let current = "";
for (const event of ["uncaughtException", "unhandledRejection"])
  process.on(event, (error) => {
    if (kindOf(error) === "raw")
      say({ stray: current, message: String(error?.stack ?? error).slice(0, 300) });
  });

for (const stream of [process.stdout, process.stderr]) stream.write = () => true;

const heap = () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
};
const before = heap();
const end = performance.now() + seconds * 1000;
say({ ready: calls.length });
let at = first;
while (at < calls.length * rounds || performance.now() < end) {
  await calls[at % calls.length](Math.floor(at / calls.length));
  at++;
  if (at % 64 === 0) await new Promise((done) => setImmediate(done));
  if (at >= calls.length * 2000) break;
}
// What the last call left on the stack goes with the next task.
for (let i = 0; i < 3; i++) {
  await new Promise((done) => setTimeout(done, 20));
  heap();
}
say({
  finished: true,
  rounds: Math.floor(at / calls.length),
  growth: heap() - before,
  rss: process.resourceUsage().maxRSS / 1e3,
});
process.reallyExit(0);

async function made(target, what, isMissing, call) {
  current = target;
  say({ at, target, what });
  try {
    const result = await settle(call());
    say({ ended: "accepted" });
    return result;
  } catch (error) {
    const ended = kindOf(error);
    say({
      ended,
      isMissing,
      ...(ended === "raw" ? { message: String(error?.stack ?? error).slice(0, 400) } : {}),
    });
    return undefined;
  }
}

async function callFunction({ name: target, callee, call }, round) {
  if (skipped.has(target)) return;
  const source = draw(`${seed}/${target}/${round}`);
  const values = argumentsOf(callee, round, source);
  const result = await made(target, `(${values.map(shown).join(", ")})`, leavesOut(callee, values), () =>
    call(values),
  );
  const [called, method] = callable(result, source);
  if (called !== undefined) {
    const inner = argumentsOf(called, round < 8 ? source.below(30) : 99, source);
    const says = `${target}(…)${method === undefined ? "" : `.${method}`}`;
    const what = `(${values.map(shown).join(", ")}) then (${inner.map(shown).join(", ")})`;
    free(
      await made(says, what, leavesOut(called, inner) || leavesOut(callee, values), () =>
        called.apply(result, inner),
      ),
    );
    free(inner);
  }
  free(result);
  free(values);
}

/** Disposes of a model or a tensor, and of those in an array or an object, such as a sampler's model. */
function free(value, depth = 0) {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || depth > 2) return;
  try {
    if (typeof value.dispose === "function") value.dispose();
    else if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
      for (const part of Object.values(value)) free(part, depth + 1);
  } catch {} // what a call has disposed of, or broken, already
}

function callable(result, source) {
  if (typeof result === "function") return [result, undefined];
  const names = methods(result);
  if (names.length === 0) return [undefined, undefined];
  const method = source.of(names);
  return [result[method], method];
}

async function readFormat({ name: target, bytes, read }, round) {
  const source = draw(`${seed}/${target}/${round}`);
  const { what, damagedBytes } = damaged(bytes, source);
  free(await made(target, what, false, () => read(damagedBytes)));
}
