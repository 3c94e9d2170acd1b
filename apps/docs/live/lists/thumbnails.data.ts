import { adam, momentum, optimizerTrace, rosenbrock, sgd } from "@elbowjs/classic-nn";
import { contour, dot, figure, heatMap, imageSheet, line } from "@elbowjs/figures";
import { curves } from "@elbowjs/lloyd-analysis";
import { openDataset } from "@elbowjs/mnist-data";
import { defaultRng } from "@elbowjs/numpy-random";

/** Pictures of the examples, as addresses of images. */
export type Thumbnails = Readonly<
  Record<"digits" | "lloyd" | "race" | "latents" | "states" | "search" | "staircase", string>
>;

export declare const data: Thumbnails;

const size = { width: 320, height: 200, background: false } as const;
const asAddress = (svg: string): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

export default {
  async load(): Promise<Thumbnails> {
    const { train } = await openDataset("digits", { size: { train: 200, test: 1 }, seed: 0 });
    const png = await imageSheet(train.take(40), { columns: 8, gap: 1 });
    return {
      digits: `data:image/png;base64,${Buffer.from(png).toString("base64")}`,
      lloyd: asAddress(lloyd()),
      race: asAddress(race()),
      latents: asAddress(latents()),
      states: asAddress(states()),
      search: asAddress(search()),
      staircase: asAddress(staircase()),
    };
  },
};

function lloyd(): string {
  const { points } = curves({ b: 64 });
  const x = points.map(({ eta }) => eta);
  return figure({
    ...size,
    y: { type: "log", domain: [1e-3, 1e3] },
    marks: [
      line({ x, y: points.map(({ bias2 }) => bias2) }),
      line({ x, y: points.map((point) => point.variance) }),
      line({ x, y: points.map(({ error }) => error), color: "ink" }),
    ],
  });
}

function race(): string {
  const axis = (low: number, high: number): number[] =>
    Array.from({ length: 61 }, (_, i) => low + ((high - low) * i) / 60);
  const [x, y] = [axis(-2, 2), axis(-1, 3)];
  const values = y.map((b) => x.map((a) => rosenbrock.value(Float64Array.of(a, b))));
  const runs = [
    optimizerTrace(sgd({ learningRate: 0.001 }), rosenbrock, [-1.2, 1], { steps: 300 }),
    optimizerTrace(momentum({ learningRate: 0.001 }), rosenbrock, [-1.2, 1], { steps: 300 }),
    optimizerTrace(adam({ learningRate: 0.1 }), rosenbrock, [-1.2, 1], { steps: 300 }),
  ];
  return figure({
    ...size,
    x: { domain: [-2, 2] },
    y: { domain: [-1, 3] },
    marks: [
      contour({ x, y, values, levels: [0.5, 4, 30, 200, 1000], color: "muted", labels: false }),
      ...runs.map(({ steps }) => line({ x: steps.map(({ w }) => w[0]!), y: steps.map(({ w }) => w[1]!) })),
    ],
  });
}

/** Clouds as the latents of ten classes lie: a picture of the idea, not of a model. */
function latents(): string {
  const rng = defaultRng(0);
  return figure({
    ...size,
    marks: Array.from({ length: 6 }, (_, k) => {
      const cloud = Array.from({ length: 40 }, () => [
        1.6 * Math.cos(1.05 * k) + 0.35 * rng.standardNormal(),
        1.2 * Math.sin(1.05 * k) + 0.35 * rng.standardNormal(),
      ]);
      return dot({ x: cloud.map(([a]) => a!), y: cloud.map(([, b]) => b!) });
    }),
  });
}

/** Units that keep and lose what they hold: a picture of the idea, not of a model. */
function states(): string {
  const rng = defaultRng(3);
  const values = Array.from({ length: 20 }, () => {
    const forget = rng.uniform(0.5, 1);
    let state = 0;
    return Array.from(
      { length: 32 },
      () => (state = forget * state + (1 - forget) * 3 * rng.standardNormal()),
    );
  });
  return figure({ ...size, marks: [heatMap({ values, colors: "diverging" })] });
}

/** A tree of beams: three go on from each step, the others are dropped. */
function search(): string {
  const rng = defaultRng(1);
  const edges: { x: number[]; y: number[]; kept: boolean }[] = [];
  let beams = [0];
  for (let depth = 0; depth < 5; depth++) {
    const spread = 4 / (depth + 1);
    const tried = beams
      .flatMap((y) => [-1, 1].map((side) => ({ from: y, to: y + side * spread * rng.uniform(0.5, 1) })))
      .sort(() => rng.uniform(-1, 1));
    tried.forEach(({ from, to }, i) => {
      edges.push({ x: [depth, depth + 1, Number.NaN], y: [from, to, Number.NaN], kept: i < 3 });
    });
    beams = tried.slice(0, 3).map(({ to }) => to);
  }
  const lines = (kept: boolean) => {
    const some = edges.filter((edge) => edge.kept === kept);
    return { x: some.flatMap(({ x }) => x), y: some.flatMap(({ y }) => y) };
  };
  return figure({
    ...size,
    marks: [line({ ...lines(false), color: "muted" }), line({ ...lines(true), color: 0 })],
  });
}

/** Fewer layers than edges: a coin; from there on certain. */
function staircase(): string {
  const sides = [1, 2, 3, 4, 5, 6];
  const values = sides.map((distance) => sides.map((layers) => (layers < distance ? 0.5 : 1)));
  return figure({ ...size, marks: [heatMap({ values, x: sides, y: sides })] });
}
