import type { CatalogOperation } from '../../catalog/catalog.ts';
import type { BodyFact } from '../../catalog/operation-facts.ts';
import type { CatalogData } from '../../catalog/types.ts';
import { ApiError, forbidden, notFound } from '../api-error.ts';
import { instantAt } from '../instant.ts';
import { findRecord } from '../lists.ts';
import type { Login } from '../logins.ts';
import type { Quirks } from '../quirks.ts';
import type { Draft, RawRecord } from '../record.ts';
import type { Visibility } from '../redaction.ts';
import type { RecordId, Store } from '../store.ts';
import type { RecordChange } from '../webhooks.ts';
import { BILLING_RULES } from './billing-rules.ts';
import { Changes, type Serials } from './changes.ts';
import { checkBody } from './check-body.ts';
import { CONTACT_RULES } from './contact-rules.ts';
import { createDocument, FILE_RULES } from './file-rules.ts';
import { MATTER_RULES } from './matter-rules.ts';
import { OTHER_RULES } from './other-rules.ts';
import { Problems } from './problems.ts';
import { type Body, readBody } from './read-body.ts';
import type { Uploads } from './uploads.ts';
import { WORK_RULES } from './work-rules.ts';
import { type RecordPlace, type Rules, Write } from './write.ts';

/** A write by a login: its operation, path and body. */
export interface WriteRequest {
  readonly operation: CatalogOperation;
  /** Placeholder → what stands there. */
  readonly path: Readonly<Record<string, string>>;
  readonly login: Login;
  readonly text: string;
  readonly ifMatch?: string;
  readonly origin: string;
}

/** Carries out a write. Returns the record as it is now, or undefined where the response shows none. */
export type Writer = (request: WriteRequest) => RawRecord | undefined;

const ALL_RULES = [CONTACT_RULES, MATTER_RULES, WORK_RULES, BILLING_RULES, FILE_RULES, OTHER_RULES];
const merged = <K extends keyof Rules>(kind: K): Required<Rules>[K] =>
  Object.assign({}, ...ALL_RULES.map((rules) => rules[kind]));
const RULES: Required<Rules> = {
  fields: merged('fields'),
  records: merged('records'),
  destroys: merged('destroys'),
  actions: merged('actions'),
};

/** Fields of an activity that a login cannot change when its hours are hidden. */
const HOURS_BODY = ['quantity', 'user'] as const;

/** What writes work with. */
export interface WriterParts {
  readonly data: CatalogData;
  readonly store: Store;
  readonly visibility: Visibility;
  readonly uploads: Uploads;
  readonly quirks: Quirks;
  /** Receives what each write changed. */
  readonly onWrite: (changes: readonly RecordChange[]) => void;
  readonly clock: () => number;
}

export function createWriter(parts: WriterParts): Writer {
  const { store, visibility } = parts;
  const serials: Serials = new Map();

  /** The record that a path names, as the login may see it. */
  function target(entity: string, { path, login }: WriteRequest): { key: RecordId; record: RawRecord } {
    const record = findRecord(store, entity, path, login);
    const redaction = record && visibility.redaction(login, entity, record);
    if (!record || redaction === 'hidden') throw notFound();
    if (redaction === 'private') throw forbidden();
    return { key: (record.id ?? Number(path.id)) as RecordId, record };
  }

  function carryOut(w: Write, request: WriteRequest, body: Body): Draft | undefined {
    const { operation } = request;
    const [entity = '', verb] = operation.id.split('#');
    const fact: BodyFact = operation.body ?? { type: 'object' };
    const base: RecordPlace = { entity, path: '', fact, creating: verb === 'create', body };
    if (operation.id === 'Document#create') return put(w, entity, createDocument(w, body, base));
    if (verb === 'create') {
      const draft = w.make(entity);
      w.fill(draft, body, base);
      return put(w, entity, draft);
    }
    const { key, record } = target(operation.pathTypes?.id ?? entity, request);
    if (operation.ifMatch) matches(store, record, request.ifMatch);
    const action = RULES.actions[operation.id];
    if (action) return action(w, record, base, request.path);
    if (verb === 'destroy') {
      const kept = RULES.destroys[entity]?.(w, record);
      if (kept) put(w, entity, kept, key);
      else w.changes.remove(entity, key);
      return { ...record };
    }
    if (visibility.redaction(w.login, entity, record) === 'hours' && HOURS_BODY.some((name) => name in body))
      throw forbidden();
    const draft = w.touch(record);
    w.fill(draft, body, base, record);
    return put(w, entity, draft, key);
  }

  return (request) => {
    const { operation, login } = request;
    const body = readBody(operation, request.text);
    const problems = new Problems();
    // The rules see what is valid, so that Clio's response names all wrong fields together.
    const valid = operation.body ? checkBody(problems, operation.body, body) : body;
    const w = new Write({
      ...parts,
      login,
      now: instantAt(parts.clock()),
      origin: request.origin,
      changes: new Changes(store, serials),
      problems,
      rules: RULES,
    });
    let made: Draft | undefined;
    try {
      made = carryOut(w, request, valid);
    } catch (error) {
      problems.check();
      throw error;
    }
    problems.check();
    parts.onWrite(w.changes.commit());
    if (!made || !operation.entity) return undefined;
    // The stored record may have been linked to others since. Some records exist only in their answer.
    const home = store.home(operation.entity);
    const stored = home && made.id !== undefined ? store.table(home).get(made.id as RecordId) : undefined;
    return operation.verb === 'destroy' ? made : (stored ?? made);
  };
}

function put(w: Write, entity: string, draft: Draft, key?: RecordId): Draft {
  w.changes.put(entity, draft, key ?? (draft.id as RecordId));
  return draft;
}

/** @throws ApiError 412 when the record has changed since it was read */
function matches(store: Store, record: RawRecord, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch === '*') return;
  const known = ifMatch.split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (!known.includes(store.etag(record)))
    throw new ApiError(412, 'PreconditionFailed', 'The record has changed since it was read.');
}
