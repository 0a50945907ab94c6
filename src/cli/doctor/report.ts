/** One line of the doctor's report. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'wrong';
  /** What was checked. */
  readonly subject: string;
  readonly text: string;
  /** What to do; there is one unless the level is `ok`. */
  readonly advice?: string;
}

export function ok(subject: string, text: string): Finding {
  return { level: 'ok', subject, text };
}

export function warning(subject: string, text: string, advice: string): Finding {
  return { level: 'warning', subject, text, advice };
}

export function wrong(subject: string, text: string, advice: string): Finding {
  return { level: 'wrong', subject, text, advice };
}

export function printFinding({ level, subject, text, advice }: Finding): string {
  const line = `${level.padEnd(8)} ${subject}: ${text}`;
  return advice === undefined ? line : `${line}\n         → ${advice}`;
}
