import { describe, expect, it } from 'vitest';
import { HopTarget, RecordPlan } from '../../../src/planner/plan.ts';
import { Scheduler, type Work } from '../../../src/planner/scheduler.ts';

interface Load {
  readonly plan: RecordPlan;
}

/** A load of an entity by id, with these fields; `leadsTo` names entities that are loaded because of it. */
function load(entity: string, fields: readonly string[] = [], leadsTo: readonly string[] = []): HopTarget {
  const hops = leadsTo.map((other) => ({
    responseKey: other,
    source: { kind: 'nested' as const, key: other },
    targets: [load(other)],
  }));
  const values = new Set(fields);
  const plan = new RecordPlan({
    type: entity,
    entity,
    level: 0,
    values,
    nested: [],
    hops,
    fields: [],
    unreachable: [],
  });
  return new HopTarget({ entity, plan, load: true });
}

function work(...mayLoad: readonly string[]): Work {
  return { mayLoad: new Set(mayLoad), brings: [] };
}

function list(entity: string, ...fields: readonly string[]): Work {
  return {
    mayLoad: new Set(),
    brings: [{ entity, fields: new Map(fields.map((name) => [name, true as const])), at: null }],
  };
}

function schedule({ running = [], waiting = [] }: { running?: Work[]; waiting?: HopTarget[] }) {
  const scheduler = new Scheduler<Load>();
  for (const one of running) scheduler.begin(one);
  for (const one of waiting) scheduler.add(one, one);
  return scheduler;
}

const released = (scheduler: Scheduler<Load>): string[] => scheduler.release().map(({ entity }) => entity);

describe('a batch of contacts', () => {
  it.each([
    ['with nothing else in flight', load('Contact'), [], true],
    ['beside work that leads nowhere', load('Contact'), [work()], true],
    ['beside work that leads to contacts', load('Contact'), [work('Matter', 'Contact')], false],
    ['beside work that leads to others', load('Contact'), [work('Matter', 'User')], true],
    ['when only it leads to contacts', load('Contact', [], ['Contact']), [work()], true],
    ['when others lead to contacts as well', load('Contact', [], ['Contact']), [work('Contact')], false],
    [
      'beside a list of contacts with all it asks for',
      load('Contact', ['id', 'name']),
      [list('Contact', 'name', 'id')],
      false,
    ],
    ['beside a list of contacts with less', load('Contact', ['id', 'name']), [list('Contact', 'id')], true],
    ['beside a list of others', load('Contact', ['id']), [list('Matter', 'id')], true],
  ])('is judged %s', (_title, contacts, running, goes) => {
    expect(released(schedule({ running, waiting: [contacts] }))).toEqual(goes ? ['Contact'] : []);
  });

  it('goes when the work that it waits for has ended', () => {
    const matters = work('Contact');
    const scheduler = schedule({ running: [matters], waiting: [load('Contact')] });
    expect(released(scheduler)).toEqual([]);
    scheduler.end(matters);
    expect(released(scheduler)).toEqual(['Contact']);
  });

  it('waits for each of two equal pieces of work', () => {
    const matters = work('Contact');
    const scheduler = schedule({ running: [matters, matters], waiting: [load('Contact')] });
    scheduler.end(matters);
    expect(released(scheduler)).toEqual([]);
    scheduler.end(matters);
    expect(released(scheduler)).toEqual(['Contact']);
  });

  it('holds all loads that were added while it waited, in their order', () => {
    const [one, other] = [load('Contact', ['name']), load('Contact', ['title'])];
    const [batch] = schedule({ waiting: [one, other, one] }).release();
    expect(batch?.loads).toEqual([one, other, one]);
    expect([...(batch?.plans ?? [])]).toEqual([one.plan, other.plan]);
  });

  it('goes after a batch that waits itself and leads to contacts', () => {
    const matters = load('Matter', [], ['Contact']);
    const scheduler = schedule({ waiting: [load('Contact'), matters] });
    const [first, ...others] = scheduler.release();
    expect([first?.entity, others]).toEqual(['Matter', []]);
    expect(released(scheduler)).toEqual([]);
    if (first) scheduler.end(first);
    expect(released(scheduler)).toEqual(['Contact']);
  });
});

it('releases the oldest of batches that all wait for each other', () => {
  const scheduler = schedule({ waiting: [load('Matter', [], ['Contact']), load('Contact', [], ['Matter'])] });
  expect(released(scheduler)).toEqual(['Matter']);
  expect(released(scheduler)).toEqual([]);
});

it('hands out loads that wait for what has come, and no longer counts what they may lead to', () => {
  const [one, other] = [load('Matter', [], ['Contact']), load('Matter', ['number'], ['Contact'])];
  const scheduler = schedule({ waiting: [one, other, load('Contact')] });
  expect(scheduler.takeKnown('Contact', () => false)).toEqual([]);
  expect(scheduler.takeKnown('Matter', (waiting) => waiting === one)).toEqual([one]);
  expect(scheduler.takeKnown('Matter', () => true)).toEqual([other]);
  expect(released(scheduler)).toEqual(['Contact']);
});

it('is done when nothing runs and nothing waits', () => {
  const scheduler = schedule({ waiting: [load('Matter')] });
  expect(scheduler.isDone).toBe(false);
  const [batch] = scheduler.release();
  expect(scheduler.isDone).toBe(false);
  if (batch) scheduler.end(batch);
  expect(scheduler.isDone).toBe(true);
});
