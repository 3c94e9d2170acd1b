/** A word and what it becomes: in Latin and in Arabic letters. */
export interface WordPair {
  readonly source: string;
  readonly target: string;
}
