import type { NumberRule } from "@elbowjs/arguments";

/** One flag: what it takes, what it is without being given, and what `--help` says. */
export type Flag = { readonly help: string } & (
  | { readonly kind: "switch" }
  | { readonly kind: "text"; readonly value: string; readonly default?: string }
  | { readonly kind: "choice"; readonly choices: readonly string[]; readonly default: string }
  | { readonly kind: "number"; readonly rule: NumberRule; readonly default?: number }
);

/** Flags by the name that a program reads them by: `batchSize` is `--batch-size` on the command line. */
export type Flags = Readonly<Record<string, Flag>>;

/** What the flags of a command come to. */
export type Values<F extends Flags> = {
  readonly [K in keyof F]: F[K] extends { kind: "switch" }
    ? boolean
    : F[K] extends { kind: "text" | "choice" }
      ? F[K] extends { default: string }
        ? string
        : string | undefined
      : F[K] extends { default: number }
        ? number
        : number | undefined;
};

/** As one types it: `--batch-size` for `batchSize`. */
export const longName = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
