/** A moment as records write it: UTC to the second, so that the order of text is the order of time. */
export function instantAt(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** A moment in any notation, as records write it. */
export function instant(text: string): string {
  return instantAt(Date.parse(text));
}
