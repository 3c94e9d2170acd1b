import { type Dataset, openDataset, type Split } from "@elbowjs/mnist-data";
import type { Settings } from "./command-line.js";
import { Progress } from "./progress.js";

/** Opens the data set, or the first part of it. */
export async function openData(
  { dataset, dataDir, limit, seed }: Settings,
  signal: AbortSignal,
): Promise<Dataset> {
  const size = limit === undefined ? {} : { size: { train: limit, test: Math.floor(limit / 6) } };
  const progress = new Progress("Opening", 100, "%");
  try {
    const data = await openDataset(dataset, {
      signal,
      seed,
      ...size,
      ...(dataDir === undefined ? {} : { dataDir }),
      onProgress: ({ received, total = Number.POSITIVE_INFINITY }) =>
        progress.update(Math.floor((100 * received) / total)),
    });
    if (limit === undefined) return data;
    const first = (split: Split, n: number) => split.take(Math.min(n, split.size));
    return { ...data, train: first(data.train, limit), test: first(data.test, Math.floor(limit / 6)) };
  } finally {
    progress.stop();
  }
}
