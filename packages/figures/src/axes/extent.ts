/** Smallest and largest finite value (and above 0 on a logarithmic axis), or undefined when there is none. */
export function extent(values: Iterable<number>, type: "linear" | "log"): [number, number] | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value) || (type === "log" && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? undefined : [low, high];
}

/** An interval that is one point, widened; on a logarithmic axis by factors, which never reach 0. */
export function opened([low, high]: readonly [number, number], type: "linear" | "log"): [number, number] {
  if (low < high) return [low, high];
  if (type === "log") return [low / 10, high * 10];
  const half = Math.max(0.5, Math.abs(low) * 1e-3); // beside 1e20 a half would be rounded away
  return [low - half, high + half];
}

/** An interval widened by a share of its length (of its decades) at its two ends. */
export function widened(
  [low, high]: readonly [number, number],
  type: "linear" | "log",
  [below, above]: readonly [number, number],
): [number, number] {
  if (type === "log") {
    const ratio = high / low;
    return [low / ratio ** below, high * ratio ** above];
  }
  return [low - below * (high - low), high + above * (high - low)];
}
