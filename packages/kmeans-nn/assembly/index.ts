export { centerBytes } from "./center-blocks";
export { kMeansSteps, kMeansStepsScratchBytes } from "./k-means-steps";
export { manyCentersScratchBytes, manyCentersSteps } from "./many-centers-steps";
export { addToSum, arrangeCenters, nearestRows, nearestScratchBytes } from "./nearest-rows";
export { rowBytes } from "./sparse-rows";
