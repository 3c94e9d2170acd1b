/** A colour for a reader on white paper and one for a reader on dark, as #rrggbb. */
export interface ColorPair {
  readonly light: string;
  readonly dark: string;
}

/**
 * Ten colours for series, in order. On either paper each has a contrast of at least 3 : 1, and any two keep a distance of 0.075 in
 * OKLab, of 0.1 among the first six, for readers without, and with each kind of, colour blindness (Okabe and Ito's eight: 0.076). Found by search; the
 * palette's test measures both.
 */
export const seriesColors: readonly ColorPair[] = [
  { light: "#3043a8", dark: "#2362f3" },
  { light: "#d97321", dark: "#e3721b" },
  { light: "#2ea38a", dark: "#36c3a3" },
  { light: "#7a195f", dark: "#9a5885" },
  { light: "#665705", dark: "#e7bc16" },
  { light: "#1f769f", dark: "#89e8fd" },
  { light: "#c12a59", dark: "#c93c30" },
  { light: "#9846e1", dark: "#bda7fc" },
  { light: "#243f01", dark: "#b9e6a5" },
  { light: "#a27fe2", dark: "#9a7fce" },
];

/** What is not data: paper; ink and muted for text and marks (at least 4.5 : 1 on paper), grid for lines behind the data. */
export const roleColors: Readonly<Record<"paper" | "ink" | "muted" | "grid", ColorPair>> = {
  paper: { light: "#ffffff", dark: "#14171b" },
  ink: { light: "#1b1f24", dark: "#e8ebef" },
  muted: { light: "#5b6470", dark: "#9aa4b1" },
  grid: { light: "#e3e7ec", dark: "#2b3139" },
};
