import type { Command } from "./command.js";

/** A program of several commands. */
export interface Program {
  /** How it is called: `npx @elbowjs/kmeans-nn`. */
  readonly name: string;
  readonly version: string;
  /** What it is, in a sentence. */
  readonly about: string;
  readonly commands: Readonly<Record<string, Command>>;
  /** The command that runs where none is named. Default none: the help is printed. */
  readonly standard?: string;
  /** What `--help` says of data. Default: the sets of images that `openData` opens. */
  readonly aboutData?: string;
  /** Kinds of error, besides those of data, backends and arguments, whose message alone says enough. */
  readonly faults?: readonly (new (
    ...args: never[]
  ) => Error)[];
}
