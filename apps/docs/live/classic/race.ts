import {
  adagrad,
  adam,
  homeworkQuadratic,
  momentum,
  nesterov,
  type Objective,
  optimizerTrace,
  rmsprop,
  rosenbrock,
  sgd,
} from "@elbowjs/classic-nn";
import { type ContourLine, contours, type Frame, type PathPoint } from "./plane.js";

/** The surfaces of the race: where it starts, and what is drawn of it. */
const courses: Record<
  "quadratic" | "rosenbrock",
  {
    f: Objective;
    start: [number, number];
    minimum: readonly [number, number];
    frame: Frame;
    highest: number;
  }
> = {
  quadratic: {
    f: homeworkQuadratic(),
    start: [-1, 5],
    minimum: [1, 3],
    frame: { x: [-1.5, 3.5], y: [-1.5, 6] },
    highest: 200,
  },
  rosenbrock: {
    f: rosenbrock,
    start: [-1.2, 1],
    minimum: [1, 1],
    frame: { x: [-2, 2], y: [-1, 3] },
    highest: 1000,
  },
};

/** Names of the optimisers in the race, in the order of their colours. */
export const racers = ["SGD", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adam"] as const;

/** All optimisers from the same start; SGD and its relatives take η/100, since theirs is no step length. */
export function race({
  course,
  learningRate,
  steps,
  from,
}: {
  course: keyof typeof courses;
  /** Where they start; the course's own place if undefined. */
  from: readonly [number, number] | undefined;
  learningRate: number;
  steps: number;
}): {
  frame: Frame;
  contour: ContourLine[];
  minimum: readonly [number, number];
  runs: { name: string; diverged: boolean; path: PathPoint[] }[];
} {
  const { f, start: usual, minimum, frame, highest } = courses[course];
  const start = from === undefined ? usual : [...from];
  const plain = { learningRate: learningRate / 100 };
  const scaled = { learningRate };
  const run = <State>(name: string, optimizer: Parameters<typeof optimizerTrace<State>>[0]) => {
    const trace = optimizerTrace(optimizer, f, start, { steps });
    const path = trace.steps.map(({ t, w, objective }) => ({ t, x: w[0]!, y: w[1]!, value: objective }));
    return { name, diverged: trace.diverged, path };
  };
  return {
    frame,
    minimum,
    contour: contours((w) => f.value(w), frame, highest),
    runs: [
      run(racers[0], sgd(plain)),
      run(racers[1], momentum(plain)),
      run(racers[2], nesterov(plain)),
      run(racers[3], adagrad(scaled)),
      run(racers[4], rmsprop(scaled)),
      run(racers[5], adam(scaled)),
    ],
  };
}
