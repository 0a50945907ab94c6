import { describe, expect, it } from 'vitest';
import { ArgumentSizes } from '../../../src/planner/argument-sizes.ts';
import { type FieldPlan, HopTarget, RecordPlan } from '../../../src/planner/plan.ts';
import { Scheduler, type Work } from '../../../src/planner/scheduler.ts';
import type { ListSelection } from '../../../src/planner/selection.ts';
import type { HeldLoad, WantedList } from '../../../src/planner/shared-list.ts';
import { planner, prepare } from '../../support/plan-query.ts';
import { catalog } from '../../support/rest/sandbox-client.ts';

type Load = HopTarget & HeldLoad;

/** A load of an entity by id with these fields; `leadsTo` names the entities whose loads depend on it. */
function load(entity: string, fields: readonly string[] = [], leadsTo: readonly string[] = []): Load {
  const hops = leadsTo.map((other) => ({
    responseKey: other,
    source: { kind: 'nested' as const, key: other },
    targets: [load(other)],
  }));
  const plan = new RecordPlan({ type: entity, entity, values: new Set(fields), hops });
  return Object.assign(new HopTarget({ entity, plan, load: true }), { isEarly: false, isAmong: () => false });
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

function schedule({ running = [], waiting = [] }: { running?: Work[]; waiting?: Load[] }) {
  const scheduler = new Scheduler<Load, WantedList, unknown>(catalog);
  for (const one of running) scheduler.begin(one);
  for (const one of waiting) scheduler.add(one, one);
  return scheduler;
}

const released = (scheduler: ReturnType<typeof schedule>): string[] =>
  scheduler.releaseBatches().map(({ entity }) => entity);

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
  ])(
    'is released unless other work may request contacts or returns them: %s',
    (_title, contacts, running, goes) => {
      expect(released(schedule({ running, waiting: [contacts] }))).toEqual(goes ? ['Contact'] : []);
    },
  );

  it('is released when the work that it waits for ends', () => {
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

  it('contains all loads that were added while it was held, in their order', () => {
    const [one, other] = [load('Contact', ['name']), load('Contact', ['title'])];
    const [batch] = schedule({ waiting: [one, other, one] }).releaseBatches();
    expect(batch?.loads).toEqual([one, other, one]);
    expect([...(batch?.plans ?? [])]).toEqual([one.plan, other.plan]);
  });

  it('is released after a held batch that leads to contacts', () => {
    const matters = load('Matter', [], ['Contact']);
    const scheduler = schedule({ waiting: [load('Contact'), matters] });
    const [first, ...others] = scheduler.releaseBatches();
    expect([first?.entity, others]).toEqual(['Matter', []]);
    expect(released(scheduler)).toEqual([]);
    if (first) scheduler.end(first);
    expect(released(scheduler)).toEqual(['Contact']);
  });
});

it('releases the oldest batch if all batches wait for each other', () => {
  const scheduler = schedule({ waiting: [load('Matter', [], ['Contact']), load('Contact', [], ['Matter'])] });
  expect(released(scheduler)).toEqual(['Matter']);
  expect(released(scheduler)).toEqual([]);
});

it('returns the loads that wait for records that have arrived, and stops counting what they may lead to', () => {
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
  const [batch] = scheduler.releaseBatches();
  expect(scheduler.isDone).toBe(false);
  if (batch) scheduler.end(batch);
  expect(scheduler.isDone).toBe(true);
});

describe('a list', () => {
  /** The lists of an operation's root fields. */
  function lists(query: string): WantedList[] {
    const sizes = new ArgumentSizes(catalog, {});
    return [...planner.plan(prepare(query)).fields.values()].map((field) => {
      const plan = field as FieldPlan<ListSelection>;
      const { records: size = 0, brings = [], ids = null } = sizes.field(plan) ?? {};
      return { plan, key: sizes.listKey(plan, null), size, brings, ids, mayLoad: plan.mayLoad };
    });
  }

  const windows = lists(`{
    a: contacts(first: 5, filter: { type: PERSON }) { nodes { name } }
    b: contacts(first: 9, filter: { type: PERSON }) { nodes { title } totalCount }
    c: contacts(first: 9, filter: { type: COMPANY }) { nodes { name } }
  }`);

  it('is shared by windows if one contains the others', () => {
    const scheduler = schedule({});
    for (const one of windows) expect(scheduler.addList(one) === undefined).toBe(true);
    const sent = scheduler.releaseLists();
    expect(sent.map(({ wanted }) => wanted.map((one) => windows.indexOf(one)))).toEqual([[0, 1], [2]]);
    const [first] = sent;
    expect(first && windows.indexOf(first.widest)).toBe(1);
    expect([first?.page, first?.meta]).toEqual([true, true]);
    expect([...(first?.fields.keys() ?? [])].sort()).toEqual(['id', 'name', 'title']);
    expect(scheduler.releaseLists()).toHaveLength(0);
  });

  it.each([
    ['a narrower window', '(first: 4) { nodes { name } }', true],
    ['the count', '{ totalCount }', true],
    ['a wider window', '(first: 6) { nodes { name } }', false],
    ['further fields', '(first: 4) { nodes { title } }', false],
    ['another order', '(first: 4, orderBy: NAME_ASC) { nodes { name } }', false],
  ])(
    'that was released serves a later one only if it contains everything: %s',
    (_title, field, isAnswered) => {
      const scheduler = schedule({});
      for (const one of lists('{ contacts(first: 5) { nodes { name } } }')) scheduler.addList(one);
      const [sent] = scheduler.releaseLists();
      const [wanted] = lists(`{ contacts${field} }`);
      expect(wanted && scheduler.addList(wanted) === sent).toBe(isAnswered);
      // A list that was read to its end contains all its records.
      sent?.noteEnd();
      if (wanted?.size === 6) expect(scheduler.addList(wanted) === sent).toBe(true);
    },
  );

  it('filtered by ids also loads the records that wait for these ids', () => {
    const waiting = load('Contact', ['title']);
    waiting.isAmong = (ids) => ids.has('5');
    const scheduler = schedule({ waiting: [waiting] });
    for (const one of lists('{ contacts(filter: { ids: ["Contact:5"] }) { nodes { name } } }'))
      scheduler.addList(one);
    const [sent] = scheduler.releaseLists();
    expect(sent?.loads[0] === waiting).toBe(true);
    expect([...(sent?.fields.keys() ?? [])].sort()).toEqual(['id', 'name', 'title']);
    expect(released(scheduler)).toEqual([]);
  });
});
