import { type ReactNode, useEffect, useState } from 'react';
import { signInPath } from './session-bar.tsx';
import { describeTrouble } from './trouble.ts';

export interface TroubleNoteProps {
  readonly error: unknown;
  readonly onTryAgain: () => void;
  /** Goes to the start of the list. */
  readonly onFirstPage: () => void;
  /** Whether a write failed: what was typed must not get lost by leaving the page. */
  readonly isWrite?: boolean;
  /** Whether the rest of the result is shown. */
  readonly isPartial?: boolean;
}

/** Says what went wrong, and offers what helps. */
export function TroubleNote({
  error,
  onTryAgain,
  onFirstPage,
  isWrite = false,
  isPartial = false,
}: TroubleNoteProps): ReactNode {
  const { title, text, remedy, retryAfterSeconds = 0 } = describeTrouble(error, isWrite);
  const secondsLeft = useSecondsLeft(retryAfterSeconds, error);
  return (
    <div className="note">
      {/* The button is not in the alert: screen readers would read its countdown out each second. */}
      <div role="alert">
        <h2>{isPartial ? 'A part of this could not be loaded' : title}</h2>
        <p>{isPartial ? `${title}. ${text}` : text}</p>
      </div>
      {remedy === 'try-again' && (
        // Not `disabled`, which would remove the focus from the button.
        <button
          type="button"
          aria-disabled={secondsLeft > 0}
          onClick={secondsLeft > 0 ? undefined : onTryAgain}
        >
          {secondsLeft > 0 ? `Try again in ${secondsLeft} s` : 'Try again'}
        </button>
      )}
      {remedy === 'sign-in' && (
        <a className="button" href={signInPath()} target={isWrite ? '_blank' : undefined} rel="noopener">
          Sign in with Clio{isWrite && ' (in a new tab; then come back)'}
        </a>
      )}
      {(remedy === 'first-page' || remedy === 'look') && (
        <button type="button" onClick={onFirstPage}>
          {remedy === 'look' ? 'Look at the list' : 'Go to the first page'}
        </button>
      )}
    </div>
  );
}

/** Counts down from `seconds` for each `error`. It reads the clock, because timers of a page in the background are late. */
function useSecondsLeft(seconds: number, error: unknown): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    setLeft(seconds);
    if (seconds <= 0) return;
    const endMs = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const now = Math.max(0, Math.ceil((endMs - Date.now()) / 1000));
      setLeft(now);
      if (now === 0) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [seconds, error]);
  return left;
}
