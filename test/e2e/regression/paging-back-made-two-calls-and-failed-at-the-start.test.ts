import { expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Paging back from the first record of a page read that page again, only to get the link. And on a first page that was reached
// by paging back, a request for more records than precede the cursor was rejected.

interface Page {
  readonly nodes: readonly { readonly clioId: string }[];
  readonly pageInfo: Readonly<Record<'startCursor' | 'endCursor', string | null>> &
    Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean>>;
}

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));

async function users(window: string): Promise<Page> {
  const { data } = await gateway.gql(
    `{ users(${window}) { nodes { clioId } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`,
  );
  return data?.users as Page;
}

const ids = ({ nodes }: Page): number[] => nodes.map(({ clioId }) => Number(clioId));

it('pages back to the start without missing or repeating a record', async () => {
  const forward = await users('first: 9');
  const seen: number[][] = [];
  let page = await users(`first: 3, after: "${forward.pageInfo.endCursor}"`);
  expect(ids(page)).toEqual([10, 11, 12]);
  while (page.pageInfo.hasPreviousPage) {
    page = await users(`last: 2, before: "${page.pageInfo.startCursor}"`);
    seen.push(ids(page));
  }
  expect(seen).toEqual([[8, 9], [6, 7], [4, 5], [2, 3], [1]]);
});

it.each([
  ['after', 'first', 'startCursor', [8, 9, 10, 11]],
  ['after', 'first', 'endCursor', [9, 10, 11, 12]],
  ['before', 'last', 'startCursor', [3, 4, 5, 6]],
  ['before', 'last', 'endCursor', [4, 5, 6, 7]],
] as const)(
  'continues %s the cursors of a page that was read backward (%s, %s)',
  async (side, size, cursor, wanted) => {
    const forward = await users('first: 9');
    const ahead = await users(`first: 2, after: "${forward.pageInfo.endCursor}"`);
    const back = await users(`last: 3, before: "${ahead.pageInfo.startCursor}"`);
    expect(ids(back)).toEqual([7, 8, 9]);
    const middle = await users(`last: 2, before: "${back.pageInfo.endCursor}"`);
    expect(ids(middle)).toEqual([7, 8]);
    expect(ids(await users(`${size}: 4, ${side}: "${middle.pageInfo[cursor]}"`))).toEqual(wanted);
  },
);

it('returns the records before one in the first page', async () => {
  const forward = await users('first: 2');
  const second = await users(`first: 2, after: "${forward.pageInfo.endCursor}"`);
  const back = await users(`last: 5, before: "${second.pageInfo.endCursor}"`);
  expect(ids(back)).toEqual([1, 2, 3]);
  const front = await users(`last: 2, before: "${second.pageInfo.startCursor}"`);
  expect(ids(front)).toEqual([1, 2]);
  const most = await users(`last: 5, before: "${front.pageInfo.endCursor}"`);
  expect(ids(most)).toEqual([1]);
  expect(most.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
});

it('needs no call for the page that a cursor starts', async () => {
  const forward = await users('first: 3');
  const second = await users(`first: 3, after: "${forward.pageInfo.endCursor}"`);
  sandbox.resetCalls();
  expect(ids(await users(`last: 2, before: "${second.pageInfo.startCursor}"`))).toEqual([2, 3]);
  expect(sandbox.calls).toHaveLength(1);
});
