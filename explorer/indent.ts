import { applyEdits, format as formatJson } from 'jsonc-parser';
import { format as formatWithPrettier } from 'prettier/standalone';

type Options = Parameters<typeof formatWithPrettier>[1];

/** Prettier for GraphiQL without its parser for JSON, which the editor indents itself. */
export async function format(text: string, options: Options): Promise<string> {
  if (options?.parser !== 'jsonc') return formatWithPrettier(text, options);
  return applyEdits(text, formatJson(text, undefined, { insertSpaces: true, tabSize: 2 }));
}

/** Replaces the parser for JSON. */
export const printers = {};
export const parsers = {};
