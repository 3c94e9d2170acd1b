// What the experiments share: ten seeds, a line for each run, and a table row at the end.

/** Runs `measure(seed)` for the seeds of the command line, `--seeds 10`, and prints what came of them. */
export async function tenSeeds(name, measure) {
  const at = process.argv.indexOf("--seeds");
  const seeds = at > 0 ? Number(process.argv[at + 1]) : 10;
  const runs = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const begun = performance.now();
    const result = await measure(seed);
    const seconds = (performance.now() - begun) / 1000;
    runs.push({ ...result, seconds });
    console.log(JSON.stringify({ name, seed, ...result, seconds: Number(seconds.toFixed(1)) }));
  }
  const reached = runs.filter(({ reached }) => reached).length;
  const values = runs.map(({ value }) => value).sort((a, b) => a - b);
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0) / runs.length;
  console.log(
    `| ${name} | ${reached} of ${seeds} | ${values[0].toPrecision(3)} to ${values.at(-1).toPrecision(3)} | ${seconds.toFixed(1)} s |`,
  );
  return runs;
}
