/** Names and values, in the order in which they are shown. */
export type Facts = readonly (readonly [name: string, value: string])[];

/** A part of a report. Facts, counts and warnings are shown on the terminal too; pictures are files beside the page where they have a name. */
export type Section = {
  /** Default: part of the section above. */
  readonly title?: string;
  /** A sentence below the title. */
  readonly note?: string;
} & (
  | { readonly kind: "facts"; readonly facts: Facts }
  | {
      readonly kind: "counts";
      readonly rows: readonly string[];
      readonly columns: readonly string[];
      /** By row and column, integers ≥ 0. */
      readonly counts: readonly (readonly number[])[];
      /** What rows and columns are: `digit ↓ centre →`. */
      readonly corner: string;
    }
  | { readonly kind: "picture"; readonly png: Uint8Array; readonly alt: string; readonly file?: string }
  | { readonly kind: "drawing"; readonly svg: string; readonly file?: string }
  | { readonly kind: "warning"; readonly text: string }
);
