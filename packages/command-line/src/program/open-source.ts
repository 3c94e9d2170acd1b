import type { DataSource } from "../data/labelled-data.js";
import { type OpenOptions, openData } from "../data/open-data.js";
import { say } from "../terminal/print.js";
import { progressBar } from "../terminal/progress-bar.js";

/** Opens data, and says what they are and what was passed over. */
export async function openSource(from: string, options: OpenOptions): Promise<DataSource> {
  const progress = await progressBar("Opening");
  let data: DataSource;
  try {
    data = await openData(from, { ...options, onProgress: (share) => progress.update(share) });
  } finally {
    progress.stop();
  }
  const { name, source, train, test, notes = [] } = data;
  const tests = test === undefined ? "" : ` and ${test.size} test`;
  say(`Data ${name}, ${source}: ${train.size} training${tests} samples of [${train.shape.join(", ")}]`);
  for (const note of notes) say(note);
  return data;
}
