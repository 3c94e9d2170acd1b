/** A received value as a message prints it: strings in quotes, arrays by their shape, objects by their kind; never long. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const { length = 0 } = value as { readonly length?: number };
    return `${Array.isArray(value) ? "an array" : `a ${value.constructor.name}`} of ${length}`;
  }
  const { constructor: made, isDisposed } = value as { constructor?: unknown; isDisposed?: unknown };
  if (isDisposed === true) return "a disposed tensor";
  return typeof made === "function" && made !== Object ? `an instance of ${made.name}` : "an object";
}
