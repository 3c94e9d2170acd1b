/**
 * The six-point run of lecture 17: Hebb's rule with η = 1 and outputs ±1 over six points on two rows, from
 * w(0) = [−0.1, 0.3]. The upper row fires, the lower row fires negatively, each point adds [x₁, 1] up to its sign, the
 * x₁ cancel, and the run ends at w = [−0.1, 6.3].
 *
 * The lecture gives the end of the run; the points and w(0) are a reconstruction, the simplest that ends there.
 */
export const sixPointHebb: { points: number[][]; initial: number[]; learningRate: number } = {
  points: [
    [-1, 1],
    [0, 1],
    [1, 1],
    [-1, -1],
    [0, -1],
    [1, -1],
  ],
  initial: [-0.1, 0.3],
  learningRate: 1,
};

/**
 * Mock final, question 1: damped Hebb with α = 0.9 and η = 0.1 (so the limit η/(1 − α) is 1) and outputs ±1.
 * From [0.5, 1] the run goes through [0.55, 1] to [0.495, 1]; from the alternative initialisation −[0.5, 1] every sign
 * turns and it ends at −[0.495, 1], the mirror image that fits the data equally well.
 *
 * The exam gives the two ends; the points, w(0), α and η are a reconstruction, the simplest that ends there.
 */
export const mockQuestion1: {
  points: number[][];
  initial: number[];
  alternativeInitial: number[];
  learningRate: number;
  alpha: number;
} = {
  points: [
    [1, 1],
    [0, 1],
  ],
  initial: [0.5, 1],
  alternativeInitial: [-0.5, -1],
  learningRate: 0.1,
  alpha: 0.9,
};
