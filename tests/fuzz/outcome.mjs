/** How a call ended: `accepted`, `clear` for an error that says what was expected or is a documented kind, or `raw`. */
export function kindOf(error) {
  if (typeof error !== "object" || error === null) return "raw";
  if (refusal in error) return "clear";
  if (
    error.name === "AbortError" ||
    /^(Elbow\w*Error|UsageError|DataFault|DivergenceError)$/.test(error.name)
  )
    return "clear";
  if (documented.has(error.constructor?.name)) return "clear";
  // The house's voice: who speaks, and what was expected.
  if (/^.{0,200}?: (expected|[\w ]+ (expected|answered))\b/s.test(String(error.message))) return "clear";
  // The system's: names the file.
  if (/^E[A-Z]+$/.test(error.code ?? "") && "syscall" in error) return "clear";
  return "raw";
}
const refusal = Symbol.for("@elbowjs/arguments/refusal");
const documented = new Set([
  "ElbowDataError",
  "ElbowBackendError",
  "UsageError",
  "DataFault",
  "DivergenceError",
]);

/** What went in circles, or takes long, is cut off: three values of an iterable are enough. */
export async function settle(result) {
  const value = await result;
  const iterator =
    value?.[Symbol.asyncIterator]?.() ??
    (typeof value === "object" && typeof value?.next === "function" ? value : undefined);
  if (iterator === undefined) return value;
  for (let i = 0; i < 3; i++) if ((await iterator.next()).done) return value;
  await iterator.return?.();
  return value;
}
