/**
 * What a page says of itself in search results and link previews: its first paragraph of text, without its markup.
 *
 * @param markdown The page's source.
 * @returns undefined where there is no such paragraph.
 */
export function pageDescription(markdown: string): string | undefined {
  const body = markdown
    .replace(/^---\n[\s\S]*?\n---\n/, "")
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replace(/^```[\s\S]*?^```$/gm, "");
  const paragraph = body
    .split(/\n\s*\n/)
    .map((text) => text.trim())
    .find((text) => text !== "" && !/^([#<|\-*>:!]|\$\$|```)/.test(text));
  if (paragraph === undefined) return undefined;
  const plain = paragraph
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*`]/g, "")
    .replace(/\$([^$]*)\$/g, "$1")
    .replace(/\s+/g, " ");
  return plain.length > 200 ? `${plain.slice(0, 197).replace(/\s\S*$/, "")} …` : plain;
}
