/**
 * MurmurHash3_x86_32 with seed 0, of 32-bit words that arrive in pieces.
 *
 * @see https://github.com/aappleby/smhasher, A. Appleby, public domain.
 */
export class Murmur3 {
  #hash = 0;
  #words = 0;

  /** Takes in words; they count as four bytes each, the lowest first. */
  add(words: Uint32Array): void {
    let hash = this.#hash;
    for (let i = 0; i < words.length; i++) {
      let k = Math.imul(words[i]!, 0xcc9e2d51);
      k = (k << 15) | (k >>> 17);
      hash ^= Math.imul(k, 0x1b873593);
      hash = (hash << 13) | (hash >>> 19);
      hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
    }
    this.#hash = hash;
    this.#words += words.length;
  }

  /** The hash of what was taken in, as eight hexadecimal digits. */
  hex(): string {
    let hash = this.#hash ^ ((4 * this.#words) | 0);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
    return (hash >>> 0).toString(16).padStart(8, "0");
  }
}
