/** A stretch of the heap between two allocated blocks. */
export interface FreeRegion {
  readonly start: number;
  readonly bytes: number;
}

/** The size of a region stands in its first and last word; the last one's lowest bit says that it is free. */
const WORD = 4;
const LEAST_REGION = 16;

/**
 * The free regions of a heap that Emscripten's `emmalloc` keeps, from a block on.
 *
 * @param memory of the heap; nothing else allocates meanwhile.
 * @param block address of an allocated block.
 * @returns undefined if what lies there are not emmalloc's regions: another allocator is at work.
 * @see https://github.com/emscripten-core/emscripten/blob/3.1.0/system/lib/emmalloc.c
 */
export function freeRegions(memory: WebAssembly.Memory, block: number): FreeRegion[] | undefined {
  const words = new Uint32Array(memory.buffer);
  const free: FreeRegion[] = [];
  for (let start = block - WORD; ; ) {
    // What is claimed from the system in several turns may have a word between, and beyond the last one there are but zeros.
    if (words[start / WORD] === 0) start += WORD;
    const bytes = words[start / WORD];
    if (bytes === undefined || bytes === 0) return free;
    const last = words[(start + bytes - WORD) / WORD];
    if (bytes < LEAST_REGION || bytes % WORD !== 0 || last === undefined || (last & ~1) >>> 0 !== bytes)
      return undefined;
    if ((last & 1) === 1) free.push({ start, bytes });
    start += bytes;
  }
}
