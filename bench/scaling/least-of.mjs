/** Seconds of the quickest of so many runs: what disturbs a run only makes it longer. */
export async function leastOf(times, run) {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    await run();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}
