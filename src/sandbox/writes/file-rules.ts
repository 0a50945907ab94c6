import { ApiError, notFound } from '../api-error.ts';
import { bytesOf, typeOf } from '../data/files.ts';
import { hash, Random } from '../data/random.ts';
import { uuid } from '../data/values.ts';
import { type Draft, listOf, type RawRecord, type RawValue, type Ref, ref, refersTo } from '../record.ts';
import { uploadUrl } from '../storage.ts';
import { storedBytes } from '../stored-files.ts';
import { creator } from './people.ts';
import { unprocessable } from './problems.ts';
import { type Body, isBody, rowsOf } from './read-body.ts';
import type { Action, DestroyRule, FieldRule, RecordPlace, RecordRule, Rules, Write } from './write.ts';

/** Maximum number of parts in one request. */
const MOST_PARTS = 50;
/** Minimum size of every part but the last. */
const SMALLEST_PART = 5 * 1024 * 1024;

/** The new parent of a document or folder: a folder, or the root folder of a matter or contact. */
const parent: FieldRule = (w, draft, value, { path }) => {
  if (!isBody(value) || value.type === 'Document') return undefined;
  const place = w.ref(String(value.type), value.id ?? null, `${path}.id`);
  const folder = place && (place.entity === 'Folder' ? w.find(place) : rootOf(w, place));
  if (!folder) return undefined;
  if (folder.id === draft.id && draft.type === 'Folder')
    w.problems.add(`${path}.id`, 'cannot be the folder itself');
  Object.assign(draft, { matter: folder.matter ?? null, contact: folder.contact ?? null });
  return ref('Folder', folder.id);
};

/** The root folder of a matter or contact, made when first needed. */
function rootOf(w: Write, owner: Ref): RawRecord {
  const record = w.find(owner) as RawRecord;
  const held = w.find(record.folder);
  if (held) return held;
  const key = owner.entity === 'Matter' ? 'matter' : 'contact';
  const root: Draft = {
    ...w.make('Folder'),
    type: 'Folder',
    root: true,
    name: String(record.display_number ?? record.name ?? owner.id),
    [key]: owner,
    creator: creator(w),
  };
  w.changes.put('Folder', root);
  w.change(owner.entity, record, { folder: ref('Folder', root.id) });
  return root;
}

const folder: RecordRule = (w, draft, { creating, body }) => {
  if (creating) draft.creator = creator(w);
  if (body.restore === true) draft.deleted_at = null;
};

/** A version without a file yet: clients PUT the file to its address. */
function newVersion(w: Write, document: Draft, body: Body, filename: string): Draft {
  const made = w.make('DocumentVersion');
  const id = Number(made.id);
  const key = uuid(new Random(hash(`version ${id}`)));
  const type = typeof body.content_type === 'string' ? body.content_type : typeOf(filename);
  const earlier = w.changes.all('DocumentVersion').filter((one) => one.document_id === document.id);
  return {
    ...made,
    document_id: document.id as number,
    version_number: earlier.length + 1,
    uuid: key,
    filename,
    content_type: type,
    fully_uploaded: false,
    put_url: uploadUrl(w.origin, key),
    put_headers: [
      { name: 'Content-Type', value: type },
      { name: 'x-amz-server-side-encryption', value: 'AES256' },
    ],
    multiparts: parts(w, key, body.multiparts),
    received_at: document.received_at ?? null,
    creator: creator(w),
  };
}

/** The address of each part, and the headers of its PUT. */
function parts(w: Write, key: string, value: RawValue | Body[string] | undefined): RawValue[] {
  const rows = (Array.isArray(value) ? value : []) as Body[];
  if (rows.length > MOST_PARTS) w.problems.add('multiparts', `cannot be more than ${MOST_PARTS}`);
  return rows.map((row, index) => {
    const size = Number(row.content_length);
    if (!Number.isInteger(size) || size < 1 || (size < SMALLEST_PART && index < rows.length - 1))
      w.problems.add(`multiparts.${index}.content_length`, `must be at least ${SMALLEST_PART}`);
    const part = Number(row.part_number);
    return {
      part_number: part,
      put_url: uploadUrl(w.origin, key, part),
      put_headers: [
        { name: 'Content-Length', value: String(size) },
        ...(typeof row.content_md5 === 'string' ? [{ name: 'Content-MD5', value: row.content_md5 }] : []),
      ],
    };
  });
}

function nameOf(body: Body, document: RawRecord): string {
  return String(body.filename ?? body.name ?? document.filename ?? document.name);
}

/** The first step of an upload: a new document, or a new version of its parent. */
export function createDocument(w: Write, body: Body, base: RecordPlace): Draft {
  const { parent: place } = body;
  const isVersion = isBody(place) && place.type === 'Document';
  const ref = isVersion ? w.ref('Document', place.id ?? null, 'parent.id') : undefined;
  const held = ref && w.find(ref);
  if (isVersion && !held) w.problems.check();
  const draft = held ? w.touch(held) : w.make('Document');
  w.fill(draft, body, { ...base, creating: held === undefined });
  const filename = nameOf(body, draft);
  const version = newVersion(w, draft, body, filename);
  draft.type = 'Document';
  addVersion(w, draft, version);
  if (!held) {
    Object.assign(draft, {
      filename,
      content_type: version.content_type,
      creator: creator(w),
      $uncompleted: true,
    });
  }
  return draft;
}

/** Stores a version as the latest of its document. */
function addVersion(w: Write, document: Draft, version: Draft): void {
  w.changes.put('DocumentVersion', version);
  document.latest_document_version = ref('DocumentVersion', version.id);
  document.$latest_version_id = version.id as number;
}

/** The later steps of an upload (further parts, then completion), or a change of the document itself. */
const document: RecordRule = (w, draft, { body, before }) => {
  if (!before) return;
  if (body.restore === true) draft.deleted_at = null;
  if (body.uuid === undefined || body.uuid === null) {
    if (body.fully_uploaded === true) w.problems.add('uuid', "can't be blank");
    return;
  }
  const version = w.changes
    .all('DocumentVersion')
    .find((one) => one.uuid === body.uuid && one.document_id === draft.id);
  if (!version) {
    w.problems.add('uuid', 'could not be found');
    return;
  }
  const more = parts(w, String(version.uuid), body.multiparts);
  const all = [...listOf(version.multiparts), ...more];
  if (body.fully_uploaded !== true) {
    if (more.length > 0) w.changes.put('DocumentVersion', { ...w.touch(version), multiparts: all });
    return;
  }
  if (version.fully_uploaded === true) return;
  const file = w.firm.uploads.whole(
    String(version.uuid),
    all.map((one) => Number((one as RawRecord).part_number)),
  );
  if (file === undefined) throw unprocessable('The file was not found in storage.', 'UploadNotFoundError');
  w.changes.put('DocumentVersion', {
    ...w.touch(version),
    multiparts: all,
    fully_uploaded: true,
    size: file.size,
  });
  if (draft.$latest_version_id !== version.id) return;
  Object.assign(draft, {
    $uncompleted: false,
    size: file.size,
    filename: version.filename,
    content_type: version.content_type,
  });
};

/** A new document with the latest version's file. */
const copyDocument: Action = (w, source, place) => {
  const { body } = place;
  const latest = w.find(source.latest_document_version);
  const draft: Draft = { ...w.make('Document'), name: source.name ?? null, type: 'Document' };
  for (const key of ['document_category', 'group']) draft[key] = source[key] ?? null;
  w.fill(draft, body, { ...place, creating: true });
  const filename = nameOf(body, source);
  const version = copyVersion(w, latest ?? {}, draft, filename);
  Object.assign(draft, {
    filename,
    content_type: version.content_type,
    size: version.size,
    creator: creator(w),
  });
  w.changes.put('Document', draft);
  return draft;
};

/** An earlier version's file as the newest version. */
const saveAsLatest: Action = (w, document, _place, path) => {
  const version = w.find(ref('DocumentVersion', Number(path.document_version_id)));
  if (!version || version.document_id !== document.id) throw notFound();
  const draft = w.touch(document);
  const made = copyVersion(w, version, draft, String(version.filename ?? document.filename));
  Object.assign(draft, { filename: made.filename, size: made.size, content_type: made.content_type });
  w.changes.put('Document', draft);
  return draft;
};

function copyVersion(w: Write, from: RawRecord, draft: Draft, filename: string): Draft {
  const version = newVersion(w, draft, {}, filename);
  const file =
    w.firm.uploads.whole(String(from.uuid), []) ??
    storedBytes(bytesOf(String(from.filename ?? filename), Number(from.id)));
  w.firm.uploads.keep(String(version.uuid), file);
  Object.assign(version, {
    fully_uploaded: true,
    size: file.size,
    content_type: from.content_type ?? version.content_type,
  });
  addVersion(w, draft, version);
  return version;
}

/**
 * Moves a document or folder to the trash, from which `restore` returns it.
 *
 * @throws ApiError 409 for a locked one, 400 for a folder that cannot be deleted
 */
const destroyFile: DestroyRule = (w, record) => {
  if (record.type === 'Folder') {
    if (record.root === true) throw undeletable('A root folder cannot be deleted.');
    if (holdsLocked(w, record)) throw undeletable('The folder contains locked items.');
  }
  if (record.locked === true)
    throw new ApiError(409, 'Conflict', 'The item is being used by another operation. Try again later.');
  return { ...w.touch(record), deleted_at: w.now };
};

function holdsLocked(w: Write, record: RawRecord): boolean {
  const inside = (one: RawRecord): boolean => refersTo(one.parent, record.id);
  return (
    w.changes.all('Document').some((one) => inside(one) && one.locked === true) ||
    w.changes.all('Folder').some((one) => inside(one) && (one.locked === true || holdsLocked(w, one)))
  );
}

function undeletable(message: string): ApiError {
  return new ApiError(400, 'DeleteFailed', message);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const templateFile: FieldRule = (w, draft, value, { path }) => {
  const text = String(value ?? '');
  if (value !== null && (text === '' || !BASE64.test(text))) w.problems.add(path, 'is not base64');
  if (value !== null) draft.size = Buffer.from(text, 'base64').length;
};

const template: RecordRule = (w, draft, { creating }) => {
  if (creating && typeof draft.filename !== 'string') w.problems.add('filename', "can't be blank");
  draft.content_type = typeOf(String(draft.filename ?? ''));
  draft.last_modified_by = w.user;
};

/** Archives are made in the background. */
const archive: RecordRule = (w, draft, { body }) => {
  for (const [row, path] of rowsOf(body.items, 'items')) {
    const id = Number(row.id);
    if (!w.find(ref('Document', id)) && !w.find(ref('Folder', id)))
      w.problems.add(`${path}.id`, 'could not be found');
  }
  Object.assign(draft, { state: 'not_started', progress: 0, $stages: ['in_progress', 'completed'] });
};

/** Documents are generated in the background. */
const automation: RecordRule = (_w, draft, { body }) => {
  Object.assign(draft, {
    export_formats: listOf(body.formats),
    state: 'not_started',
    documents: [],
    $stages: ['queued', 'in_progress', 'completed'],
  });
};

export const FILE_RULES: Rules = {
  fields: {
    'Document.parent': parent,
    'Folder.parent': parent,
    'DocumentTemplate.file': templateFile,
  },
  records: {
    Document: document,
    Folder: folder,
    DocumentTemplate: template,
    DocumentArchive: archive,
    DocumentAutomation: automation,
  },
  destroys: { Document: destroyFile, Folder: destroyFile },
  actions: {
    'Document#copy': copyDocument,
    'DocumentVersion#save_as_latest_version': saveAsLatest,
  },
};
