/** Calls that wait at a time, at most. */
export const SLOTS = 64;
/** Numbers that describe a call: function, arguments, working memory and its bytes a thread, then the arguments. */
const SLOT_NUMBERS = 24;
const [FUNCTION, COUNT, SCRATCH, SCRATCH_BYTES, ARGUMENTS] = [0, 1, 2, 3, 4] as const;

/** Tickets given out so far, the next to take, and those done, which wrap around at 2³¹; whether a call has failed. */
const [END, NEXT, DONE, FAILED] = [0, 1, 2, 3] as const;
/** Threads asleep, and whether the posting one is: to wake nobody costs as much as to wake somebody. */
const [ASLEEP, POSTER_ASLEEP] = [4, 5] as const;
const COUNTER_BYTES = 24;

/** Looks at the queue for so long before it sleeps: the next kernel of a training step comes within microseconds. */
const SPINS = 40_000;

/** The functions of a kernel module; addresses and sizes go in as numbers. */
export type Functions = readonly ((...numbers: number[]) => unknown)[];

/** Calls of one function that may run in any order, side by side: none writes where another reads or writes. */
export interface Calls {
  /** Place of the function in {@link Functions}. */
  readonly function: number;
  /** Arguments of each call, without its working memory. */
  readonly calls: readonly (readonly number[])[];
  /** Address of the working memory, of which thread t gets `scratch + t · scratchBytes` as the last argument. */
  readonly scratch?: number;
  readonly scratchBytes?: number;
}

/**
 * Calls in shared memory, and the tickets by which threads take them. A ticket is taken by exchanging the counter for the
 * next number; since numbers never come again, a thread that was held up between looking and taking takes nothing twice.
 */
export class CallQueue {
  readonly #counters: Int32Array;
  readonly #slots: Float64Array;

  /** @param shared made by {@link CallQueue.allocate}, and given to every thread. */
  constructor(shared: SharedArrayBuffer) {
    this.#counters = new Int32Array(shared, 0, COUNTER_BYTES / 4);
    this.#slots = new Float64Array(shared, COUNTER_BYTES, SLOTS * SLOT_NUMBERS);
  }

  static allocate(): SharedArrayBuffer {
    return new SharedArrayBuffer(COUNTER_BYTES + 8 * SLOTS * SLOT_NUMBERS);
  }

  /**
   * Puts the calls up, at most {@link SLOTS}, and wakes the threads that sleep. Only one thread posts, and it waits for one post
   * before the next.
   */
  post({ function: index, calls, scratch = 0, scratchBytes = 0 }: Calls): void {
    if (calls.length > SLOTS)
      throw new RangeError(`post: expected at most ${SLOTS} calls, got ${calls.length}`);
    const end = Atomics.load(this.#counters, END);
    const slots = this.#slots;
    // Loops and no arrays: a step of training posts some forty times, and the other threads wait for it.
    for (let i = 0; i < calls.length; i++) {
      const values = calls[i]!;
      const at = this.#slotOf(end + i);
      slots[at + FUNCTION] = index;
      slots[at + COUNT] = values.length;
      slots[at + SCRATCH] = scratch;
      slots[at + SCRATCH_BYTES] = scratchBytes;
      for (let j = 0; j < values.length; j++) slots[at + ARGUMENTS + j] = values[j]!;
    }
    Atomics.store(this.#counters, END, end + calls.length);
    if (Atomics.load(this.#counters, ASLEEP) > 0) Atomics.notify(this.#counters, END);
  }

  /** Makes calls until none is left to take. */
  takeTurns(functions: Functions, thread: number): void {
    const counters = this.#counters;
    for (;;) {
      const ticket = Atomics.load(counters, NEXT);
      if (ticket === Atomics.load(counters, END)) return;
      if (Atomics.compareExchange(counters, NEXT, ticket, (ticket + 1) | 0) !== ticket) continue;
      try {
        this.#call(ticket, functions, thread);
      } catch {
        Atomics.store(counters, FAILED, 1);
      }
      Atomics.add(counters, DONE, 1);
      if (Atomics.load(counters, POSTER_ASLEEP) === 1) Atomics.notify(counters, DONE);
    }
  }

  /** Returns when every call posted is done, taking turns no more. `canSleep` is false on a page's main thread. */
  finish(canSleep: boolean): void {
    const counters = this.#counters;
    const end = Atomics.load(counters, END);
    for (let spins = 0, done: number; (done = Atomics.load(counters, DONE)) !== end; spins++) {
      if (!canSleep || spins < SPINS) continue;
      Atomics.store(counters, POSTER_ASLEEP, 1);
      Atomics.wait(counters, DONE, done);
      Atomics.store(counters, POSTER_ASLEEP, 0);
    }
    if (Atomics.exchange(counters, FAILED, 0) === 1)
      throw new Error("kernel: a call failed; see the arguments of the operation that called it");
  }

  /** A thread's life: takes turns, then watches for a while, then sleeps until there are calls again. */
  serve(functions: Functions, thread: number): never {
    const counters = this.#counters;
    for (;;) {
      const seen = Atomics.load(counters, END);
      this.takeTurns(functions, thread);
      let spins = 0;
      while (Atomics.load(counters, END) === seen && spins < SPINS) spins++;
      Atomics.add(counters, ASLEEP, 1);
      Atomics.wait(counters, END, seen);
      Atomics.sub(counters, ASLEEP, 1);
    }
  }

  #call(ticket: number, functions: Functions, thread: number): void {
    const at = this.#slotOf(ticket);
    const slots = this.#slots;
    const values: number[] = [];
    for (let j = 0; j < slots[at + COUNT]!; j++) values.push(slots[at + ARGUMENTS + j]!);
    const scratchBytes = slots[at + SCRATCH_BYTES]!;
    if (scratchBytes > 0) values.push(slots[at + SCRATCH]! + thread * scratchBytes);
    functions[slots[at + FUNCTION]!]!(...values);
  }

  #slotOf(ticket: number): number {
    return ((ticket >>> 0) % SLOTS) * SLOT_NUMBERS;
  }
}
