import { number } from "../url-state.js";

/** Elements of z. */
export const latentSize = 10;
/** Images shown of a digit. */
export const shownCount = 10;
/** From this probability on an image counts as read. */
export const confident = 0.9;
/** Standard deviation of the noise about a drawing's z: that of the training. */
export const spread = 1;

export const digitsFields = {
  digit: number(7, { min: 0, max: 9, integer: true }),
  x: number(0.86, { min: 0, max: 1 }),
  y: number(0.5, { min: 0, max: 1 }),
  seed: number(0, { min: 0, max: 2 ** 20, integer: true }),
};
