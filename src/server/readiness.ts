import { type HttpResponse, jsonAnswer } from './http/http-message.ts';

/** Whether each thing the gateway needs is there, by its name. */
export type ReadinessChecks = () => Promise<Readonly<Record<string, boolean>>>;

/** A check that does not answer in time counts as failed, because the caller of the probe has a time limit too. */
const checkTimeoutMs = 2_000;

/** Answers `/readyz`: 200 while requests should be sent here, else 503. A check that throws has failed. */
export async function answerReadiness(
  draining: boolean,
  checks: ReadinessChecks | undefined,
): Promise<HttpResponse> {
  if (draining) return jsonAnswer(503, { status: 'draining' });
  const results = checks === undefined ? {} : await runChecks(checks);
  const ready = results !== null && Object.values(results).every(Boolean);
  return jsonAnswer(ready ? 200 : 503, { status: ready ? 'ready' : 'failing', checks: results ?? {} });
}

async function runChecks(checks: ReadinessChecks): Promise<Readonly<Record<string, boolean>> | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), checkTimeoutMs);
  });
  try {
    return await Promise.race([checks(), timeout]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
