import { refusal, shown } from "@elbowjs/arguments";

/** Reads exact amounts from bytes that arrive in chunks of any size. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk = new Uint8Array(0);
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunkIterator("ByteReader", chunks);
  }

  /** Fills the target and returns how many bytes it got: fewer than its length only at the end. */
  read(target: Uint8Array): number | Promise<number> {
    const end = this.#at + target.length;
    if (end > this.#chunk.length) return this.#readAcross(target);
    target.set(this.#chunk.subarray(this.#at, end));
    this.#at = end;
    return target.length;
  }

  async #readAcross(target: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      if (this.#at === this.#chunk.length) {
        const { value, done } = await this.#chunks.next();
        if (done) break;
        this.#chunk = value as Uint8Array<ArrayBuffer>;
        this.#at = 0;
      }
      const piece = this.#chunk.subarray(this.#at, this.#at + target.length - filled);
      target.set(piece, filled);
      filled += piece.length;
      this.#at += piece.length;
    }
    return filled;
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/** @throws TypeError for what is not iterable in that way. */
export function chunkIterator(caller: string, chunks: AsyncIterable<Uint8Array>): AsyncIterator<Uint8Array> {
  if (typeof chunks?.[Symbol.asyncIterator] !== "function")
    throw refusal(new TypeError(`${caller}: expected chunks as an async iterable, got ${shown(chunks)}`));
  return chunks[Symbol.asyncIterator]();
}
