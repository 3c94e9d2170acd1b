/** Most numbers of one call, 4 GB of them as float64. */
const MOST = 2 ** 29;

/** A received value as a message prints it; an object by its kind only. */
export function said(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return typeof value === "function" ? "a function" : String(value);
}

/** Whether a value has a length, as lists and typed arrays do; an object literal or a text is no list. */
export function isListLike(value: unknown): value is ArrayLike<number | bigint> {
  return (
    typeof value === "object" &&
    value !== null &&
    Number.isSafeInteger((value as { readonly length?: unknown }).length)
  );
}

/** Refuses what gives no bits, in the name of the public function. */
export function checkBits(where: string, bits: unknown): void {
  const { next64, nextUint32, nextDouble } = (bits ?? {}) as Record<string, unknown>;
  if (![next64, nextUint32, nextDouble].every((method) => typeof method === "function"))
    throw new TypeError(`${where}: expected bits of a PCG64, got ${said(bits)}; new PCG64(seed) makes one`);
}

/** Number of draws asked for: refuses what is not an integer in [0, 2²⁹], in the name of the public function. */
export function checkCount(where: string, n: number): number {
  if (!(Number.isSafeInteger(n) && n >= 0))
    throw new RangeError(`${where}: expected a non-negative integer number of draws, got ${said(n)}`);
  if (n > MOST) throw new RangeError(`${where}: expected at most ${MOST} draws at once, got ${n}`);
  return n;
}

/** Refuses NaN, the infinities and what is no number, in the name of the public function. */
export function checkFinite(where: string, name: string, value: number): number {
  if (!Number.isFinite(value))
    throw new RangeError(`${where}: expected a finite ${name}, got ${said(value)}`);
  return value;
}

/** Refuses options that are no object, or of which there is none such. */
export function checkOptions(where: string, options: unknown, names: readonly string[]): void {
  if (
    typeof options !== "object" ||
    options === null ||
    Array.isArray(options) ||
    ArrayBuffer.isView(options)
  )
    throw new TypeError(`${where}: expected an object of options, got ${said(options)}`);
  for (const [name, value] of Object.entries(options))
    if (value !== undefined && !names.includes(name))
      throw new TypeError(`${where}: expected the options ${names.join(", ")}, got ${name}`);
}
