import { words } from '../data/values.ts';
import type { RawValue } from '../record.ts';
import type { Action, FieldRule, RecordRule, Rules } from './write.ts';

const packet: RecordRule = (_w, draft, { creating }) => {
  if (creating) draft.number = String(draft.id).padStart(4, '0');
};

/** Responses show only the name of the place. */
const packetLocation: FieldRule = (w, draft, value, { path }) => {
  const place = w.find(value === null ? null : w.ref('SafeCustodyPacketLocation', value, path));
  if (place || value === null) draft.location = place ? { name: place.name ?? null } : null;
};

const documentType: FieldRule = (_w, draft, value) => {
  draft.document_type_name = value === null ? null : words(String(value));
};

const recordPacket: FieldRule = (w, draft, value, { path }) => {
  draft.packet = (value === null ? null : w.ref('SafeCustodyPacket', value, path)) ?? null;
};

/** No response shows a record's state; only a filter of the list uses it. */
const custodyState: FieldRule = (_w, draft, value) => {
  draft.$state = value as RawValue;
};

/** A change of state is a record that only the response to this write shows. */
const changeState: Action = (w, record, place) => {
  const draft = w.make('SafeCustodyRecordState');
  w.fill(draft, place.body, { ...place, entity: 'SafeCustodyRecordState', creating: true });
  w.changes.put('SafeCustodyRecordState', draft);
  w.changes.put('SafeCustodyRecord', { ...w.touch(record), $state: draft.state ?? null });
  return draft;
};

export const CUSTODY_RULES: Rules = {
  fields: {
    'SafeCustodyPacket.safe_custody_location_id': packetLocation,
    'SafeCustodyRecord.document_type': documentType,
    'SafeCustodyRecord.safe_custody_packet_id': recordPacket,
    'SafeCustodyRecord.state': custodyState,
  },
  records: { SafeCustodyPacket: packet },
  actions: { 'SafeCustodyRecord#state_changes': changeState },
};
