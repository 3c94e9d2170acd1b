/** https://webassembly.github.io/spec/core/binary/modules.html: section ids and the kinds of import. */
const IMPORT_SECTION = 2;
const MEMORY_IMPORT = 2;
/** Limits flag of a shared memory, which must state a maximum; 65,536 pages of 64 kB are all that wasm32 can address. */
const SHARED_WITH_MAXIMUM = 3;
const MAXIMUM_PAGES = [0x80, 0x80, 0x04];

/** The section of a module's own memories, and the limits flag of an unshared one with a maximum. */
const MEMORY_SECTION = 5;
const UNSHARED_WITH_MAXIMUM = 1;

/**
 * A copy of a module with its memory shared: the one it imports, if it imports nothing else, or the one it makes, if that has a
 * maximum. WebAssembly accepts a shared memory only where the module says so; apart from these bytes, the code for both is the
 * same. A kernel module is of the first kind, tfjs's SIMD binary of the second.
 *
 * @throws TypeError if the module has neither.
 */
export function withSharedMemory(module: Uint8Array): Uint8Array<ArrayBuffer> {
  for (const { id, start, content, end } of sections(module)) {
    const limits =
      id === IMPORT_SECTION
        ? importedMemory(module, content)
        : id === MEMORY_SECTION
          ? readLeb128(module, content).next
          : undefined;
    if (limits === undefined) continue;
    if (module[limits] === UNSHARED_WITH_MAXIMUM) {
      const copy = Uint8Array.from(module);
      copy[limits] = SHARED_WITH_MAXIMUM;
      return copy;
    }
    const minimum = module.subarray(limits + 1, end);
    const body = [...module.subarray(content, limits), SHARED_WITH_MAXIMUM, ...minimum, ...MAXIMUM_PAGES];
    return Uint8Array.from([
      ...module.subarray(0, start),
      id,
      ...leb128(body.length),
      ...body,
      ...module.subarray(end),
    ]);
  }
  throw new TypeError(
    "withSharedMemory: expected a module that imports one memory and nothing else, or makes one",
  );
}

/** The sections after the 8-byte preamble: where each starts, its content, and its end. */
function* sections(
  module: Uint8Array,
): Generator<{ id: number; start: number; content: number; end: number }> {
  for (let start = 8; start < module.length; ) {
    const { value: size, next: content } = readLeb128(module, start + 1);
    const end = content + size;
    yield { id: module[start]!, start, content, end };
    start = end;
  }
}

/** Where the limits of an import section's only import stand, if that is an unshared memory. */
function importedMemory(module: Uint8Array, content: number): number | undefined {
  const count = readLeb128(module, content);
  const scope = readLeb128(module, count.next);
  const name = readLeb128(module, scope.next + scope.value);
  const kind = name.next + name.value;
  const isMemory =
    count.value === 1 && module[kind] === MEMORY_IMPORT && module[kind + 1]! <= UNSHARED_WITH_MAXIMUM;
  return isMemory ? kind + 1 : undefined;
}

function readLeb128(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if ((byte & 0x80) === 0) return { value, next: at };
  }
}

function leb128(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  bytes.push(value);
  return bytes;
}
