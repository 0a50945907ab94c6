import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { useMutation } from '@apollo/client/react';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ClientSearch, type FoundClient } from './client-search.tsx';
import { newMatter } from './documents.ts';
import type { CreateMatterInput } from './gql/graphql.ts';
import { TroubleNote } from './trouble-note.tsx';

export interface NewMatterProps {
  readonly onClose: () => void;
  readonly onCreated: (matter: { readonly id: string; readonly name: string }) => void;
  /** Closes the form and shows the list, to see whether the matter is there. */
  readonly onLook: () => void;
}

/** Fields of the form, by their names in the input, which `userErrors` contain. */
const labels = { clientId: 'Client', description: 'Description', openDate: 'Opened on' } as const;
type Field = keyof typeof labels;

/** Problems by field; `form` has those of no field. */
type Problems = Partial<Record<Field | 'form', string>>;

export function NewMatter({ onClose, onCreated, onLook }: NewMatterProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const titleId = useId();
  const [client, setClient] = useState<FoundClient | null>(null);
  const [problems, setProblems] = useState<Problems>({});
  const keys = useKeys();
  // The form shows every error; none is thrown.
  const [create, { loading, error, reset }] = useMutation(newMatter, { errorPolicy: 'all' });

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    if (problems.form) form.current?.querySelector<HTMLElement>('.problem')?.focus();
  }, [problems]);

  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (loading) return;
    const fields = new FormData(event.currentTarget);
    // The input needs a client. All other rules are Clio's.
    if (!client) {
      reset();
      setProblems({ clientId: 'Choose a client from the list.' });
      return;
    }
    const input: CreateMatterInput = {
      clientId: client.id,
      description: String(fields.get('description')).trim(),
      openDate: String(fields.get('openDate')) || undefined,
    };
    setProblems({});
    const { data, error: failed } = await create({ variables: { input, key: keys.keyFor(input) } });
    const { matter, userErrors = [] } = data?.createMatter ?? {};
    if (matter || userErrors.length > 0 || isOutcomeLost(failed)) keys.forget();
    if (matter) {
      dialog.current?.close();
      onCreated({ id: matter.id, name: matter.displayNumber ?? 'The matter' });
    } else if (userErrors.length > 0) {
      setProblems(problemsOf(userErrors));
    }
  };

  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      {/* No checks by the browser: Clio checks the input, and its messages appear at the same places. */}
      <form ref={form} noValidate onSubmit={send}>
        <h2 id={titleId}>New matter</h2>
        {problems.form && (
          <p className="problem" role="alert" tabIndex={-1}>
            {problems.form}
          </p>
        )}
        <ClientSearch label={labels.clientId} problem={problems.clientId} onChoose={setClient} />
        <TextField name="description" problem={problems.description} isRequired />
        <TextField
          name="openDate"
          type="date"
          problem={problems.openDate}
          hint="Today, if you leave it empty."
        />
        {error && (
          <TroubleNote
            error={error}
            isWrite
            onTryAgain={() => form.current?.requestSubmit()}
            onFirstPage={() => {
              dialog.current?.close();
              onLook();
            }}
          />
        )}
        <div className="row end">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="primary" aria-disabled={loading}>
            {loading ? 'Creating…' : 'Create matter'}
          </button>
        </div>
      </form>
    </dialog>
  );
}

interface TextFieldProps {
  readonly name: Exclude<Field, 'clientId'>;
  readonly type?: 'text' | 'date';
  readonly problem?: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
}

function TextField({ name, type = 'text', problem, hint, isRequired = false }: TextFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{labels[name]}</label>
      <input
        id={id}
        name={name}
        type={type}
        autoComplete="off"
        aria-required={isRequired}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-about`}
      />
      <p id={`${id}-about`} className={problem ? 'problem' : 'hint'}>
        {problem ?? hint}
      </p>
    </div>
  );
}

/** Assigns each message to its field. Messages about other fields are shown above the form. */
function problemsOf(
  userErrors: readonly { readonly message: string; readonly field?: readonly string[] | null }[],
): Problems {
  const problems: Problems = {};
  for (const { message, field } of userErrors) {
    // `["input", "description"]`. A deeper path belongs to the same field of the form.
    const name = field?.[1];
    const at = name !== undefined && Object.hasOwn(labels, name) ? (name as Field) : 'form';
    // Clio's message, such as "can't be blank", does not name its field.
    const text = at === 'form' && name !== undefined ? `${name} ${message}` : message;
    problems[at] = problems[at] === undefined ? text : `${problems[at]}; ${text}`;
  }
  return problems;
}

/** The gateway does not know the outcome of the write, and returns the same error for this key each time. */
function isOutcomeLost(error: unknown): boolean {
  return (
    CombinedGraphQLErrors.is(error) &&
    error.errors.some(({ extensions }) => extensions?.code === 'UNKNOWN_OUTCOME')
  );
}

interface Keys {
  keyFor(input: CreateMatterInput): string;
  /** The next attempt creates another matter, even with the same input. */
  forget(): void;
}

/** One key for all attempts with the same input, so that a lost response does not lead to a second matter. */
function useKeys(): Keys {
  const last = useRef<{ readonly input: string; readonly key: string } | null>(null);
  return {
    keyFor(input) {
      const text = JSON.stringify(input);
      if (last.current?.input !== text) last.current = { input: text, key: crypto.randomUUID() };
      return last.current.key;
    },
    forget() {
      last.current = null;
    },
  };
}
