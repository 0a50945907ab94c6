import { durationUnits, parseUrl, sizeUnits } from './parse-values.ts';
import { type Variable, type VariableName, variables } from './variables.ts';

const blank = '***';

/** A variable's text without secrets. A Redis URL is shown without its password. */
export function printVariable(name: VariableName, text: string): string {
  const variable: Variable<unknown> = variables[name];
  if (!variable.secret) return text;
  const url = parseUrl(text, ['redis:', 'rediss:']);
  return url ? printUrl(url) : blank;
}

/** Hides the user part and the query, where a password can be. */
function printUrl({ protocol, username, password, host, pathname, search }: URL): string {
  const user = username || password ? `${blank}@` : '';
  return `${protocol}//${user}${host}${pathname}${search ? `?${blank}` : ''}`;
}

/** A default in the form of a `.env` file; empty if there is none. */
export function printDefault(name: VariableName): string {
  const { default: value }: Variable<unknown> = variables[name];
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value !== 'number' || value === 0) return String(value);
  if (name.endsWith('_MS')) return inUnits(value, durationUnits);
  return name.endsWith('_BYTES') ? inUnits(value, sizeUnits) : String(value);
}

/** Uses the largest unit that gives a whole number. */
function inUnits(value: number, units: ReadonlyMap<string, number>): string {
  const [unit = '', factor = 1] = [...units].reverse().find(([, size]) => value % size === 0) ?? [];
  return `${value / factor}${unit}`;
}
