import { number } from "../url-state.js";

/** Rows of a drawing that are given; what is below is made up. */
export const knownRows = 14;
/** Ways in which a drawing is completed, and the levels visited for each. */
export const completions = 4;
export const completionSteps = 20;
/** Levels of the shipped model. */
export const levels = 200;

export const diffusionFields = {
  label: number(3, { min: -1, max: 9, integer: true }),
  steps: number(25, { min: 5, max: 100, integer: true }),
  guidance: number(1, { min: 0, max: 5 }),
  seed: number(0, { min: 0, max: 2 ** 20, integer: true }),
  /** How far the way has been gone, in percent. */
  at: number(100, { min: 0, max: 100, integer: true }),
};
