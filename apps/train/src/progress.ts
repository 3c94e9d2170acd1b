import { Presets, SingleBar } from "cli-progress";

/** A progress bar on a terminal; elsewhere (a file, CI) nothing, since the epoch lines tell enough. */
export class Progress {
  readonly #bar: SingleBar | undefined;

  /** @param title what is being done. @param total how many units it takes. @param unit the unit's name. */
  constructor(title: string, total: number, unit: string) {
    if (!process.stderr.isTTY) return;
    this.#bar = new SingleBar(
      {
        format: `${title} [{bar}] {value}/{total} ${unit} {note}· {eta_formatted} left`,
        hideCursor: true,
        clearOnComplete: true,
        fps: 8,
      },
      Presets.shades_classic,
    );
    this.#bar.start(total, 0, { note: "" });
  }

  update(done: number, note = ""): void {
    this.#bar?.update(done, { note: note && `· ${note} ` });
  }

  /** Prints a line above the bar. */
  line(text: string): void {
    const bar = this.#bar;
    if (bar) process.stderr.write("\r\x1b[K");
    console.log(text);
    if (bar) bar.render();
  }

  stop(): void {
    this.#bar?.stop();
  }
}
