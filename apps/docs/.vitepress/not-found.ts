/**
 * The page for addresses that lead nowhere. It may be served at any depth, below a base that only the browser knows, so it
 * brings its style along and finds its own links: the site's root is what stands before the first of its folders.
 *
 * @param folders The site's top folders.
 */
export function notFoundPage(folders: readonly string[]): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>Not found | Elbow</title>
    <style>
      :root { color-scheme: light dark; font: 17px/1.6 system-ui, sans-serif }
      body { display: grid; min-height: 90vh; place-content: center; margin: 0; padding: 1rem; text-align: center; background: light-dark(#fff, #1b1b1f); color: light-dark(#3c3c43, #dfdfd6) }
      a { color: light-dark(#0f766e, #5eead4) } ul { padding: 0; list-style: none }
    </style>
  </head>
  <body>
    <main>
      <h1>There is no such page</h1>
      <p>The address leads nowhere, or no longer. From here it goes on:</p>
      <ul>
        <li><a href="./">The front page</a></li>
        <li><a href="./examples/">Live examples</a></li>
        <li><a href="./packages/">Packages</a></li>
      </ul>
    </main>
    <script>
      const parts = location.pathname.split("/");
      const at = parts.findIndex((part) => ${JSON.stringify(folders)}.includes(part));
      const root = parts.slice(0, at < 0 ? -1 : at).join("/") + "/";
      for (const link of document.links) link.href = root + link.getAttribute("href").slice(2);
    </script>
  </body>
</html>
`;
}
