import { roleColors } from "../style/palette.js";

const { paper, ink, muted, grid } = roleColors;

/** The style sheet of a report page: the figures' paper and ink, one column, sharp pixels. */
export const pageStyle: string = `
:root { color-scheme: light dark; --paper: ${paper.light}; --ink: ${ink.light}; --muted: ${muted.light}; --grid: ${grid.light}; --warn: #fff4d6 }
@media (prefers-color-scheme: dark) { :root { --paper: ${paper.dark}; --ink: ${ink.dark}; --muted: ${muted.dark}; --grid: ${grid.dark}; --warn: #40340f } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 50rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem } h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem }
.lead { font-size: 1.05rem } .note, figcaption { color: var(--muted); font-size: .875rem }
.warning { background: var(--warn); padding: .75rem 1rem; border-radius: 6px }
figure { margin: .5rem 0; overflow-x: auto } .wide { overflow-x: auto }
.pixels { image-rendering: pixelated; max-width: 100%; border-radius: 4px }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--grid) } thead th { color: var(--muted); font-weight: 500 }
th[scope=row] { text-align: left; font-weight: 500 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem } dt { color: var(--muted) } dd { margin: 0 }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr } dd { margin-bottom: .5rem } }
@media print { main { max-width: none; padding: 0 } section { break-inside: avoid } }
`;
