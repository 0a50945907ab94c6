import { hash } from 'node:crypto';

const style = `
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #3b4b68; background: #f1f2f5; }
main { max-width: 30em; margin: 12vh auto 0; padding: 24px 32px; border-radius: 12px; background: #fff; }
h1 { margin: 0 0 12px; font-size: 22px; }
p { overflow-wrap: anywhere; }
a, button { display: inline-block; padding: 8px 14px; border: 0; border-radius: 6px; font: inherit; text-decoration: none; cursor: pointer; color: #fff; background: #1d4ed8; }
button + button { color: inherit; background: #e4e6eb; }
select { padding: 8px; border: 1px solid #8a94a6; border-radius: 6px; font: inherit; color: inherit; background: transparent; max-width: 100%; }
@media (prefers-color-scheme: dark) {
  body { color: #b7c2d7; background: #212a3b; }
  main { background: #2b3548; }
  button + button, option { background: #3b475e; }
}
`;
const styleHash = hash('sha256', style, 'base64');

/** A static page in the explorer's colours. It loads nothing and runs no scripts. */
export interface HtmlPage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Makes a page.
 *
 * @param title Heading, as text.
 * @param content Content below the heading, as HTML.
 * @param formAction The allowed targets of its forms, for the page's content security policy. Browsers also
 * apply it to redirects after a form.
 */
export function htmlPage(title: string, content: string, formAction = "'none'"): HtmlPage {
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'; form-action ${formAction}`,
      // The address of such a page may contain a code.
      'referrer-policy': 'no-referrer',
    },
    body: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${escapeHtml(title)}</title>
    <style>${style}</style>
  </head>
  <body>
    <main>
      <h1>${escapeHtml(title)}</h1>
      ${content}
    </main>
  </body>
</html>
`,
  };
}

/** Escapes a text for HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
