import { useQuery } from '@apollo/client/react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { contactsFound } from './documents.ts';
import type { ContactsFoundQuery } from './gql/graphql.ts';
import { describeTrouble } from './trouble.ts';

export type FoundClient = NonNullable<ContactsFoundQuery['contacts']>['nodes'][number];

export interface ClientSearchProps {
  readonly label: string;
  readonly problem?: string;
  /** Null as soon as the text differs from the chosen contact. */
  readonly onChoose: (client: FoundClient | null) => void;
}

/** Fewer letters match too many contacts. */
const leastLetters = 2;
/** The search waits until typing pauses, because each one is a call to Clio. */
const pauseMs = 250;

/** A combobox, as the ARIA Authoring Practices describe the one with a list and manual selection. */
export function ClientSearch({ label, problem, onChoose }: ClientSearchProps): ReactNode {
  const id = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<FoundClient | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const wanted = text.trim();
  const asked = useSettled(wanted);
  const skip = chosen !== null || asked.length < leastLetters;
  const { data, loading, error } = useQuery(contactsFound, { variables: { text: asked }, skip });
  const isSettled = asked === wanted && !loading && !skip;
  const found = isSettled ? (data?.contacts?.nodes ?? []) : [];
  const isListed = isOpen && found.length > 0;

  const choose = (contact: FoundClient): void => {
    setText(contact.name ?? contact.id);
    setChosen(contact);
    setIsOpen(false);
    setActive(-1);
    onChoose(contact);
  };
  const type = (value: string): void => {
    setText(value);
    setChosen(null);
    setIsOpen(true);
    setActive(-1);
    onChoose(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setIsOpen(true);
      setActive((now) =>
        isListed ? (now + step + found.length) % found.length : step > 0 ? 0 : found.length - 1,
      );
    } else if (event.key === 'Enter' && isListed && found[active]) {
      // Here Enter chooses; elsewhere it sends the form.
      event.preventDefault();
      choose(found[active]);
    } else if (event.key === 'Escape' && isListed) {
      // Escape closes the list, not the dialog around it.
      event.preventDefault();
      setIsOpen(false);
    }
  };

  const about = (): string => {
    if (problem !== undefined) return problem;
    if (chosen !== null) return chosen.primaryEmailAddress ?? '';
    if (skip) return 'Type some letters of the name, and choose.';
    if (!isSettled) return 'Searching…';
    if (error) return describeTrouble(error, false).title;
    if (found.length === 0) return 'No contact was found.';
    return found.length === 1 ? '1 contact found.' : `${found.length} contacts found.`;
  };

  return (
    <div className="field combobox">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        role="combobox"
        autoComplete="off"
        aria-required
        aria-autocomplete="list"
        aria-expanded={isListed}
        aria-controls={`${id}-list`}
        aria-activedescendant={isListed && found[active] ? `${id}-${active}` : undefined}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-about`}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => setIsOpen(false)}
      />
      {/* The focus stays in the field, which names the active option. */}
      <div id={`${id}-list`} role="listbox" aria-label={label} hidden={!isListed}>
        {found.map((contact, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
          <div
            key={contact.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(contact)}
          >
            {contact.name}
            {contact.primaryEmailAddress && <small>{contact.primaryEmailAddress}</small>}
          </div>
        ))}
      </div>
      <p id={`${id}-about`} role="status" className={problem ? 'problem' : 'hint'}>
        {about()}
      </p>
    </div>
  );
}

/** `value`, once it has not changed for a while. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
