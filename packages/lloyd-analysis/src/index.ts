export { alphaFromEta, etaFromAlpha, stableEta, type UpdateOptions } from "./alpha.js";
export { type BiasOptions, bias } from "./bias.js";
export { type CurvePoint, type Curves, type CurvesOptions, curves } from "./curves.js";
export { error, type ModelOptions } from "./error.js";
export {
  balancedEta,
  balancedRetention,
  type EtaOptions,
  optimalEta,
  optimalRetention,
} from "./optimal-eta.js";
export { type PlotModule, plotMarks } from "./plot-marks.js";
export { type Recommendation, type RecommendOptions, recommendEta } from "./recommend-eta.js";
export { type SimulateOptions, type Simulation, simulate } from "./simulate.js";
export { type TableRow, table } from "./table.js";
export { type SvgOptions, toSvg } from "./to-svg.js";
export { type VarianceOptions, variance } from "./variance.js";
