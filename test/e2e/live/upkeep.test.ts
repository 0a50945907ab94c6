import { describe, expect, it } from 'vitest';
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
});
