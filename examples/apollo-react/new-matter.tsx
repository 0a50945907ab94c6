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
  /** Leaves the form for the list, to see whether the matter is there. */
  readonly onLook: () => void;
}

/** Fields of the form, by the names that the input has for them: `userErrors` point at those. */
const labels = { clientId: 'Client', description: 'Description', openDate: 'Opened on' } as const;
type Field = keyof typeof labels;

/** What is wrong, by field; under `form` what concerns none of them. */
type Problems = Partial<Record<Field | 'form', string>>;

export function NewMatter({ onClose, onCreated, onLook }: NewMatterProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const titleId = useId();
  const [client, setClient] = useState<FoundClient | null>(null);
  const [problems, setProblems] = useState<Problems>({});
  const keys = useKeys();
  // The error is shown in the form, whatever it is; none is thrown.
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
    // What cannot even be put into an input is reported here; all other rules are Clio's, and one place for them is enough.
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
      {/* No checks of the browser's own: Clio knows what it wants, and says it at the same places. */}
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

/** Puts each of Clio's complaints at the field it is about. What no field of this form is to blame for goes above them all. */
function problemsOf(
  userErrors: readonly { readonly message: string; readonly field?: readonly string[] | null }[],
): Problems {
  const problems: Problems = {};
  for (const { message, field } of userErrors) {
    // `["input", "description"]`; what is deeper in the input belongs to the same field of the form.
    const name = field?.[1];
    const at = name !== undefined && Object.hasOwn(labels, name) ? (name as Field) : 'form';
    // Clio says "can't be blank"; where the name is not beside it, it needs one.
    const text = at === 'form' && name !== undefined ? `${name} ${message}` : message;
    problems[at] = problems[at] === undefined ? text : `${problems[at]}; ${text}`;
  }
  return problems;
}

/** The gateway has lost sight of the write, and answers the same to this key for ever. */
function isOutcomeLost(error: unknown): boolean {
  return (
    CombinedGraphQLErrors.is(error) &&
    error.errors.some(({ extensions }) => extensions?.code === 'UNKNOWN_OUTCOME')
  );
}

interface Keys {
  keyFor(input: CreateMatterInput): string;
  /** The next try is another matter, even if the same is typed. */
  forget(): void;
}

/** One key for all tries of the same input, so that a matter is not made twice because a response did not arrive. */
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
