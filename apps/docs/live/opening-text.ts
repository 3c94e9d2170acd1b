/** How far the opening of a dataset has come, as `openDataset` tells it. */
export interface Opening {
  /** Where the bytes come from; `digits` for generated ones. */
  readonly url: string;
  readonly received: number;
  readonly total?: number | undefined;
}

/** Says it in words: digits are drawn, files fetched. */
export function openingText({ url, received, total }: Opening): string {
  if (url === "digits")
    return `Drawing digits: ${Math.floor((100 * received) / (total ?? Number.POSITIVE_INFINITY))} %`;
  const all = total === undefined ? "" : ` of ${(total / 1e6).toFixed(1)}`;
  return `Fetching ${url.split("/").at(-1)}: ${(received / 1e6).toFixed(1)}${all} MB`;
}
