export { kMeansStep, kMeansStepScratchBytes } from "./k-means-step";
