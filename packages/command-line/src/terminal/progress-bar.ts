import type { SingleBar } from "cli-progress";
import { say } from "./print.js";

/** Shows how far something is, on stderr. */
export interface Progress {
  /** @param share that is done, in [0, 1]. @param note what else to say of it. */
  update(share: number, note?: string): void;
  /** A line above the bar. */
  line(text: string): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere (a file, a pipe) the lines alone. */
export async function progressBar(title: string): Promise<Progress> {
  const bar = process.stderr.isTTY ? await terminalBar(title) : undefined;
  return {
    update: (share, note = "") => bar?.update(Math.floor(100 * share), { note: note && `· ${note} ` }),
    line(text) {
      if (bar) process.stderr.write("\r\x1b[K");
      say(text);
      bar?.render();
    },
    stop: () => bar?.stop(),
  };
}

/** Loaded where there is a terminal to draw on. */
async function terminalBar(title: string): Promise<SingleBar & { render(): void }> {
  const { Presets, SingleBar } = (await import("cli-progress")).default;
  const format = `${title} [{bar}] {percentage}% {note}· {eta_formatted} left`;
  const bar = new SingleBar(
    { format, hideCursor: true, clearOnComplete: true, fps: 8 },
    Presets.shades_classic,
  );
  bar.start(100, 0, { note: "" });
  return bar as SingleBar & { render(): void };
}
