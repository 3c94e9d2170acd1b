import { type BackendInfo, gpuFailure, useBackend } from "@elbowjs/backend";
import type { Rank, Variable } from "@tensorflow/tfjs-core";
import { chooseStep } from "./choose-step.js";
import { GuardedSteps } from "./guarded-steps.js";
import type { LossLog } from "./loss-log.js";
import type { Step } from "./step.js";

/** Runs the trainings of one network, one at a time, with the step that is fastest on the backend in use. */
export class Trainer {
  /** The step of the last training, and the backend it was chosen for. */
  #step: { readonly backend: BackendInfo; readonly taker: Step } | undefined;
  #training = false;

  /** Throws while a training is under way. */
  requireIdle(caller: string): void {
    if (this.#training)
      throw new Error(`${caller}: expected no training under way, got one; await fit before the next call`);
  }

  /**
   * Gives `run` the steps of a training on a network's centres, and frees what they kept when it ends.
   *
   * @throws ElbowBackendError `device-lost` if the GPU is lost on the way.
   */
  async train<T>(
    caller: string,
    network: { readonly k: number; readonly centers: Variable<Rank.R2> },
    log: LossLog,
    run: (steps: GuardedSteps) => Promise<T>,
  ): Promise<T> {
    this.requireIdle(caller);
    this.#training = true;
    try {
      const step = await this.#chooseStep(network.k);
      const steps = new GuardedSteps(caller, network.centers, step, (loss, size) => log.add(loss, size));
      try {
        return await run(steps);
      } finally {
        steps.dispose();
      }
    } catch (error) {
      throw await gpuFailure(error);
    } finally {
      this.#training = false;
    }
  }

  /** Frees the step. */
  dispose(): void {
    this.#step?.taker.dispose();
    this.#step = undefined;
  }

  async #chooseStep(k: number): Promise<Step> {
    const backend = await useBackend();
    if (this.#step?.backend !== backend) {
      this.dispose();
      this.#step = { backend, taker: await chooseStep(backend, k) };
    }
    return this.#step.taker;
  }
}
