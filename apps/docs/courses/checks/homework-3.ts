import {
  adagrad,
  adam,
  gradientCheck,
  rmsprop,
  threeLayerLeaves,
  threeLayerTrace,
} from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";
import { medianSubspace, pca, subspaceDistance } from "@elbowjs/subspace";
import { Matrix, QrDecomposition } from "ml-matrix";
import type { Checks } from "../walk.js";

const first = (matrix: Matrix) => matrix.getRow(0).slice(0, 3);
const trace = threeLayerTrace();

/** 98 points on a subspace of dimension 20 in R²⁰⁰ and two anywhere, all of length 1; B spans the subspace. */
function outlierProblem(): { B: Matrix; points: Matrix } {
  const rng = defaultRng(0);
  const draw = (rows: number, columns: number): Matrix =>
    Matrix.from1DArray(rows, columns, rng.standardNormal(rows * columns));
  const B = new QrDecomposition(draw(200, 20)).orthogonalMatrix;
  const clean = draw(98, 20).mmul(B.transpose()).to2DArray();
  const points = [...clean, ...draw(2, 200).to2DArray()].map((x) => {
    const length = Math.hypot(...x);
    return x.map((value) => value / length);
  });
  return { B, points: new Matrix(points) };
}

/** CSCI 5527, homework 3. */
export const homework3: Checks = {
  "homework-3/1/shapes": () => Object.values(threeLayerLeaves()).map((m: Matrix) => [m.rows, m.columns]),
  "homework-3/1a/f": () => trace.node.z.v.get(0, 0),
  "homework-3/1a/v": () =>
    (["V1", "V2", "V3", "V4", "V5", "D"] as const).map((name) => first(trace.node[name].v)),
  "homework-3/1b/d": () => Matrix.sub(trace.node.D.g, trace.node.D.v).norm() === 0,
  "homework-3/1b/v5": () => Matrix.add(trace.node.V5.g, trace.node.D.g).norm() === 0,
  "homework-3/1b/v4": () =>
    Matrix.sub(trace.node.V4.g, trace.node.W3.v.transpose().mmul(trace.node.V5.g)).norm() < 1e-12,
  "homework-3/1b/g": () => (["V1", "V2", "V3", "V4", "V5"] as const).map((name) => first(trace.node[name].g)),
  "homework-3/1c/w1": () => trace.node.W1.g,
  "homework-3/1c/w2": () => trace.node.W2.g,
  "homework-3/1c/w3": () => trace.node.W3.g,
  "homework-3/1c/differences": () => {
    const leaves = threeLayerLeaves();
    const f = (w: ArrayLike<number>) =>
      threeLayerTrace({ ...leaves, W3: Matrix.from1DArray(2, 3, Array.from(w)) }).node.z.v.get(0, 0);
    return gradientCheck(f, () => trace.node.W3.g.to1DArray(), leaves.W3.to1DArray()).passes;
  },
  "homework-3/2/first-steps": () =>
    [adagrad(), rmsprop(), adam()].map((optimizer) => {
      // The types of the states differ; each optimiser gets its own.
      const { init, step } = optimizer as ReturnType<typeof adam>;
      return step([1], [0.5], init(1)).w[0];
    }),
  "homework-3/3a/pca": () => {
    const { B, points } = outlierProblem();
    return subspaceDistance(B, pca(points, { components: 20, center: false }).basis);
  },
  "homework-3/3a/median": () => {
    const { B, points } = outlierProblem();
    const { basis, outliers } = medianSubspace(points, { dimension: 20 });
    return [subspaceDistance(B, basis), [...outliers]];
  },
};
