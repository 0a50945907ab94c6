import { type Sandbox, type SandboxOptions, startSandbox as start } from '../../src/sandbox/sandbox.ts';

/** The day for which expected responses were recorded. */
const dataDay = '2026-03-16';

/** Starts the sandbox with the same records on every day, and without a rate limit unless the test sets one. */
export function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return start({ limit: 1_000_000, today: dataDay, ...options });
}
