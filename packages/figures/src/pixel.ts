/** A coordinate, short; far outside the plot it is cut, since browsers refuse numbers beyond float32. */
export function pixel(value: number): string {
  return String(Math.round(Math.min(1e6, Math.max(-1e6, value)) * 10) / 10);
}
