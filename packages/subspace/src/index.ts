export type { Certificate } from "./certificate.js";
export { type LogisticPca, type LogisticPcaOptions, logisticPca } from "./logistic-pca.js";
export { type MedianSubspace, type MedianSubspaceOptions, medianSubspace } from "./median-subspace.js";
export { type Pca, type PcaOptions, pca } from "./pca.js";
export type { Points } from "./points.js";
export { principalAngles, subspaceDistance } from "./subspace-distance.js";
