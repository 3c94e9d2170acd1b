export { type BeamSearchOptions, beamSearch } from "./beam-search.js";
export type { DecodingOptions } from "./decoding-options.js";
export { greedy } from "./greedy.js";
export type { Hypothesis } from "./hypothesis.js";
export type { LogProbabilities, NextTokens } from "./next-tokens.js";
export { type SampleOptions, sample } from "./sample.js";
export type { SearchNode, SearchTree } from "./search-tree.js";
export { type SearchTreeFigureOptions, searchTreeFigure } from "./search-tree-figure.js";
export { type DistributionOptions, tokenDistribution } from "./token-distribution.js";
