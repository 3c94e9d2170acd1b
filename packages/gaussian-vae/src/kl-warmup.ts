import { checkNumbers } from "@elbowjs/arguments";

/** Option of `fit`. */
export interface KlWarmup {
  /**
   * Part of the run, in [0, 1], over which the weight of the KL term rises linearly from 0: images spread over z before z has to
   * be near the prior. Default 0.
   */
  readonly klWarmup?: number;
}

/** @throws RangeError if it is not in [0, 1]. */
export function checkKlWarmup(caller: string, klWarmup: number): void {
  checkNumbers(caller, { klWarmup: [klWarmup, "[0, 1]"] });
}

/** The weight of the KL term when the part `progress` of the run is done. */
export function klWeight(progress: number, klWarmup: number): number {
  return progress < klWarmup ? progress / klWarmup : 1;
}
