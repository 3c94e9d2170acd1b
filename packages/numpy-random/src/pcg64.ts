import { said } from "./draw-arguments.js";
import { type Entropy, SeedSequence } from "./seed-sequence.js";

/** PCG's multiplier of 128 bits, and the same in limbs of 16 bits from the lowest. */
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const M0 = 0xf645;
const M1 = 0x9fcc;
const M2 = 0xdf64;
const M3 = 0x4385;
const M4 = 0x5da4;
const M5 = 0x1fc6;
const M6 = 0xed05;
const M7 = 0x2360;
/** 2¹²⁸ divided by the golden ratio: the distance of one jump in NumPy. */
const JUMP = 0x9e3779b97f4a7c15f39cc0605cedc835n;
const MASK_128 = (1n << 128n) - 1n;

/** State of a {@link PCG64}, as NumPy's `bit_generator.state` names it. */
export interface PCG64State {
  /** The 128-bit state of the linear congruential generator. */
  state: bigint;
  /** Its odd 128-bit increment, which selects the stream. */
  inc: bigint;
  /** Whether half of a 64-bit output waits to be the next 32-bit draw. */
  hasUint32: boolean;
  /** That half, or 0. */
  uinteger: number;
}

/**
 * NumPy's default bit generator: PCG XSL-RR 128/64. The state follows s ← s·M + inc (mod 2¹²⁸), and each step gives
 * 64 bits, the two halves of s xor-ed and rotated right by the top six bits of s. Period 2¹²⁸.
 *
 * The state is kept in 32-bit limbs: a draw needs no BigInt and allocates nothing. All the distributions of this package
 * are functions over this class, so that a bundle carries only those it calls.
 *
 * @see M. O'Neill, PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
 * Generation, HMC-CS-2014-0905, https://www.pcg-random.org/paper.html
 */
export class PCG64 {
  /** Upper 32 bits of the latest 64-bit output, as a signed integer. */
  high = 0;
  /** Lower 32 bits of the latest 64-bit output, as a signed integer. */
  low = 0;
  /** Where the seed came from; {@link spawn} derives children from it. */
  readonly seedSequence: SeedSequence;
  readonly #state = new Uint32Array(4);
  readonly #inc = new Uint32Array(4);
  #hasUint32 = false;
  #uinteger = 0;

  /**
   * @param seed A non-negative integer, bigint, array of them, or a SeedSequence. Default: fresh entropy.
   * @throws RangeError or TypeError for a seed that is none of these.
   */
  constructor(seed?: Entropy | SeedSequence) {
    this.seedSequence = seed instanceof SeedSequence ? seed : new SeedSequence(seed);
    const [s2, s3, s0, s1, i2, i3, i0, i1] = this.seedSequence.generateState(8);
    const start = fromLimbs([s0!, s1!, s2!, s3!]);
    const inc = ((fromLimbs([i0!, i1!, i2!, i3!]) << 1n) | 1n) & MASK_128;
    // Two steps of the generator from state 0, with the seed added in between.
    this.state = { state: ((inc + start) * MULTIPLIER + inc) & MASK_128, inc, hasUint32: false, uinteger: 0 };
  }

  /**
   * The whole state: read it to save a generator, assign it to restore one.
   *
   * @throws RangeError for a state or increment outside 128 bits, an even increment, or a half outside 32 bits.
   */
  get state(): PCG64State {
    return {
      state: fromLimbs(this.#state),
      inc: fromLimbs(this.#inc),
      hasUint32: this.#hasUint32,
      uinteger: this.#uinteger,
    };
  }

  set state({ state, inc, hasUint32, uinteger }: PCG64State) {
    if (!(state >= 0n && state <= MASK_128 && inc >= 0n && inc <= MASK_128 && inc & 1n))
      throw new RangeError(
        `PCG64.state: expected 0 <= state < 2^128 and an odd inc below 2^128, got ${state} and ${inc}`,
      );
    if (uinteger >>> 0 !== uinteger)
      throw new RangeError(`PCG64.state: expected uinteger an integer in [0, 2^32), got ${uinteger}`);
    toLimbs(state, this.#state);
    toLimbs(inc, this.#inc);
    this.#hasUint32 = hasUint32;
    this.#uinteger = uinteger;
  }

  /** Draws 64 bits into {@link high} and {@link low}. */
  next64(): void {
    const s = this.#state;
    const inc = this.#inc;
    const s0 = s[0]!;
    const s1 = s[1]!;
    const s2 = s[2]!;
    const s3 = s[3]!;
    // Schoolbook product modulo 2^128 of 32-bit by 16-bit limbs: products below 2^48, and sums of them below 2^53, are
    // exact in doubles. `odd` collects the products whose place is an odd multiple of 16 bits.
    let odd = s0 * M1;
    let sum = s0 * M0 + (odd & 0xffff) * 0x10000 + inc[0]!;
    const w0 = sum | 0;
    let carry = Math.floor(sum * 2 ** -32) + Math.floor(odd * 2 ** -16);
    odd = s0 * M3 + s1 * M1;
    sum = s0 * M2 + s1 * M0 + (odd & 0xffff) * 0x10000 + inc[1]! + carry;
    const w1 = sum | 0;
    carry = Math.floor(sum * 2 ** -32) + Math.floor(odd * 2 ** -16);
    odd = s0 * M5 + s1 * M3 + s2 * M1;
    sum = s0 * M4 + s1 * M2 + s2 * M0 + (odd & 0xffff) * 0x10000 + inc[2]! + carry;
    const w2 = sum | 0;
    carry = Math.floor(sum * 2 ** -32) + Math.floor(odd * 2 ** -16);
    odd = s0 * M7 + s1 * M5 + s2 * M3 + s3 * M1;
    sum = s0 * M6 + s1 * M4 + s2 * M2 + s3 * M0 + (odd & 0xffff) * 0x10000 + inc[3]! + carry;
    const w3 = sum | 0;
    s[0] = w0;
    s[1] = w1;
    s[2] = w2;
    s[3] = w3;

    const rotation = w3 >>> 26;
    // Rotating 64 bits by 32 or more swaps the halves and rotates by the rest.
    const low = rotation < 32 ? w0 ^ w2 : w1 ^ w3;
    const high = rotation < 32 ? w1 ^ w3 : w0 ^ w2;
    const shift = rotation & 31;
    // A shift by 32 is a shift by 0 in JavaScript, hence in two steps.
    this.low = (low >>> shift) | ((high << 1) << (31 - shift));
    this.high = (high >>> shift) | ((low << 1) << (31 - shift));
  }

  /** 32 random bits as an integer in [0, 2³²). One 64-bit draw serves two calls, lower half first, as in NumPy. */
  nextUint32(): number {
    if (this.#hasUint32) {
      this.#hasUint32 = false;
      return this.#uinteger;
    }
    this.next64();
    this.#hasUint32 = true;
    this.#uinteger = this.high >>> 0;
    return this.low >>> 0;
  }

  /** A double in [0, 1): the upper 53 of 64 random bits times 2⁻⁵³. */
  nextDouble(): number {
    this.next64();
    return ((this.high >>> 0) * 0x200000 + (this.low >>> 11)) * 2 ** -53;
  }

  /**
   * Moves the state as `delta` 64-bit draws would, in time logarithmic in delta; negative goes back. Forgets a waiting
   * 32-bit half, as NumPy does.
   *
   * @param delta Integer number of draws, taken modulo 2¹²⁸.
   * @throws RangeError for a number that is not a safe integer.
   */
  advance(delta: number | bigint): this {
    if (typeof delta !== "bigint" && !Number.isSafeInteger(delta))
      throw new RangeError(
        `advance: expected an integer up to 2^53 - 1 (a bigint beyond), got ${said(delta)}`,
      );
    const { state, inc } = this.state;
    // F. Brown, Random Number Generation with Arbitrary Stride (1994): compose s -> a s + c with itself by squaring.
    let [multiplier, increment, a, c] = [MULTIPLIER, inc, 1n, 0n];
    for (let rest = BigInt.asUintN(128, BigInt(delta)); rest > 0n; rest >>= 1n) {
      if (rest & 1n) {
        a = (a * multiplier) & MASK_128;
        c = (c * multiplier + increment) & MASK_128;
      }
      increment = ((multiplier + 1n) * increment) & MASK_128;
      multiplier = (multiplier * multiplier) & MASK_128;
    }
    this.state = { state: (a * state + c) & MASK_128, inc, hasUint32: false, uinteger: 0 };
    return this;
  }

  /** A new generator `jumps` times ≈ 0.62·2¹²⁸ draws ahead; this one stays. Equal to NumPy's `jumped`. */
  jumped(jumps = 1): PCG64 {
    if (!Number.isSafeInteger(jumps)) throw new RangeError(`jumped: expected an integer, got ${said(jumps)}`);
    const copy = new PCG64(this.seedSequence);
    copy.state = this.state;
    return copy.advance(BigInt(jumps) * JUMP);
  }

  /** `n` generators on independent streams, seeded by children of {@link seedSequence}. */
  spawn(n: number): PCG64[] {
    return this.seedSequence.spawn(n).map((child) => new PCG64(child));
  }
}

function fromLimbs(limbs: ArrayLike<number>): bigint {
  let value = 0n;
  for (let i = 3; i >= 0; i--) value = (value << 32n) | BigInt(limbs[i]!);
  return value;
}

function toLimbs(value: bigint, limbs: Uint32Array): void {
  for (let i = 0; i < 4; i++) limbs[i] = Number((value >> BigInt(32 * i)) & 0xffffffffn);
}
