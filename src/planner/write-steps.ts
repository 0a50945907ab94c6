import type { UploadFact } from '../catalog/operation-facts.ts';
import type { Args } from './argument-values.ts';
import type { CustomInputFact, WriteEndpoint } from './field-endpoints.ts';

/** Setting custom fields reads the record and writes it, and does both again when it changed in between. */
export const customFieldsTries = 2;

/** What is read of codes, as the `fields` parameter. */
export const codeFields = 'id,code,type';

/** Whether an input gives values of the firm's own fields. */
export function setsCustomFields(custom: CustomInputFact | null, input: Args): custom is CustomInputFact {
  return custom !== null && Object.keys(input.custom ?? {}).length > 0;
}

/** Whether a mutation reads its record first, to see what its custom fields hold. */
export function readsBeforeWrite({ custom }: WriteEndpoint, args: Args): boolean {
  return setsCustomFields(custom, inputOf(args)) && custom.show !== null;
}

/** Input fields that write nothing of the record. */
const aboutTheWrite: ReadonlySet<string> = new Set(['id', 'ifMatch', 'verify', 'custom']);

/** Whether a mutation writes anything beside custom fields. */
export function writesMore(args: Args): boolean {
  return Object.keys(inputOf(args)).some((name) => !aboutTheWrite.has(name));
}

/** Whether an upload reads the document's name first: a further version without a name of its own keeps it. */
export function readsName({ of, ownType }: UploadFact, args: Args): boolean {
  const { name, parent } = inputOf(args);
  return typeof name !== 'string' && (of !== null || (parent as Args | undefined)?.type === ownType);
}

/** The list that is read for the codes of a write's input; undefined where it has none. */
export function codeListOf({ operation: { codes } }: WriteEndpoint, args: Args): string | undefined {
  const input = inputOf(args);
  return Object.entries(codes ?? {}).find(([name]) => typeof input[name] === 'string')?.[1].list;
}

/** GraphQL type of the record whose custom fields are set. */
export function subjectType(args: Args): string {
  const [type = ''] = String(inputOf(args).record).split(':');
  return type;
}

function inputOf({ input }: Args): Args {
  return (input ?? {}) as Args;
}
