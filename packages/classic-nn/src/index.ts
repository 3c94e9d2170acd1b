export {
  type CompetitiveTrace,
  type CompetitiveTraceStep,
  competitiveTrace,
} from "./competitive/competitive-trace.js";
export { type LloydStep, type LloydTrace, lloydTrace } from "./competitive/lloyd-trace.js";
export { type Box, voronoiCells } from "./competitive/voronoi-cells.js";
export { type Competition, findWinner, type TieRule, type Winner } from "./competitive/winner.js";
export {
  type WinnerTakeAllOptions,
  type WinnerTakeAllStep,
  winnerTakeAllStep,
} from "./competitive/winner-take-all-step.js";
export {
  lectureCompetitive,
  mockQuestion2,
  type WorkedCompetitive,
} from "./competitive/worked-competitive.js";
export type { DataMatrix } from "./data-matrix.js";
export type { HebbianActivation } from "./hebbian/activation.js";
export { type CovarianceAverages, covarianceStep } from "./hebbian/covariance-step.js";
export { type DampedHebbOptions, dampedHebbLimit, dampedHebbStep } from "./hebbian/damped-hebb-step.js";
export { type HebbianOptions, type HebbianStep, hebbStep } from "./hebbian/hebb-step.js";
export {
  type HebbianRule,
  type HebbianTrace,
  type HebbianTraceOptions,
  type HebbianTraceStep,
  hebbianTrace,
} from "./hebbian/hebbian-trace.js";
export { firstPrincipalComponent, ojaStep } from "./hebbian/oja-step.js";
export { mockQuestion1, sixPointHebb } from "./hebbian/worked-hebb.js";

export { isoline, type Segment, type Surface } from "./isoline.js";
export type { FigureLabels } from "./svg-axes.js";
export {
  type ContourFigureOptions,
  contourFigure,
  type LineFigureOptions,
  lineFigure,
  type ScatterFigureOptions,
  type Series,
  scatterFigure,
} from "./svg-figure.js";
