/** More links than this are folded. */
const mostLinks = 6;

/** A Markdown table. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  rule = `| ${head.map(() => '---').join(' | ')} |`,
): string {
  const print = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [print(head), rule, ...rows.map(print)].join('\n');
}

/** A sentence that ends in links; folded if there are many. */
export function fold(what: string, links: readonly string[]): string {
  if (links.length <= mostLinks) return `${what} ${links.join(', ')}.`;
  return `<details><summary>${what} ${links.length}</summary>\n\n${links.join(', ')}\n\n</details>`;
}

/** A description on one line. */
export function text(description: string | null | undefined): string {
  return (description ?? '').trim().replace(/\s+/g, ' ');
}

export function code(name: string): string {
  return `\`${name}\``;
}

/** Empty without a name. */
export function asCode(name: string | null): string {
  return name === null ? '' : code(name);
}
