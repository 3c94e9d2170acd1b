import {
  activatedConvolutionBackward,
  competitiveTrace,
  derivedDensity,
  findWinner,
  lloydTrace,
  logistic,
  mockQuestion1,
  mockQuestion2,
  residualCovariance,
  uniformDensity,
  voronoiCells,
} from "@elbowjs/classic-nn";
import { densityJensenShannon } from "@elbowjs/divergences";
import { hopDistances } from "@elbowjs/graph-nn";
import { CholeskyDecomposition, inverse, Matrix } from "ml-matrix";
import claims from "../../../../packages/classic-nn/test/fixtures/course-claims.json" with { type: "json" };
import type { Checks } from "../walk.js";

const { points, initial, alternativeInitial } = mockQuestion1;
const box = { xMin: -2, xMax: 2, yMin: -2, yMax: 2 };
const asked = () => lloydTrace(points, initial);
const rounds = (roundWeights: "half-to-zero" | "half-from-zero") =>
  competitiveTrace(mockQuestion2.points, mockQuestion2.initial, { ...mockQuestion2, roundWeights });
const clusters = (weights: readonly Float64Array[]) =>
  mockQuestion2.points.map((x) => findWinner(weights, x, { competition: "output" }).winner + 1);
const { residuals, m, second } = claims.covariance;

/** G(z) = 1 − √(1 − z), by its inverse z = 2x − x². */
const generator = { inverse: (x: number) => 2 * x - x * x, inverseDerivative: (x: number) => 2 - 2 * x };
const population = derivedDensity(uniformDensity, generator);

/** The mock final, question after question. */
export const mockFinal: Checks = {
  "mock-final/1a/first-means": () => asked().steps[0]!.moved,
  "mock-final/1a/centres": () => asked().centroids,
  "mock-final/1a/cells": () =>
    asked()
      .steps.at(-1)!
      .assignment.map((j) => j + 1),
  "mock-final/1a/rounds": () => asked().steps.length,
  "mock-final/1a/voronoi-before": () => voronoiCells(initial, box)[0],
  "mock-final/1a/voronoi-after": () => voronoiCells(asked().centroids, box)[0],
  "mock-final/1b/start": () => alternativeInitial,
  "mock-final/1b/cells": () => lloydTrace(points, alternativeInitial).steps[0]!.assignment.map((j) => j + 1),
  "mock-final/1b/stays": () => lloydTrace(points, alternativeInitial).centroids,
  "mock-final/2b/winners": () =>
    rounds("half-to-zero").steps.map(({ winner, output }) => [winner + 1, output]),
  "mock-final/2b/rows": () => rounds("half-to-zero").steps.map(({ weights }) => weights),
  "mock-final/2b/before-rounding": () => rounds("half-to-zero").steps.map(({ updated }) => updated),
  "mock-final/2b/other-way": () => rounds("half-from-zero").weights,
  "mock-final/2b/clusters": () => [
    clusters(rounds("half-to-zero").weights),
    clusters(rounds("half-from-zero").weights),
  ],
  "mock-final/2b/misprint": () => {
    const { weights } = rounds("half-to-zero").steps[2]!;
    return [
      [-1, 1],
      [-1, -1],
    ].map((x) => findWinner(weights, x, { competition: "output" }).winner + 1);
  },
  "mock-final/3b/gradients": () => {
    const { image, outputGradient, weights, bias } = claims.pointwise;
    const gradient = activatedConvolutionBackward(
      { kernels: weights.map((w) => [new Matrix([[w]])]), bias },
      logistic(),
      [new Matrix(image)],
      outputGradient.map((rows) => new Matrix(rows)),
    );
    return [gradient.kernels.map(([kernel]) => kernel!.get(0, 0)), gradient.bias];
  },
  "mock-final/4b/concatenation": () => {
    // The mean square of e, which is all that a concatenation gives, against ½ mean eᵀΣ⁻¹e for two covariances.
    const e = new Matrix(residuals);
    const plain = e.dot(e) / (2 * e.rows);
    return [m, Matrix.mul(new Matrix(m), 2)].map(
      (M) => Math.abs(residualCovariance(residuals, M).quadratic - plain) > 0.1,
    );
  },
  "mock-final/4b/m-repairs": () => {
    const precision = new Matrix(m).transpose().mmul(new Matrix(m));
    const e = new Matrix(residuals);
    const form = e.mmul(precision).mmul(e.transpose()).trace() / (2 * e.rows);
    return Math.abs(residualCovariance(residuals, m).quadratic / form - 1) < 1e-12;
  },
  "mock-final/4a/log-determinant": () => {
    const best = new CholeskyDecomposition(inverse(new Matrix(second))).lowerTriangularMatrix.transpose();
    const shrunk = Matrix.mul(best, 1e-4);
    const [whole, without] = [residualCovariance(residuals, best), residualCovariance(residuals, shrunk)];
    return without.quadratic < 1e-7 && without.value > whole.value && whole.gradient.norm() < 1e-12;
  },
  "mock-final/5a/discriminator": () =>
    [0, 0.25, 0.5, 1].map((x) => population(x) / (population(x) + uniformDensity(x))),
  "mock-final/5a/jensen-shannon": () =>
    densityJensenShannon(population, uniformDensity, { interval: [0, 1] }).value,
  "mock-final/5b/density": () => [0, 0.25, 0.5, 1].map(population),
  "mock-final/7b/layers": () => [
    ...hopDistances(
      {
        vertices: 4,
        edges: [
          [0, 1],
          [1, 2],
          [2, 3],
        ],
      },
      0,
    ),
  ],
};
