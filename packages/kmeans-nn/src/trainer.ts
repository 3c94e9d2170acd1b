import { type BackendInfo, gpuFailure, useBackend } from "@elbowjs/backend";
import type { Rank, Variable } from "@tensorflow/tfjs-core";
import { chooseStep } from "./choose-step.js";
import { GuardedSteps, type OnLoss } from "./guarded-steps.js";
import type { LossLog } from "./loss-log.js";
import type { Moved } from "./origin.js";
import type { Step } from "./step.js";

/** Lets one call at a time change a network, and takes its training steps by what is fastest on the backend in use. */
export class Trainer {
  /** The step of the last training, and the backend it was chosen for. */
  #step: { readonly backend: BackendInfo; readonly taker: Step } | undefined;
  #isBusy = false;

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Runs what changes the network, from this very call on; throws while another such call is under way. */
  async exclusive<T>(caller: string, run: () => Promise<T>): Promise<T> {
    if (this.#isBusy)
      throw new Error(`${caller}: expected no training under way, got one; await it before the next call`);
    this.#isBusy = true;
    try {
      return await run();
    } finally {
      this.#isBusy = false;
    }
  }

  /**
   * Gives `run` the steps of a training on a network's centres, and frees what they kept when it ends.
   *
   * @param origin of the samples that the steps will be given.
   * @throws ElbowBackendError `device-lost` if the GPU is lost on the way.
   */
  async train<T>(
    caller: string,
    network: { readonly k: number; readonly centers: Variable<Rank.R2> },
    log: LossLog,
    origin: Moved["origin"],
    run: (steps: GuardedSteps) => Promise<T>,
  ): Promise<T> {
    try {
      const step = await this.#chooseStep(network.k);
      const onLoss: OnLoss = (loss, size) => log.add(loss, size);
      const steps = new GuardedSteps(caller, network.centers, step, onLoss, origin);
      try {
        return await run(steps);
      } finally {
        steps.dispose();
      }
    } catch (error) {
      throw await gpuFailure(error);
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
