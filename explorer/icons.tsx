import type { ReactNode } from 'react';

interface IconProps {
  readonly children: ReactNode;
}

/** Lines in the weight of GraphiQL’s own icons. */
function Icon({ children }: IconProps) {
  return (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** Bars of a timeline. */
export function CallsIcon() {
  return (
    <Icon>
      <path d="M3 5h7M7 10h8M11 15h6" />
    </Icon>
  );
}

/** A list. */
export function ExamplesIcon() {
  return (
    <Icon>
      <path d="M3.5 5h.01M7.5 5H17M3.5 10h.01M7.5 10H17M3.5 15h.01M7.5 15H17" />
    </Icon>
  );
}

/** A ticked box. */
export function BuilderIcon() {
  return (
    <Icon>
      <path d="M16 10v6H4V4h8M7.5 9.5l2.5 2.5 6-7" />
    </Icon>
  );
}

/** A magnifying glass. */
export function FindIcon() {
  return (
    <Icon>
      <circle cx="9" cy="9" r="5" />
      <path d="M13 13l4 4" />
    </Icon>
  );
}
