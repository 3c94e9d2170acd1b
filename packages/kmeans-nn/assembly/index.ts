export { centerBytes, toBlocks } from "./center-blocks";
export { kMeansSteps, kMeansStepsScratchBytes } from "./k-means-steps";
export { addToSum, nearestRows } from "./nearest-rows";
export { rowBytes } from "./sparse-rows";
