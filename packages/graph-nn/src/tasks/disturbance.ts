import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import type { RandomGenerator } from "@elbowjs/layers";
import { stream } from "@elbowjs/training";
import type { Graph } from "../graph/graph.js";

/** Options of {@link disturbanceTask}. */
export interface DisturbanceOptions {
  /** Graphs, half of each label; an integer in [1, 10000]. Default 200. */
  readonly count?: number;
  /** Sensors of each network; an integer in [12, 200]. Default 30. */
  readonly sensors?: number;
  /** Standard deviation of the noise of each reading; ≥ 0. Default 0.2. */
  readonly noise?: number;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** A sensor network with the places of its sensors. */
export interface SensorNetwork extends Graph {
  /** x and y of each sensor in the unit square. */
  readonly places: readonly (readonly [x: number, y: number])[];
}

/** Sensors that read 1 more than the rest. */
const raised = 4;

/**
 * Is there a disturbance or not? Sensors lie in a square, each an edge to those near it. With a disturbance (label 1) the readings of a
 * sensor and of three of its neighbours are raised by 1. Without one (label 0) as many are raised, but scattered, no two of them
 * neighbours: single sensors that fail. The readings alone, without the edges, are the same in both. For the task `graph`.
 *
 * @throws RangeError if an option is outside its range.
 */
export function disturbanceTask(options: DisturbanceOptions = {}): SensorNetwork[] {
  const caller = "disturbanceTask";
  checkOptions(caller, options, ["count", "sensors", "noise", "seed"]);
  const { count = 200, sensors = 30, noise = 0.2, seed = 0 } = options;
  checkNumbers(caller, {
    count: [count, "integer in [1, 10000]"],
    sensors: [sensors, "integer in [12, 200]"],
    noise: [noise, "≥ 0"],
    seed: [seed, "integer ≥ 0"],
  });
  return Array.from({ length: count }, (_, g) => {
    const random = stream(seed, "sample", "disturbance", g);
    const label = g % 2;
    // Some layouts have no sensor with three neighbours, or no four apart: then another.
    for (;;) {
      const { places, edges, neighbours } = sensorLayout(sensors, random);
      const lifted = label === 1 ? cluster(neighbours, random) : scattered(neighbours, random);
      if (lifted === undefined) continue;
      const readings = Float32Array.from(random.normal(0, noise, sensors));
      for (const v of lifted) readings[v]! += 1;
      return { vertices: sensors, features: readings, edges, label, places };
    }
  });
}

function sensorLayout(sensors: number, random: RandomGenerator) {
  const places = Array.from({ length: sensors }, () => [random.random(), random.random()] as const);
  const edges: [number, number][] = [];
  const neighbours = places.map(() => new Set<number>());
  // A radius at which a sensor has about five neighbours, whatever their number.
  const radius = Math.sqrt(5 / (Math.PI * sensors));
  for (let i = 0; i < sensors; i++)
    for (let j = 0; j < i; j++) {
      const distance = Math.hypot(places[i]![0] - places[j]![0], places[i]![1] - places[j]![1]);
      if (distance > radius) continue;
      edges.push([j, i]);
      neighbours[i]!.add(j);
      neighbours[j]!.add(i);
    }
  return { places, edges, neighbours };
}

function cluster(neighbours: readonly Set<number>[], random: RandomGenerator): number[] | undefined {
  const middles = neighbours.flatMap((near, v) => (near.size >= raised - 1 ? [v] : []));
  if (middles.length === 0) return undefined;
  const middle = middles[Math.floor(random.random() * middles.length)]!;
  return [middle, ...random.permutation([...neighbours[middle]!]).slice(0, raised - 1)];
}

function scattered(neighbours: readonly Set<number>[], random: RandomGenerator): number[] | undefined {
  const chosen: number[] = [];
  for (const v of random.permutation(neighbours.length)) {
    if (chosen.some((other) => neighbours[other]!.has(v))) continue;
    chosen.push(v);
    if (chosen.length === raised) return chosen;
  }
  return undefined;
}
