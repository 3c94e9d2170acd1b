/** Data, initial weights and rate of a competitive run worked by hand. */
export interface WorkedCompetitive {
  points: number[][];
  initial: number[][];
  learningRate: number;
  epochs: number;
}

/**
 * The competitive run of lecture 18: two neurons, η = 1/2, plain winner-take-all. Each neuron wins one point three
 * times and halves its distance to it each time, ending at [1, −0.925] and [0.9625, 0.9375].
 *
 * The lecture gives the two ends; the points and initial weights are a reconstruction, the simplest that ends there.
 */
export const lectureCompetitive: WorkedCompetitive = {
  points: [
    [1, 1],
    [1, -1],
  ],
  initial: [
    [1, -0.4],
    [0.7, 0.5],
  ],
  learningRate: 0.5,
  epochs: 3,
};

/**
 * Mock final, question 2: two neurons on the corners of a square. The first corner is equally far from both neurons;
 * whoever wins it, the layer splits the square, left from right or top from bottom.
 *
 * | tie goes to | after x₁ = [1, 1] | x₂ = [1, −1] | x₃ = [−1, 1] | x₄ = [−1, −1] |
 * | --- | --- | --- | --- | --- |
 * | the first | w₁ = [1, 0.5] | w₁ = [1, −0.25] | w₂ = [−0.5, 1] | w₂ = [−0.75, 0] |
 * | the last | w₂ = [0.5, 1] | w₁ = [1, −0.5] | w₂ = [−0.25, 1] | w₁ = [0, −0.75] |
 *
 * The exam's own table is not public: the corners are the source's kind of data, its fourth point is [−1, −1] (one row
 * of the table misprints it as [−1, 1]), and the initial weights and rate here are a reconstruction that ties.
 */
export const mockQuestion2: WorkedCompetitive = {
  points: [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ],
  initial: [
    [1, 0],
    [0, 1],
  ],
  learningRate: 0.5,
  epochs: 1,
};
