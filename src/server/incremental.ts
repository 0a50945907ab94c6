import { type DocumentNode, type ExecutionResult, type GraphQLError, Kind, visit } from 'graphql';

/** One part of an answer that is sent in parts, as the executor has it (the format of the proposal of August 2022). */
export interface ResultPart extends ExecutionResult {
  readonly hasNext: boolean;
  readonly incremental?: readonly { readonly errors?: readonly GraphQLError[] }[];
}

/** The answer to an operation: whole, or in parts. */
export type Result = ExecutionResult | AsyncIterable<ResultPart>;

const directiveNames: ReadonlySet<string> = new Set(['defer', 'stream']);

/** By document: the same without its directives; null where it has none. */
const withoutDirectives = new WeakMap<DocumentNode, DocumentNode | null>();

/** Whether a document lets parts of its answer come later. */
export function usesIncremental(document: DocumentNode): boolean {
  return strip(document) !== null;
}

/** The document with an answer in one piece. */
export function withoutIncremental(document: DocumentNode): DocumentNode {
  return strip(document) ?? document;
}

function strip(document: DocumentNode): DocumentNode | null {
  let stripped = withoutDirectives.get(document);
  if (stripped === undefined) {
    const visited = visit(document, {
      [Kind.DIRECTIVE]: ({ name }) => (directiveNames.has(name.value) ? null : undefined),
    });
    stripped = visited === document ? null : visited;
    withoutDirectives.set(document, stripped);
  }
  return stripped;
}

/** Whether `Accept` or `Content-Type` names one of the media types that come in parts; `*` names none. */
export function namesIncremental(header: string | null): boolean {
  return header !== null && /multipart\/mixed|text\/event-stream/i.test(header);
}

export function isIncremental(result: object): result is AsyncIterable<ResultPart> {
  return Symbol.asyncIterator in result;
}

/**
 * The parts, as `publish` makes them fit to be sent. Written out, since a generator that waits for the next part could not be
 * stopped before that has come.
 *
 * @param first Has been looked at already.
 * @param onStop Told when nobody reads any further.
 */
export function publishParts(
  first: IteratorResult<ResultPart>,
  rest: AsyncIterator<ResultPart>,
  publish: (part: ResultPart) => ResultPart,
  onStop: () => void,
): AsyncIterableIterator<ResultPart> {
  let upcoming: IteratorResult<ResultPart> | null = first;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const next = upcoming ?? (await rest.next());
      upcoming = null;
      return next.done ? next : { done: false, value: publish(next.value) };
    },
    async return() {
      onStop();
      await rest.return?.();
      return { done: true, value: undefined };
    },
  };
}
