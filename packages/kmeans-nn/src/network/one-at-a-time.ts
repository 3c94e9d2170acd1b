/** Lets one call at a time change a network: two trainings at once would make a third network of both. */
export class OneAtATime {
  #isBusy = false;

  /** Whether a call is under way. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Runs what changes the network; from this very call on until it ends, others are refused. */
  async run<T>(caller: string, change: () => Promise<T>): Promise<T> {
    if (this.#isBusy)
      throw new Error(`${caller}: expected no training under way, got one; await it before the next call`);
    this.#isBusy = true;
    try {
      return await change();
    } finally {
      this.#isBusy = false;
    }
  }
}
