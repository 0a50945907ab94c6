/** A moment in the format of records: UTC to the second, so that the texts sort by time. */
export function instantAt(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Converts a moment in any notation to the format of records. */
export function instant(text: string): string {
  return instantAt(Date.parse(text));
}
