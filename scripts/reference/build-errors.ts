import { codes, type ErrorRow } from '../../src/errors.ts';
import { table } from './markdown.ts';

/** `docs/reference/errors.md`, from the table of codes. */
export function buildErrors(all: Readonly<Record<string, ErrorRow>> = codes): string {
  const rows = Object.entries(all).map(([code, { httpStatus, retryable, meaning, action }]) => [
    `\`${code}\``,
    String(httpStatus),
    retryable ? 'yes' : 'no',
    meaning,
    action,
  ]);
  return `# Error codes

Each error has \`extensions.code\`. If Clio has responded, \`extensions.clio\` has its \`status\`, \`type\` and \`message\`. If a call fails, its
field is null. The status below is for a request that fails completely. See [errors](../guides/errors.md) for examples.

${table(['Code', 'Status', 'Retry', 'Meaning', 'What to do'], rows)}

## Codes of GraphQL and HTTP

${table(
  ['Code', 'Meaning'],
  [
    [
      '`GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`',
      'The document is not GraphQL, or does not fit the schema.',
    ],
    ['`OPERATION_RESOLUTION_FAILURE`', '`operationName` is missing or is not an operation of the document.'],
    ['`BAD_REQUEST`', 'The HTTP request is malformed; the message says how.'],
    ['`REQUEST_ENTITY_TOO_LARGE`', 'The request is larger than `MAX_BODY_BYTES` or `MAX_UPLOAD_BYTES`.'],
    [
      '`PERSISTED_QUERY_NOT_FOUND`',
      'The gateway does not know the document of this id or hash. Send the document with its hash.',
    ],
    [
      '`PERSISTED_QUERY_ONLY`',
      'The gateway executes only [trusted documents](../guides/http.md#trusted-documents).',
    ],
  ],
)}

## User errors

Mutations return what a form can show as \`userErrors\` in their payload, with the codes of
[\`UserErrorCode\`](common.md#usererrorcode). See [writing](../guides/writing.md#user-errors).
`;
}
