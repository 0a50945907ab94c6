import type { BodyFact } from '../../catalog/operation-facts.ts';
import type { OperationRequest } from '../api.ts';
import { ApiError, forbidden, notFound } from '../api-error.ts';
import { findRecord } from '../find-record.ts';
import type { Firm } from '../firm.ts';
import { readEtags } from '../http.ts';
import type { Draft, RawRecord } from '../record.ts';
import type { RecordId } from '../store.ts';
import type { RecordChange } from '../webhooks.ts';
import { BILLING_RULES } from './billing-rules.ts';
import { Changes, type Serials } from './changes.ts';
import { checkBody } from './check-body.ts';
import { CONTACT_RULES } from './contact-rules.ts';
import { CUSTODY_RULES } from './custody-rules.ts';
import { CUSTOM_FIELD_RULES } from './custom-field-rules.ts';
import { createDocument, FILE_RULES } from './file-rules.ts';
import { MATTER_RULES } from './matter-rules.ts';
import { MEDICAL_RULES } from './medical-rules.ts';
import { type Body, readBody } from './read-body.ts';
import { REPORT_RULES } from './report-rules.ts';
import { WEBHOOK_RULES } from './webhook-rules.ts';
import { WORK_RULES } from './work-rules.ts';
import { type RecordPlace, type Rules, Write } from './write.ts';

const ALL_RULES = [
  CONTACT_RULES,
  MATTER_RULES,
  WORK_RULES,
  BILLING_RULES,
  FILE_RULES,
  CUSTOM_FIELD_RULES,
  REPORT_RULES,
  WEBHOOK_RULES,
  CUSTODY_RULES,
  MEDICAL_RULES,
];
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

/** Performs writes. */
export class Writer {
  readonly #firm: Firm;
  readonly #onWrite: (changes: readonly RecordChange[]) => void;
  readonly #serials: Serials = new Map();

  /** @param onWrite Receives what each write changed. */
  constructor(firm: Firm, onWrite: (changes: readonly RecordChange[]) => void) {
    this.#firm = firm;
    this.#onWrite = onWrite;
  }

  /** Returns the record as it is now, or undefined if the response shows none. */
  write(routed: OperationRequest): RawRecord | undefined {
    const { request, operation } = routed;
    const { store } = this.#firm;
    const body = readBody(operation, request.body);
    const w = new Write(this.#firm, RULES, new Changes(store, this.#serials), request);
    // The rules get the valid part, so that Clio's response has all wrong fields.
    const valid = operation.body ? checkBody(w.problems, operation.body, body) : body;
    let made: Draft | undefined;
    try {
      made = this.#carryOut(w, routed, valid);
    } catch (error) {
      w.problems.check();
      throw error;
    }
    w.problems.check();
    this.#onWrite(w.changes.commit());
    if (!made || !operation.entity) return undefined;
    // Later changes can have linked the stored record to others. Some records exist only in their response.
    const home = store.home(operation.entity);
    const stored = home && made.id !== undefined ? store.table(home).get(made.id as RecordId) : undefined;
    return operation.verb === 'destroy' ? made : (stored ?? made);
  }

  #carryOut(w: Write, routed: OperationRequest, body: Body): Draft | undefined {
    const { operation, request, path } = routed;
    const [entity = '', verb] = operation.id.split('#');
    const fact: BodyFact = operation.body ?? { type: 'object' };
    const base: RecordPlace = { entity, path: '', fact, creating: verb === 'create', body };
    if (operation.id === 'Document#create') return put(w, entity, createDocument(w, body, base));
    if (verb === 'create') {
      const draft = w.make(entity);
      w.fill(draft, body, base);
      return put(w, entity, draft);
    }
    const record = this.#target(operation.pathTypes?.id ?? entity, routed);
    const key = (record.id ?? Number(path.id)) as RecordId;
    if (operation.ifMatch) this.#checkMatch(record, request.header('if-match'));
    const action = RULES.actions[operation.id];
    if (action) return action(w, record, base, path);
    if (verb === 'destroy') {
      const kept = RULES.destroys[entity]?.(w, record);
      if (kept) put(w, entity, kept, key);
      else w.changes.remove(entity, key);
      return { ...record };
    }
    const redaction = this.#firm.visibility.redaction(w.login, entity, record);
    if (redaction === 'hours' && HOURS_BODY.some((name) => name in body)) throw forbidden();
    const draft = w.touch(record);
    w.fill(draft, body, base, record);
    return put(w, entity, draft, key);
  }

  /** The record that a path names, as the login may see it. */
  #target(entity: string, { path, login }: OperationRequest): RawRecord {
    const record = findRecord(this.#firm.store, entity, path, login);
    const redaction = record && this.#firm.visibility.redaction(login, entity, record);
    if (!record || redaction === 'hidden') throw notFound();
    if (redaction === 'private') throw forbidden();
    return record;
  }

  /** @throws ApiError 412 if the record has changed since it was read */
  #checkMatch(record: RawRecord, ifMatch: string | undefined): void {
    if (ifMatch === undefined || ifMatch === '*') return;
    if (!readEtags(ifMatch).includes(this.#firm.store.etag(record)))
      throw new ApiError(412, 'PreconditionFailed', 'The record has changed since it was read.');
  }
}

function put(w: Write, entity: string, draft: Draft, key?: RecordId): Draft {
  w.changes.put(entity, draft, key ?? (draft.id as RecordId));
  return draft;
}
