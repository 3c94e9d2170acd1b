/** Digits drawn for the page: a step of this network takes a tenth of a second, so there are fewer than for k-means. */
export const digitCount: { train: number; test: number } = { train: 3000, test: 600 };
