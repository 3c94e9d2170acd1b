// npm run bench -- larger-than-memory --gigabytes 20 [--k 10] [--limit 500]
//
// Lloyd's algorithm over generated rows of bytes that are never in memory together: one iteration and the last assignment, two
// passes. Prints time and the largest resident memory as JSON, and fails above the limit in megabytes.
import { parseArgs } from "node:util";
import { lloydInPasses } from "@elbowjs/kmeans-nn";
import { byteSamples } from "@elbowjs/samples";

const { values } = parseArgs({
  options: {
    gigabytes: { type: "string", default: "20" },
    k: { type: "string", default: "10" },
    features: { type: "string", default: "784" },
    limit: { type: "string", default: "500" },
  },
});
const [gigabytes, k, features, limit] = [values.gigabytes, values.k, values.features, values.limit].map(
  Number,
);
const size = Math.floor((gigabytes * 1e9) / features);

/** Row i: bytes of a multiplicative hash of its place, a fifth of them not zero, as in pictures of digits. */
const source = {
  ...{ size, shape: [features], features, kind: "bytes" },
  async read(start, end) {
    const pixels = new Uint8Array((end - start) * features);
    let word = (start * features) | 1;
    for (let at = 0; at < pixels.length; at++) {
      word = (Math.imul(word, 1664525) + 1013904223) | 0;
      const byte = word >>> 24;
      if (byte < 51) pixels[at] = 5 * byte;
    }
    return byteSamples({ pixels, shape: [features] });
  },
};

const init = (await source.read(0, k)).slice(0, k);
let largest = 0;
const watch = setInterval(() => {
  largest = Math.max(largest, process.memoryUsage.rss());
}, 20);
const start = performance.now();
const { inertia, counts } = await lloydInPasses(source, { k, init, maxIterations: 1 });
clearInterval(watch);
const megabytes = Math.round(Math.max(largest, 1024 * process.resourceUsage().maxRSS) / 1e6);
const seconds = Math.round((performance.now() - start) / 100) / 10;
console.log(
  JSON.stringify({
    rows: size,
    gigabytes,
    passes: 2,
    seconds,
    megabytes,
    inertia,
    used: counts.filter(Boolean).length,
  }),
);
if (megabytes > limit) {
  console.error(`expected at most ${limit} MB resident, got ${megabytes}`);
  process.exit(1);
}
