export { kMeansSteps, kMeansStepsScratchBytes } from "./k-means-steps";
export { scoreRows, scoreRowsScratchBytes } from "./row-products";
