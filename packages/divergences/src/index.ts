export {
  type FeatureStatistics,
  type FeatureStatisticsOptions,
  featureStatistics,
} from "./feature-statistics.js";
export { frechetDistance, frechetDistanceGradient } from "./frechet-distance.js";
export type { MatrixLike, Points, ShapedData } from "./points.js";
