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
