import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../../src/sandbox/record.ts';
import { startLiveFirm } from '../../support/live-firm.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { type Message, subscribeSse } from '../../support/subscribe.ts';

const query = 'subscription { matterChanged(id: 1) { event missed matter { description } } }';

describe('the upkeep of a webhook', () => {
  it.each([
    ['enables it again when Clio has suspended it', 'suspend', 'PUT /webhooks/'],
    ['makes another when it is gone', 'delete', 'POST /webhooks.json'],
  ])('%s, and sends what was missed', async (_, how, call) => {
    const clock = manualClock();
    await using firm = await startLiveFirm({ clock });
    const messages = await subscribeSse(firm.url, query, { token: firm.sandbox.tokens.owner });
    const [hook] = firm.hooks();
    if (how === 'delete') await firm.write('DELETE', `/webhooks/${hook?.id}.json`);
    else (hook as { status: string }).status = 'suspended';
    await firm.write('PATCH', '/matters/1.json', { description: 'Missed' });
    firm.calls();
    let message: Message | null = null;
    void messages.next().then((next) => {
      message = next;
    });
    clock.advance(600_000);
    await expect
      .poll(
        () => {
          clock.advance(20);
          return message?.data;
        },
        { timeout: 10_000 },
      )
      .toEqual({ matterChanged: { event: 'UPDATED', missed: true, matter: { description: 'Missed' } } });
    expect(firm.calls().some((made) => made.startsWith(call))).toBe(true);
    expect(firm.hooks()).toMatchObject([{ status: 'enabled' }]);
    await messages.stop();
  });

  it('tries again to find what was missed, and ends the subscription where that is more than it can send', async () => {
    const clock = manualClock();
    await using firm = await startLiveFirm({ clock });
    const { owner: token } = firm.sandbox.tokens;
    const [tasks, matters] = [
      await subscribeSse(firm.url, 'subscription { taskChanged { id } }', { token }),
      await subscribeSse(firm.url, query, { token }),
    ];
    for (const hook of firm.hooks()) (hook as { status: string }).status = 'suspended';
    const table = firm.sandbox.records('Task') as Map<number, RawRecord>;
    const task = { ...table.get(1), updated_at: new Date(clock.now()).toISOString() };
    for (let id = 500_000; id <= 502_000; id += 1) table.set(id, { ...task, id });
    await firm.write('PATCH', '/matters/1.json', { description: 'Missed' });
    const match = ({ path }: { path: string }): boolean => path.includes('updated_since');
    const release = firm.sandbox.fault({ kind: 'status', status: 403, match });
    clock.advance(600_000);
    const found = (): number => firm.calls().filter((call) => call.includes('updated_since')).length;
    await expect.poll(found).toBeGreaterThan(0);
    release();
    let ends: readonly (Message | null)[] = [];
    void Promise.all([tasks.next(), matters.next()]).then((messages) => {
      ends = messages;
    });
    const ended = (): readonly (Message | null)[] => {
      clock.advance(60_000);
      return ends;
    };
    await expect.poll(ended, { interval: 200 }).toMatchObject([
      {
        errors: [
          {
            message: expect.stringContaining('Read them as a list'),
            extensions: { code: 'QUERY_TOO_COMPLEX' },
          },
        ],
      },
      { data: { matterChanged: { event: 'UPDATED', missed: true } } },
    ]);
    expect(await tasks.next()).toBeNull();
    await matters.stop();
  });
});
