/** About how wide a text is in pixels in a sans-serif face; there is no font to measure without a DOM. On the generous side. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text)
    ems += /[iljtfr.,:;'|!()[\] ]/.test(character)
      ? 0.34
      : /[mwMW@]/.test(character)
        ? 0.9
        : /[A-Z]/.test(character)
          ? 0.7
          : 0.58;
  return ems * size;
}
