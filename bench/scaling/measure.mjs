// Measures one point of a curve in a process of its own: node measure.mjs '{"method":"lloyd","n":10000,…}'; prints
// { seconds, megabytes }, the least of several and the largest resident memory.
import { useBackend } from "@elbowjs/backend";
import { KMeansNetwork, lloyd, miniBatch } from "@elbowjs/kmeans-nn";
import { defaultRng } from "@elbowjs/numpy-random";
import { leastOf } from "./least-of.mjs";
import { networks } from "./networks.mjs";

const point = JSON.parse(process.argv[2]);
const { method, n, k, d, b, threads } = point;

/**
 * Bytes of k bumps that overlap, so that Lloyd's algorithm does not stand still after an iteration; a fifth of them zero. The same
 * rows for Python, which draws them by the same generator.
 */
function rows() {
  const rng = defaultRng(1);
  const centers = rng.random(k * d);
  const noise = rng.random(n * d);
  const pixels = Uint8Array.from(noise, (u, at) => {
    const center = centers[(Math.floor(at / d) % k) * d + (at % d)];
    return u < 0.2 ? 0 : Math.floor(255 * (0.05 * center + 0.95 * u));
  });
  return { size: n, features: d, pixels, rows: Uint32Array.from({ length: n }, (_, i) => i) };
}

const methods = {
  async lloyd() {
    const data = rows();
    const init = Float32Array.from(data.pixels.subarray(0, k * d), (u) => u / 255);
    let iterations = 1;
    const seconds = await leastOf(3, async () => {
      ({ iterations } = await lloyd(data, { k, init, maxIterations: 10 }));
    });
    return seconds / iterations;
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
