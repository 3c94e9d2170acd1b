import type { GaussianReport, GaussianSettings } from "./gaussian-messages.js";
import type { GaussianModel } from "./gaussian-model.js";

/** Milliseconds between two reports of a training. */
const reportInterval = 300;

/** `GaussianVae.fit`, halted between two steps whenever the visitor wishes. */
export class GaussianTraining {
  readonly #model: GaussianModel;
  readonly #settings: GaussianSettings;
  readonly #report: (report: GaussianReport) => void;
  readonly #stop = new AbortController();
  #mode: "paused" | "step" | "running" = "paused";
  #every = Number.POSITIVE_INFINITY;
  #resume: () => void = () => {};
  #finished: Promise<void> | undefined;

  constructor(model: GaussianModel, settings: GaussianSettings, report: (report: GaussianReport) => void) {
    this.#model = model;
    this.#settings = settings;
    this.#report = report;
  }

  /** Goes on, with pictures after every `every` steps. */
  run(every: number): void {
    this.#every = every;
    this.#go("running");
  }

  step(): void {
    this.#go("step");
  }

  /** Halts after the step under way. */
  pause(): void {
    if (this.#mode === "running") this.#mode = "paused";
  }

  /** Ends it for good; the model may be disposed of afterwards. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#resume();
    await this.#finished;
  }

  #go(mode: "step" | "running"): void {
    this.#mode = mode;
    this.#resume();
    this.#finished ??= this.#train();
  }

  async #train(): Promise<void> {
    const { epochs, seed } = this.#settings;
    const { signal } = this.#stop;
    let losses: number[] = [];
    let told = performance.now();
    try {
      await this.#model.vae.fit(this.#model.dataset.train, {
        epochs,
        seed,
        signal,
        optimizer: { type: "adam", learningRate: 0.002 },
        onBatch: async ({ epoch, batch, batches, loss }) => {
          losses.push(loss);
          const step = (epoch - 1) * batches + batch;
          const steps = epochs * batches;
          if (this.#mode === "step") this.#mode = "paused";
          const halts = this.#mode === "paused" || step === steps;
          if (halts || performance.now() - told > reportInterval) {
            this.#report({ type: "progress", step, steps, losses });
            losses = [];
            told = performance.now();
          }
          if (signal.aborted) return;
          if (halts || step % this.#every === 0)
            this.#report({ type: "pictures", ...(await this.#model.pictures(step, seed)) });
          if (halts) this.#report({ type: "latents", points: await this.#model.latents() });
          if (step === steps) return;
          while (this.#mode === "paused" && !signal.aborted)
            await new Promise<void>((resume) => (this.#resume = resume));
        },
      });
      this.#report({ type: "done" });
    } catch (error) {
      if (signal.aborted) return;
      this.#report({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }
}
