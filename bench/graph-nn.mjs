// npm run bench -- graph-nn [--rounds 5] [--steps 20] [--small]
//
// Times a training step of @elbowjs/graph-nn beside PyTorch (Debian's python3-torch; named where it is absent), whose networks
// send along the same edges by index_add and scatter: the same sizes, Adam, float32, two threads. Best of the rounds, in
// milliseconds of the wall's clock a step: on a busy machine they say little. --small is a try of the program, not a measurement.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { GraphAttentionNetwork, GraphTransformer } from "@elbowjs/graph-nn";
import { defaultRng } from "@elbowjs/numpy-random";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    steps: { type: "string", default: "20" },
    small: { type: "boolean", default: false },
  },
});
const [rounds, steps] = [Number(values.rounds), Number(values.steps)];

/** What is timed: so many graphs of so many vertices and edges in a step. */
const works = values.small
  ? {
      "transformer, 2 graphs of 10": { graphs: 2, vertices: 10, edges: 20, features: 4, kind: "transformer" },
    }
  : {
      "transformer, 32 graphs of 30": {
        graphs: 32,
        vertices: 30,
        edges: 75,
        features: 8,
        kind: "transformer",
      },
      "transformer, 1 graph of 10,000": {
        graphs: 1,
        vertices: 10_000,
        edges: 50_000,
        features: 32,
        kind: "transformer",
      },
      "attention network, Cora's size": {
        graphs: 1,
        vertices: 2708,
        edges: 5278,
        features: 1433,
        kind: "gat",
      },
    };

const load = loadavg()[0];
console.log(`${cpus()[0].model}, ${cpus().length} cores, load ${load.toFixed(1)}; Node ${process.version}\n`);
const table = [];
function report(work, contender, times) {
  table.push({ work, contender, times });
  console.log(
    `${work.padEnd(34)} ${contender.padEnd(10)} ${Math.min(...times)
      .toFixed(2)
      .padStart(9)} ms a step`,
  );
}

/** Graphs with edges drawn at random, each once. */
function draw({ graphs, vertices, edges, features }) {
  const rng = defaultRng(1);
  return Array.from({ length: graphs }, (_, g) => {
    const pairs = new Map();
    while (pairs.size < edges) {
      const [a, b] = [rng.integers(0, vertices), rng.integers(0, vertices)].map(Number);
      if (a !== b) pairs.set(`${Math.min(a, b)} ${Math.max(a, b)}`, [a, b]);
    }
    return {
      ...{ vertices, label: g % 2, edges: [...pairs.values()] },
      features: Float32Array.from(rng.standardNormal(vertices * features)),
    };
  });
}

const { name: backend } = await useBackend({ prefer: ["wasm"] });
for (const [work, size] of Object.entries(works)) {
  const data = draw(size);
  const make = {
    transformer: () =>
      GraphTransformer.create({ features: size.features, width: 32, heads: 4, layers: 2, feedForward: 64 }),
    gat: () => GraphAttentionNetwork.create({ features: size.features, width: 8, heads: 8, dropout: 0.6 }),
  }[size.kind];
  const network = await make();
  const fit = (epochs) => network.fit(data, { epochs, batchSize: size.graphs, shuffle: false });
  await fit(2);
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const { seconds } = await fit(steps);
    times.push((1000 * seconds) / steps);
  }
  network.dispose();
  report(work, `elbow ${backend}`, times);
}

const peer = spawnSync(
  "/usr/bin/python3",
  [fileURLToPath(new URL("graph-nn/peer.py", import.meta.url)), JSON.stringify({ works, rounds, steps })],
  { encoding: "utf8" },
);
if (peer.status === 0) for (const { work, times } of JSON.parse(peer.stdout)) report(work, "PyTorch", times);
else console.log(`PyTorch: ${peer.error?.message ?? peer.stderr.trim().split("\n").at(-1)}`);

if (!values.small) {
  const out = new URL("../out/", import.meta.url);
  mkdirSync(out, { recursive: true });
  writeFileSync(new URL("bench-graph-nn.json", out), `${JSON.stringify({ load, table }, undefined, 2)}\n`);
}
process.exit();
