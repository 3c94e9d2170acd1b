import type { DataName } from "../k-means/k-means-settings.js";

/** Which images to look at. */
export interface PageQuery {
  readonly part: "train" | "test";
  /** A class, or -1 for all. */
  readonly label: number;
  /** Place of the first image among those of the class. */
  readonly start: number;
  readonly count: number;
}

/** What the page asks of the worker. */
export type DataRequest =
  | { readonly type: "open"; readonly name: DataName; readonly seed: number }
  | { readonly type: "files"; readonly files: readonly File[] }
  | { readonly type: "page"; readonly query: PageQuery };

/** One image with what is known about it. */
export interface PageItem {
  readonly image: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly label: number | undefined;
  /** Its index in the split, or the name of its file. */
  readonly name: string;
}

/** What has been opened. */
export interface OpenedData {
  readonly source: string;
  readonly sizes: { readonly train: number; readonly test: number };
  /** Images of each class in the training part. */
  readonly counts: readonly number[];
  /** Images that can be looked at, where those are not all. */
  readonly shown?: number;
  /** Files that could not be read. */
  readonly refused?: readonly string[];
}

/** What the worker tells the page. */
export type DataReport =
  | {
      readonly type: "download";
      readonly received: number;
      readonly total: number | undefined;
      readonly url: string;
    }
  | ({ readonly type: "opened" } & OpenedData)
  | { readonly type: "page"; readonly items: readonly PageItem[]; readonly total: number }
  | { readonly type: "failed"; readonly message: string };
