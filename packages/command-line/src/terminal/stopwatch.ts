/** Seconds of the parts of a run, by one clock, so that the parts add up to the whole. */
export class Stopwatch {
  readonly #started = performance.now();
  #last = this.#started;
  readonly #parts = new Map<string, number>();

  /** Counts the time since the last lap as part of `name`, and returns it in seconds. */
  lap(name: string): number {
    const now = performance.now();
    const seconds = (now - this.#last) / 1000;
    this.#last = now;
    this.#parts.set(name, (this.#parts.get(name) ?? 0) + seconds);
    return seconds;
  }

  /** Moves some seconds from one part to another: what a part says of itself. */
  move(seconds: number, from: string, to: string): void {
    const moved = Math.min(seconds, this.#parts.get(from) ?? 0);
    this.#parts.set(from, (this.#parts.get(from) ?? 0) - moved);
    this.#parts.set(to, (this.#parts.get(to) ?? 0) + moved);
  }

  /** Seconds by part, in the order of the first laps. */
  get parts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#parts);
  }
}
