/** https://webassembly.github.io/spec/core/binary/modules.html: section ids and the kinds of import. */
const IMPORT_SECTION = 2;
const MEMORY_IMPORT = 2;
/** Limits flag of a shared memory, which must state a maximum; 65,536 pages of 64 kB are all that wasm32 can address. */
const SHARED_WITH_MAXIMUM = 3;
const MAXIMUM_PAGES = [0x80, 0x80, 0x04];

/**
 * A copy of a module whose only import is an unshared memory, with that import declared shared. WebAssembly accepts a
 * shared memory only where the module says so; apart from these bytes, the code for both is the same.
 *
 * @throws TypeError if the first section after the preamble's type section is not such an import.
 */
export function withSharedMemory(module: Uint8Array): Uint8Array<ArrayBuffer> {
  let at = 8;
  while (at < module.length) {
    const start = at;
    const id = module[at++];
    const size = readLeb128(module, at);
    const content = size.next;
    const end = content + size.value;
    if (id === IMPORT_SECTION) {
      const count = readLeb128(module, content);
      const scope = readLeb128(module, count.next);
      const name = readLeb128(module, scope.next + scope.value);
      const kind = name.next + name.value;
      if (count.value === 1 && module[kind] === MEMORY_IMPORT && module[kind + 1] === 0) {
        const head = module.subarray(content, kind + 1);
        const minimum = module.subarray(kind + 2, end);
        const body = [...head, SHARED_WITH_MAXIMUM, ...minimum, ...MAXIMUM_PAGES];
        return Uint8Array.from([
          ...module.subarray(0, start),
          IMPORT_SECTION,
          ...leb128(body.length),
          ...body,
          ...module.subarray(end),
        ]);
      }
      break;
    }
    at = end;
  }
  throw new TypeError(
    "withSharedMemory: expected a module that imports one memory without a maximum and nothing else",
  );
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
