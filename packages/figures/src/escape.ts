import { checkKinds } from "@elbowjs/arguments";

/** Text with the characters that HTML and XML reserve replaced, for an element's content or a quoted attribute. */
export function escapeHtml(text: string): string {
  if (typeof text !== "string") checkKinds("escapeHtml", { text: [text, "string"] });
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
