export type { Bandwidth } from "./bandwidth.js";
export { type CostOptions, costMatrix, type FullMatrix, transportCostGradient } from "./cost-matrix.js";
export {
  type Density,
  type DensityOptions,
  densityJensenShannon,
  densityKlDivergence,
  type GanValueOptions,
  ganValue,
  optimalDiscriminator,
} from "./density-divergence.js";
export { type EarthMover, earthMover, type TransportDuals } from "./earth-mover.js";
export { type EnergyDistanceOptions, energyDistance, energyDistanceGradient } from "./energy-distance.js";
export {
  type FeatureStatistics,
  type FeatureStatisticsOptions,
  featureStatistics,
} from "./feature-statistics.js";
export { frechetDistance, frechetDistanceGradient } from "./frechet-distance.js";
export { type Gaussian, gaussianJensenShannon, gaussianKlDivergence } from "./gaussian-divergence.js";
export { jensenShannon, jensenShannonGradient } from "./jensen-shannon.js";
export { type DistributionGradient, klDivergence, klDivergenceGradient } from "./kl-divergence.js";
export { type MmdOptions, mmdSquared, mmdSquaredGradient } from "./mmd.js";
export { type MmdTest, type MmdTestOptions, mmdTest } from "./mmd-test.js";
export type { MatrixLike, Points, ShapedData } from "./points.js";
export type { QuadratureResult } from "./quadrature.js";
export { type QuantileWassersteinOptions, quantileWasserstein } from "./quantile-wasserstein.js";
export {
  type SampleDivergenceOptions,
  sampleJensenShannon,
  sampleJensenShannonGradient,
  sampleKlDivergence,
  sampleKlDivergenceGradient,
} from "./sample-divergence.js";
export { type Sinkhorn, type SinkhornOptions, sinkhorn } from "./sinkhorn.js";
export {
  type SinkhornDivergenceOptions,
  sinkhornDivergence,
  sinkhornDivergenceGradient,
} from "./sinkhorn-divergence.js";
export {
  type SlicedWasserstein,
  type SlicedWassersteinOptions,
  slicedWasserstein,
  slicedWassersteinGradient,
} from "./sliced-wasserstein.js";
export { type Wasserstein1dOptions, wasserstein1d, wasserstein1dGradient } from "./wasserstein-1d.js";
