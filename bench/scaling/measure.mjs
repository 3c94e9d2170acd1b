// Measures one point of a curve in a process of its own: node measure.mjs '{"method":"lloyd","n":10000,…}'; prints
// { seconds, megabytes }, the least of several and the largest resident memory.
import { useBackend } from "@elbowjs/backend";
import { KMeansNetwork, lloyd, miniBatch } from "@elbowjs/kmeans-nn";
import { leastOf } from "./least-of.mjs";
import { networks } from "./networks.mjs";

const point = JSON.parse(process.argv[2]);
const { method, n, k, d, b, threads, iterations = 10, runs = 3 } = point;

/**
 * Bytes of k bumps that overlap, so that Lloyd's algorithm does not stand still after an iteration; a fifth of them zero. Python's
 * have the same distribution.
 */
function rows() {
  let state = 1;
  const byte = () => {
    state = Math.imul(state, 1664525) + 1013904223;
    return state >>> 24;
  };
  const centers = Uint8Array.from({ length: k * d }, byte);
  const pixels = new Uint8Array(n * d);
  for (let row = 0, at = 0; row < n; row++)
    for (let center = (row % k) * d, end = at + d; at < end; at++, center++) {
      const u = byte();
      pixels[at] = u < 51 ? 0 : (13 * centers[center] + 243 * u) >> 8;
    }
  return { size: n, features: d, pixels, rows: Uint32Array.from({ length: n }, (_, i) => i) };
}

const methods = {
  async lloyd() {
    const data = rows();
    const init = Float32Array.from(data.pixels.subarray(0, k * d), (u) => u / 255);
    let taken = 1;
    const seconds = await leastOf(runs, async () => {
      taken = (await lloyd(data, { k, init, maxIterations: iterations })).iterations;
    });
    return seconds / taken;
  },
  async network() {
    await useBackend({ prefer: ["wasm"], threads });
    const data = rows();
    const net = new KMeansNetwork({ k, features: d, update: "normalized" });
    await net.init(Float32Array.from(data.pixels.subarray(0, k * d), (u) => u / 255));
    await net.fit(data, { epochs: 1, batchSize: b, learningRate: 1 });
    return leastOf(3, () => net.fit(data, { epochs: 1, batchSize: b, learningRate: 1 }));
  },
  async "mini-batch"() {
    const data = rows();
    const init = Float32Array.from(data.pixels.subarray(0, k * d), (u) => u / 255);
    return leastOf(3, () => miniBatch(data, { k, init, batchSize: 1024, epochs: 1 }));
  },
};

const seconds = await (methods[method] ?? networks[method])(point);
console.log(JSON.stringify({ seconds, megabytes: Math.round(process.resourceUsage().maxRSS / 1000) }));
process.exit(0);
