import { GatewayError } from '../errors.ts';
import { clioId } from '../loaders/ids.ts';
import { type ClioRecord, isRecord, recordId } from '../loaders/record.ts';
import type { ListPick } from '../planner/selection.ts';
import { asError } from '../values.ts';
import type { OperationRun } from './operation-run.ts';

/** Finds the record that an argument names in a nested list; for a bad argument, the error is what is found. */
export function pickerOf(
  run: OperationRun,
  { fact, argument }: ListPick,
): (list: unknown) => ClioRecord | Error | null {
  try {
    const { catalog } = run;
    const args = run.args(argument);
    const given = Object.entries(fact.by).filter(([name]) => typeof args[name] === 'string');
    const [[name, key] = ['', ''], ...others] = given;
    if (name === '' || others.length > 0) {
      const names = Object.keys(fact.by).join(' and ');
      throw new GatewayError('BAD_USER_INPUT', `"${fact.name}" takes exactly one of ${names}.`);
    }
    const beside = catalog.entity(fact.entity).fields[key];
    const nested = beside?.kind === 'one' ? catalog.entity(beside.entity).type : null;
    const wanted = nested === null ? String(args[name]) : clioId(catalog, name, String(args[name]), [nested]);
    return (list) => {
      const records = Array.isArray(list) ? list.filter(isRecord) : [];
      return records.find((one) => nameOf(one[key]) === wanted) ?? null;
    };
  } catch (error) {
    return () => asError(error);
  }
}

function nameOf(value: unknown): unknown {
  return isRecord(value) ? recordId(value) : value;
}
