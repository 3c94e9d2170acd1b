/** A page that needs no other file: style inline, no script, light and dark. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** Terms and what they are, as a definition list. */
export function definitions(entries: Record<string, string>): string {
  const rows = Object.entries(entries).map(
    ([term, text]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(text)}</dd>`,
  );
  return `<dl>${rows.join("\n")}</dl>`;
}

/** A PNG picture inside the page. */
export function picture(png: Uint8Array, alt: string): string {
  const data = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  return `<figure><img class="pixels" src="${data}" alt="${escapeHtml(alt)}"></figure>`;
}

/** What a reader must not miss. */
export const warning = (html: string): string => `<p class="warning" role="status">${html}</p>`;

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root { --paper: #fff; --ink: #1b1f24; --soft: #5b6470; --line: #d8dde3; --accent: #2f6fdf; --warn: #fff4d6; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171b; --ink: #e8ebef; --soft: #9aa4b1; --line: #333a43; --accent: #7aa7ff; --warn: #40340f; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 800px; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.lead { margin-top: 0; } .note, figcaption { color: var(--soft); font-size: .875rem; }
.warning { background: var(--warn); padding: .75rem 1rem; border-radius: 6px; }
figure { margin: 0; } .pixels { width: 100%; max-width: 640px; image-rendering: pixelated; border-radius: 6px; }
.fit { background: #fff; border-radius: 6px; } .fit svg { width: 100%; height: auto; }
.wide { overflow-x: auto; } .wide svg { max-width: none; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .875rem; }
th, td { padding: .3rem .55rem; text-align: right; } th { color: var(--soft); font-weight: 500; }
td { background: color-mix(in srgb, var(--accent) calc(var(--share) * 85%), var(--paper)); }
td.dark { color: var(--paper); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; } dt { color: var(--soft); } dd { margin: 0; }
@media (max-width: 480px) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
`;
