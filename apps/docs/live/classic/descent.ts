import { gradientDescentTrace, homeworkQuadratic } from "@elbowjs/classic-nn";
import { type ContourLine, contours, type Frame, type PathPoint } from "./plane.js";

/** Gradient descent on the quadratic of the homework. */
export function descent({ learningRate, momentum: alpha }: { learningRate: number; momentum: number }): {
  frame: Frame;
  contour: ContourLine[];
  path: PathPoint[];
  diverged: boolean;
  bound: number;
  minimum: readonly [number, number];
} {
  const f = homeworkQuadratic();
  const frame: Frame = { x: [-1.5, 3.5], y: [-1.5, 6] };
  const { steps, diverged } = gradientDescentTrace(f, [0, 0], {
    learningRate,
    momentum: alpha,
    iterations: 200,
  });
  return {
    frame,
    contour: contours(f.value, frame, 200),
    path: steps.map(({ iteration, w, value }) => ({ t: iteration, x: w[0]!, y: w[1]!, value })),
    diverged,
    bound: f.stabilityBound,
    minimum: [f.minimum[0]!, f.minimum[1]!],
  };
}
