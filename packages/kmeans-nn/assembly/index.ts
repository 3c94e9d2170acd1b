export { kMeansStep, kMeansStepScratchBytes } from "./k-means-step";
export { scoreRows, scoreRowsScratchBytes } from "./row-products";
