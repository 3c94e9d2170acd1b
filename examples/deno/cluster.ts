// The same code in Deno, with nothing to install.
//
//   deno run --allow-read --allow-env examples/deno/cluster.ts
import { lloyd } from "npm:@elbowjs/kmeans-nn";
import { defaultRng } from "npm:@elbowjs/numpy-random";

const noise: Float64Array = defaultRng(0).normal(0, 0.5, 60);
const data: Float32Array<ArrayBuffer> = Float32Array.from(noise, (e, i) => (i < 30 ? 0 : 10) + e);

const { inertia, assignments } = await lloyd({ data, shape: [30, 2] }, { k: 2, seed: 0 });
const sizes: number[] = [0, 1].map((cluster) => assignments.filter((a) => a === cluster).length);
console.log(`inertia ${inertia.toFixed(3)}, clusters of ${sizes.sort().join(" and ")}`);
