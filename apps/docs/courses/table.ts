import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Numbers as a source or a reference gives them; `true` for a claim that holds. */
export type Answer = number | boolean | readonly Answer[];

/** The five documents; the second holds four texts, which have a page each. */
export const documents = [
  "homework-7",
  "report",
  "mock-final",
  "homework-5",
  "lectures",
  "exercise-iii",
  "homework-3",
] as const;

/** One question, number, trace or claim of a document. */
export interface Row {
  readonly id: string;
  readonly document: (typeof documents)[number];
  readonly question: string;
  /** What is asked or claimed, in our words. */
  readonly what: string;
  /**
   * `built`: a check computes it. `measured`: it takes minutes of training; a program prints it, and the file that it is
   * kept in must hold it. `missing`: not built yet.
   */
  readonly status: "built" | "measured" | "missing";
  /** The answer; not for missing rows. */
  readonly number?: Answer;
  /** Largest absolute difference, relative to the number where that is above 1. Default 0. */
  readonly tolerance?: number;
  /** Exports of a package that compute it, as `package: name, name`; or the program, as a path from the repository. */
  readonly by: string;
  /** Where the number is from: `printed` in the source, or the script that computed it, as a path from the repository. */
  readonly from?: string;
  /** For `measured`: the file that holds the number, and the words it stands in. */
  readonly file?: string;
  readonly words?: string;
  /** What the source got wrong, and why. */
  readonly slip?: string;
}

const root = new URL("../../../", import.meta.url);

/** The table of all documents. */
export function courseTable(): readonly Row[] {
  return JSON.parse(readFileSync(new URL("apps/docs/courses/table.json", root), "utf8")) as Row[];
}

/** Whether a path from the repository's root exists. */
export function exists(path: string): boolean {
  return existsSync(fileURLToPath(new URL(path, root)));
}

/** The text of a file, by its path from the repository's root. */
export function text(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}
