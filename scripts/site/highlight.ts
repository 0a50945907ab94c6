import { escapeHtml } from '../../src/html-page.ts';

/** Comments, texts, numbers, variables and names of GraphQL fields or JSON keys: enough for every language of these pages. */
const token =
  /(#[^\n]*|\/\/[^\n]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)(\s*:)?|(?<![\w.])(-?\d[\d.]*)\b|(\$\w+|@\w+)|\b(query|mutation|fragment|on|type|extend|input|enum|import|from|export|const|let|await|async|new|if|while|do|for|of|throw|return|true|false|null)\b(?!\s*[:(])/g;

const classes = ['comment', 'text', undefined, 'number', 'variable', 'keyword'];

/** HTML of a code block with its tokens marked. */
export function highlight(code: string, language: string): string {
  if (language === 'text' || language === '') return escapeHtml(code);
  let html = '';
  let last = 0;
  for (const match of code.matchAll(token)) {
    const [whole, ...groups] = match;
    // A `#` inside a word of a shell command, or `//` in an address, starts no comment.
    if (groups[0] !== undefined && /\S/.test(code[match.index - 1] ?? ' ')) continue;
    const isKey = groups[2] !== undefined;
    const kind = isKey ? 'key' : classes[groups.findIndex((group) => group !== undefined)];
    html += `${escapeHtml(code.slice(last, match.index))}<i class="${kind}">${escapeHtml(whole)}</i>`;
    last = match.index + whole.length;
  }
  return html + escapeHtml(code.slice(last));
}
