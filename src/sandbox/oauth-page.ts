import { escapeHtml, htmlPage } from '../html-page.ts';
import type { SandboxResponse } from './response.ts';

/** A user who could sign in. */
export interface Candidate {
  readonly name: string;
  /** What is special about them: `an account owner`. */
  readonly remark: string;
}

/** Asks whether an application may act for a user. The form sends `parameters` back unchanged. */
export function consentPage(
  application: string,
  candidates: readonly (readonly [login: string, candidate: Candidate])[],
  parameters: URLSearchParams,
  redirectUri: string,
): SandboxResponse {
  const hidden = [...parameters].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}" />`,
  );
  const choices = candidates.map(
    ([login, { name, remark }]) =>
      `<option value="${escapeHtml(login)}">${escapeHtml(name)}, ${escapeHtml(remark)}</option>`,
  );
  return page(
    200,
    'Sign in to the sandbox',
    `<p><strong>${escapeHtml(application)}</strong> would like to see and change the records of this invented firm.</p>
      <form method="post" action="/oauth/authorize">
        ${hidden.join('\n        ')}
        <p>
          <label for="login">Sign in as</label>
          <select id="login" name="login">${choices.join('')}</select>
        </p>
        <p>
          <button name="decision" value="allow">Allow access</button>
          <button name="decision" value="decline">Decline</button>
        </p>
      </form>`,
    `'self' ${new URL(redirectUri).origin}`,
  );
}

/** A page with a message and no form. */
export function messagePage(status: number, title: string, message: string): SandboxResponse {
  return page(status, title, `<p>${escapeHtml(message)}</p>`);
}

function page(status: number, title: string, content: string, formAction?: string): SandboxResponse {
  return { status, ...htmlPage(title, content, formAction) };
}
