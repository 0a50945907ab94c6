import { applyEdits, format as formatJson } from 'jsonc-parser';
import { format as formatWithPrettier } from 'prettier/standalone';

type Options = Parameters<typeof formatWithPrettier>[1];

/** Prettier as GraphiQL calls it, without a parser for JSON: an editor's own indentation does for that. */
export async function format(text: string, options: Options): Promise<string> {
  if (options?.parser !== 'jsonc') return formatWithPrettier(text, options);
  return applyEdits(text, formatJson(text, undefined, { insertSpaces: true, tabSize: 2 }));
}

/** Asked for where the parser for JSON would be. */
export const printers = {};
export const parsers = {};
