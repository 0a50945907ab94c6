import type { BodyFact } from '../catalog/operation-facts.ts';
import { GatewayError } from '../errors.ts';
import type { UserErrorCode } from '../generated/resolvers.ts';

/** Why a write was not made, for a form. */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  /** Path from the argument: `['input', 'firstName']`. */
  readonly field: readonly string[] | null;
}

/** A mistake in the input of a write, which is not sent. A form can show it. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem';
  readonly userErrors: readonly UserError[];

  constructor(userErrors: readonly UserError[]) {
    super(userErrors[0]?.message ?? '');
    this.userErrors = userErrors;
  }

  /** A problem with one mistake. */
  static at(field: readonly string[], code: UserErrorCode, message: string): InputProblem {
    return new InputProblem([{ code, message, field }]);
  }
}

/** Clio's statuses that are about the input, and not about the login or the time. */
const codes: ReadonlyMap<number, UserErrorCode> = new Map([
  [400, 'INVALID'],
  [404, 'NOT_FOUND'],
  [409, 'CONFLICT'],
  [412, 'STALE'],
  [422, 'INVALID'],
]);

/**
 * The user errors of a failed write; null if the input is not the cause (sign-in, permission, limits,
 * outages). Such errors are errors of the request.
 */
export function userErrorsOf(error: unknown, body: BodyFact | undefined): readonly UserError[] | null {
  if (error instanceof InputProblem) return error.userErrors;
  if (!(error instanceof GatewayError) || !error.clio) return null;
  const { status, message, type, errors } = error.clio;
  const code = codes.get(status);
  // The gateway chooses `fields`: a name that Clio does not know is not a mistake in the input.
  if (!code || type === 'InvalidFields') return null;
  const byField = Object.entries(errors ?? {}).flatMap(([path, messages]) =>
    messages.flatMap(
      (text): readonly UserError[] =>
        wrongKind(text, body) ?? [
          { code: missing(text) ? 'REQUIRED' : code, message: text, field: inputPath(path, body) },
        ],
    ),
  );
  if (byField.length > 0) return byField;
  const explained = message === null ? null : (wrongKind(message, body) ?? invalidArgument(message, body));
  if (explained) return explained;
  const text =
    status === 412
      ? 'The record has changed since it was read. Read it again, decide again, and write with its new etag.'
      : (message ?? error.message);
  return [
    {
      code: missing(text) && status === 422 ? 'REQUIRED' : code,
      message: text,
      field: status === 412 ? ['input', 'ifMatch'] : null,
    },
  ];
}

/**
 * "Invalid attributes present for a Person: name": an error for each attribute, with advice if it is known.
 */
function wrongKind(text: string, body: BodyFact | undefined): readonly UserError[] | null {
  const [, kind = '', list] = /Invalid attributes present for an? (\w+): ([\w, ]+)/.exec(text) ?? [];
  if (list === undefined) return null;
  return list.split(/, */).map((key) => {
    const name = nameOf(key, body);
    const instead = body?.properties?.[key]?.notFor?.[kind]?.map((one) => `"${nameOf(one, body)}"`);
    const advice = instead ? ` Use ${instead.join(' and ')} instead.` : '';
    return {
      code: 'INVALID',
      message: `Clio does not accept "${name}" for a ${kind}.${advice}`,
      field: inputPath(key, body),
    };
  });
}

/**
 * "An invalid argument was supplied: status must be one of …": Clio names the property only in its message.
 */
function invalidArgument(text: string, body: BodyFact | undefined): readonly UserError[] | null {
  const [, key = '', problem] = /^An invalid argument was supplied: (\w+) (.+)/.exec(text) ?? [];
  const field = body?.properties?.[key] && inputPath(key, body);
  if (!field || problem === undefined) return null;
  return [
    { code: missing(problem) ? 'REQUIRED' : 'INVALID', message: `"${nameOf(key, body)}" ${problem}`, field },
  ];
}

function nameOf(key: string, body: BodyFact | undefined): string {
  return body?.properties?.[key]?.name ?? key;
}

/** Moves errors about a number of seconds to the field that the caller gave instead. */
export function atGivenFields(
  errors: readonly UserError[],
  body: BodyFact | undefined,
  input: Readonly<Record<string, unknown>>,
): readonly UserError[] {
  const given = new Map<string | undefined, string>();
  for (const { name, seconds } of Object.values(body?.properties ?? {})) {
    if (seconds && input[seconds.hours] !== undefined) given.set(name, seconds.hours);
  }
  if (given.size === 0) return errors;
  return errors.map(({ code, message, field }) => ({
    code,
    message,
    field: field?.map((step, index) => (index === 1 ? (given.get(step) ?? step) : step)) ?? null,
  }));
}

function missing(text: string): boolean {
  return /can't be blank|is required|must be (given|present)|is missing/i.test(text);
}

/** `addresses.0.street` → `['input', 'addresses', '0', 'street']`, in the names of the GraphQL input. */
function inputPath(path: string, body: BodyFact | undefined): readonly string[] | null {
  const steps = ['input'];
  let at = body;
  for (const key of path.split('.')) {
    if (/^\d+$/.test(key)) {
      steps.push(key);
      continue;
    }
    const property: BodyFact | undefined = (at?.items ?? at)?.properties?.[key];
    // A form cannot mark a name that the input does not have.
    if (!property) return steps.length > 1 ? steps : null;
    steps.push(property.name ?? key);
    // Clio's `matter.id` is the input's `matterId`, which has nothing below it.
    if (property.reference) return steps;
    at = property;
  }
  return steps;
}
