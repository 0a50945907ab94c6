import { isBackward, type ListWindow, windowSize } from '../planner/list-window.ts';
import { decodeCursor } from './cursor.ts';
import type { ListCalls, ListRequest } from './list-calls.ts';
import type { Item, OnPage, ReadWindow } from './list-pages.ts';
import { readBesideOffset, readByOffset } from './offset-walk.ts';
import { readAfterToken, readBeforeToken } from './token-walk.ts';

/**
 * Reads a window of a list from a cursor or one of the list's ends: by page tokens in id order, by offset in
 * any other order.
 *
 * @throws GatewayError `BAD_USER_INPUT` for an invalid cursor, `PAGINATION_WINDOW_EXCEEDED` beyond Clio's
 * 10,000.
 */
export function readWindow(
  calls: ListCalls,
  { window, page, meta }: ListRequest,
  onPage?: OnPage,
): Promise<ReadWindow> | ReadWindow {
  if (!page) return readCount(calls);
  const { after, before } = window;
  const size = windowSize(window, calls.limit);
  if (size === 0 && !meta) return readNothing(calls, window);
  // An empty window needs to know only whether a record follows. A page of one record shows that, and has the
  // count.
  const need = Math.max(1, size);
  const backward = isBackward(window);
  const reading = backward ? readBackward(calls, need, before) : readForward(calls, need, after, onPage);
  if (size > 0) return reading;
  return reading.then((read) => {
    const hasItems = read.items.length > 0;
    return {
      ...read,
      items: [],
      more: backward ? read.more : hasItems,
      earlier: backward ? hasItems : read.earlier,
    };
  });
}

/** Reads only the count. Every page has it, so the smallest is enough. */
async function readCount(calls: ListCalls): Promise<ReadWindow> {
  const { records } = await calls.page(1, null);
  return { items: [], more: false, earlier: false, total: records };
}

/** Makes no call, but throws the same errors as with a call. */
function readNothing(calls: ListCalls, window: ListWindow): ReadWindow {
  const { after, before } = window;
  if (after !== null) decodeCursor(calls.key, 'after', after);
  else if (before !== null) decodeCursor(calls.key, 'before', before);
  else if (isBackward(window)) calls.reversedOrder();
  return { items: [], more: false, earlier: false, total: null };
}

function readForward(
  calls: ListCalls,
  need: number,
  after: string | null,
  onPage?: OnPage,
): Promise<ReadWindow> {
  const from = after === null ? null : decodeCursor(calls.key, 'after', after);
  if (from?.kind === 'end') return readFromEnd(calls, Math.max(0, from.index - need), from.index, 'forward');
  if (from?.kind === 'offset') return readByOffset(calls, from.index + 1, need, { onPage });
  if (!calls.isByToken) return readByOffset(calls, 0, need, { onPage });
  return readAfterToken(calls, from, need, onPage);
}

async function readBackward(calls: ListCalls, need: number, before: string | null): Promise<ReadWindow> {
  if (before === null) return readFromEnd(calls, 0, need, 'backward');
  const to = decodeCursor(calls.key, 'before', before);
  if (to.kind === 'offset') {
    if (to.index === 0) return { ...(await readCount(calls)), more: true };
    const window = await readBesideOffset(calls, Math.max(0, to.index - need), to.index);
    return { restAt: null, ...window, more: true };
  }
  if (to.kind === 'end') return readFromEnd(calls, to.index + 1, to.index + 1 + need, 'backward');
  return readBeforeToken(calls, to, need);
}

/**
 * Reads records by their distance from the end, `from` up to but not including `to`. They are read in the
 * reverse order, then reversed.
 */
async function readFromEnd(
  calls: ListCalls,
  from: number,
  to: number,
  direction: 'forward' | 'backward',
): Promise<ReadWindow> {
  const forward = direction === 'forward';
  const order = calls.reversedOrder();
  if (from === to) return { ...(await readCount(calls)), earlier: forward };
  const window = await (forward
    ? readBesideOffset(calls, from, to, order)
    : readByOffset(calls, from, to - from, { order }));
  const { more: earlier, total, rest } = window;
  const items = window.items
    .map(({ value, position: { index } }): Item => ({ value, position: { kind: 'end', index } }))
    .reverse();
  const more = from > 0 || (forward && rest !== undefined);
  const read = { items, more, earlier, total, rest };
  return forward ? read : { restAt: null, ...read };
}
