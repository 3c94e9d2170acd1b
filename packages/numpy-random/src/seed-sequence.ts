import { checkCount, isListLike, said } from "./draw-arguments.js";
/**
 * What a seed may be: a non-negative integer (a number up to 2⁵³ − 1, or any bigint), or an array of them, plain or typed.
 */
export type Entropy = number | bigint | ArrayLike<number | bigint>;

const POOL_SIZE = 4;

/** Little-endian 32-bit words of a non-negative integer; 0 has one word, as in NumPy. */
function words(value: number | bigint, where: string): number[] {
  if (typeof value === "number" && !(Number.isSafeInteger(value) && value >= 0))
    throw new RangeError(
      `${where}: expected a non-negative integer up to 2^53 - 1 (a bigint beyond), got ${value}`,
    );
  if (typeof value !== "number" && typeof value !== "bigint")
    throw new TypeError(`${where}: expected a number, a bigint or an array of them, got ${said(value)}`);
  let rest = BigInt(value);
  if (rest < 0n) throw new RangeError(`${where}: expected a non-negative integer, got ${value}`);
  const result: number[] = [];
  do {
    result.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return result;
}

function toWords(entropy: Entropy, where: string): number[] {
  // As NumPy: an object that is no list is no seed, not the seed [].
  return isListLike(entropy)
    ? Array.from(entropy).flatMap((value) => words(value, where))
    : words(entropy, where);
}

/** 128 bits from the platform's cryptographic source. */
function freshEntropy(): bigint {
  return crypto.getRandomValues(new Uint32Array(4)).reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
}

/**
 * NumPy's `SeedSequence`: hashes entropy of any size into a pool of four 32-bit words and draws well-mixed initial
 * states from it. Seeds that differ in one bit give unrelated streams, and children made by {@link spawn} never
 * overlap in practice.
 *
 * @see https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html (Melissa O'Neill), the source of the hash.
 * @see https://numpy.org/doc/stable/reference/random/bit_generators/generated/numpy.random.SeedSequence.html
 */
export class SeedSequence {
  /** The seed as given, or 128 fresh bits when none was. */
  readonly entropy: Entropy;
  /** Path of this sequence among the children of its root: empty at the root, one number a generation. */
  readonly spawnKey: readonly number[];
  /** Children made so far. */
  get childrenSpawned(): number {
    return this.#children;
  }
  #children = 0;
  readonly #pool: Uint32Array;

  /**
   * @param entropy The seed. Default: 128 bits from the platform, so every run differs.
   * @param spawnKey Path among a root's children; set by {@link spawn}.
   * @throws RangeError for a negative or fractional seed, TypeError for anything that is not an integer.
   */
  constructor(entropy: Entropy = freshEntropy(), spawnKey: readonly number[] = []) {
    if (typeof spawnKey !== "object" || spawnKey === null || !(Symbol.iterator in spawnKey))
      throw new TypeError(`SeedSequence: expected spawnKey to be an array, got ${said(spawnKey)}`);
    this.entropy = entropy;
    this.spawnKey = spawnKey;
    const assembled = toWords(entropy, "SeedSequence");
    const key = toWords(spawnKey, "SeedSequence");
    // Padding keeps a short seed with a spawn key apart from a long seed without one.
    while (key.length > 0 && assembled.length < POOL_SIZE) assembled.push(0);
    this.#pool = mixEntropy([...assembled, ...key]);
  }

  /**
   * The first `n` 32-bit words of initial state, equal to `generate_state(n)` in NumPy.
   *
   * @throws RangeError if n is no integer in [0, 2²⁹].
   */
  generateState(n: number): Uint32Array {
    const state = new Uint32Array(checkCount("SeedSequence.generateState", n));
    let constant = 0x8b51f9dd;
    for (let i = 0; i < n; i++) {
      let value = this.#pool[i % POOL_SIZE]! ^ constant;
      constant = Math.imul(constant, 0x58f38ded);
      value = Math.imul(value, constant);
      state[i] = value ^ (value >>> 16);
    }
    return state;
  }

  /**
   * `n` independent children. Calling it twice gives different ones, as in NumPy.
   *
   * @throws RangeError unless n is an integer in [0, 2²⁴].
   */
  spawn(n: number): SeedSequence[] {
    if (!(Number.isInteger(n) && n >= 0 && n <= 2 ** 24))
      throw new RangeError(
        `spawn: expected a non-negative integer number of children up to 2^24, got ${said(n)}`,
      );
    return Array.from(
      { length: n },
      () => new SeedSequence(this.entropy, [...this.spawnKey, this.#children++]),
    );
  }
}

function mixEntropy(entropy: readonly number[]): Uint32Array {
  let constant = 0x43b0d7e5;
  const hash = (value: number): number => {
    let hashed = value ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    hashed = Math.imul(hashed, constant);
    return hashed ^ (hashed >>> 16);
  };
  const mix = (x: number, y: number): number => {
    const mixed = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y);
    return mixed ^ (mixed >>> 16);
  };
  const pool = new Uint32Array(POOL_SIZE);
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hash(entropy[i] ?? 0);
  for (let from = 0; from < POOL_SIZE; from++)
    for (let to = 0; to < POOL_SIZE; to++) if (from !== to) pool[to] = mix(pool[to]!, hash(pool[from]!));
  for (const word of entropy.slice(POOL_SIZE))
    for (let to = 0; to < POOL_SIZE; to++) pool[to] = mix(pool[to]!, hash(word));
  return pool;
}
