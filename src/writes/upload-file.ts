import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import type { UploadFact } from '../catalog/operation-facts.ts';
import { GatewayError } from '../errors.ts';
import { type Part, planParts } from '../files/plan-parts.ts';
import type { SpooledFile } from '../files/spool.ts';
import { type FileHead, FileNotReceived, UploadedFile } from '../files/uploaded-file.ts';
import { clioId, globalId } from '../loaders/ids.ts';
import { type ClioRecord, isRecord, recordId } from '../loaders/record.ts';
import type { Upstream } from '../loaders/upstream.ts';
import { addFields, type FieldTree, type MutableFieldTree, printFields } from '../planner/fields.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import { type StorageClient, storageError } from '../rest/storage.ts';
import { checkStorageUrl } from '../rest/storage-url.ts';
import type { Answer, Call } from '../rest/types.ts';
import { WireFault } from '../rest/wire-fault.ts';
import { isTrue, joinObjects } from '../values.ts';
import { bindInput } from './bind-input.ts';
import { InputProblem, type UserError, userErrorsOf } from './user-errors.ts';

/** What one request brings along for its uploads. */
export interface UploadContext {
  readonly catalog: Catalog;
  readonly storage: StorageClient;
  /** Clio, for as long as the client waits. */
  readonly upstream: Upstream;
  /** Clio, also after the client has gone: for leaving nothing behind. */
  readonly afterwards: () => Upstream;
  /** REST base, which decides what hosts the storage may be on. */
  readonly baseUrl: string;
  readonly signal: CancelSignal;
}

type Input = Readonly<Record<string, unknown>>;

/** Parts on their way at once. */
const partsAtOnce = 3;
/** The storage takes the same bytes twice without harm, so one broken connection costs no upload. */
const triesToStore = 2;
/** Clio waits for the storage to show the file, and may give up too early. */
const triesToFinish = 3;
/** Nothing is lost by taking back twice. */
const triesToUndo = 2;

/** Where a part of a file goes, from Clio's answer. */
interface StorageTarget {
  readonly part: Part;
  readonly url: URL;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * Uploads a file in Clio's steps: the record is made, the file is put into the storage, and Clio is informed. The file
 * is waited for first: Clio and the storage want to know its length, and a client that goes away on the way has cost no
 * call.
 *
 * If anything fails after the first step, the record is deleted again, also when the client no longer waits.
 *
 * @param input The mutation's, coerced by the schema.
 * @param fields What the last step's answer must hold.
 * @returns The answer of the last step.
 * @throws InputProblem for what a form can show; GatewayError otherwise.
 */
export async function uploadFile(
  context: UploadContext,
  fact: UploadFact,
  input: Input,
  fields: FieldTree,
): Promise<Answer> {
  const { catalog, upstream } = context;
  const create = catalog.operation(fact.create);
  // What can be checked without the file is checked before it arrives.
  const parent = parentOf(catalog, fact, input);
  const isVersion = parent.type === fact.ownType;
  bindInput(catalog, create, joinObjects(input, { name: '', parent }));
  const name = await nameOf(context, fact, isVersion, parent, input);
  const file = await receive(input.file);
  const parts = planParts(file.size);
  const own = {
    parent,
    multiparts: parts?.map(({ number, start, end }) => ({
      partNumber: number,
      contentLength: String(end - start),
    })),
  };
  const whole = joinObjects(joinObjects(input, fileInput(file, name, input)), own);
  const { body } = bindInput(catalog, create, whole);
  const wanted = parts
    ? ['id', 'uuid', 'put_headers', 'multiparts']
    : ['id', 'uuid', 'put_url', 'put_headers'];
  const made = await upstream
    .write(
      {
        method: create.method,
        path: create.path,
        expect: 'record',
        query: [['fields', `id,${fact.version}{${wanted.join(',')}}`]],
        body,
      },
      create,
    )
    .catch((error: unknown) => {
      throw asProblem(error, create, fact);
    });
  const id = isRecord(made.data) ? recordId(made.data) : null;
  if (id === null) throw unexpected('returned no id for the new document');
  try {
    const version = (made.data as ClioRecord)[fact.version];
    if (!isRecord(version) || typeof version.uuid !== 'string')
      throw unexpected('returned no version to upload to');
    await store(context, file, readTargets(version, parts, file.size, context.baseUrl));
    return await finish(context, fact, id, version.uuid, fields);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'UNKNOWN_OUTCOME') throw error;
    const left = isVersion ? null : await undo(context, fact, id);
    throw withRemains(error, left);
  }
}

// ---- the input -----------------------------------------------------------------------------------

interface Parent {
  readonly id: unknown;
  readonly type: unknown;
}

function parentOf(catalog: Catalog, { of, ownType }: UploadFact, input: Input): Parent {
  if (of !== null) return { id: clioId(catalog, `input.${of}`, String(input[of]), [ownType]), type: ownType };
  const { parent } = input;
  if (!isRecord(parent)) throw new Error('An upload has no parent (clio-graphql:upload-parent)');
  return { id: parent.id, type: parent.type ?? /^(\w+):/.exec(String(parent.id))?.[1] };
}

/** The name given; else of a further version the document's own, which Clio would replace. */
async function nameOf(
  { catalog, upstream }: UploadContext,
  fact: UploadFact,
  isVersion: boolean,
  parent: Parent,
  input: Input,
): Promise<string | null> {
  if (typeof input.name === 'string') return input.name;
  if (!isVersion) return null;
  const show = catalog.operation(fact.show);
  const { path } = bindInput(catalog, show, { id: parent.id });
  const call: Call = { method: 'GET', path, query: [['fields', 'id,name']] };
  const { data } = await upstream.send(call).catch((error: unknown) => {
    throw asProblem(error, show, fact);
  });
  return isRecord(data) && typeof data.name === 'string' ? data.name : null;
}

async function receive(value: unknown): Promise<FileHead & SpooledFile> {
  if (!(value instanceof UploadedFile)) throw new Error('The file is none (clio-graphql:upload-file)');
  const file = await value.received().catch((error: unknown) => {
    throw error instanceof FileNotReceived ? notReceived(error) : error;
  });
  if (file.size === 0) throw problem('INVALID', 'The file is empty.', 'file');
  return file;
}

function notReceived(cause: FileNotReceived): Error {
  const { why } = cause;
  switch (why.problem) {
    case 'too-large':
      return problem(
        'INVALID',
        `The file is too large: a request takes at most ${why.maxBytes} bytes.`,
        'file',
      );
    case 'missing': {
      const message = `"map" names the file "${why.name}", and the request does not hold it.`;
      return new GatewayError('BAD_USER_INPUT', message, { cause });
    }
    default: {
      const message = 'The file did not arrive in full. Nothing was sent to Clio.';
      return new GatewayError('BAD_USER_INPUT', message, { cause });
    }
  }
}

/** What Clio uses where the input leaves it out: the file's extension, or else the content type from the client. */
function fileInput(file: FileHead, name: string | null, input: Input): Input {
  const filename = typeof input.filename === 'string' ? input.filename : file.filename;
  const shown = name ?? filename;
  if (shown === null || shown === '')
    throw problem('REQUIRED', 'The file has no name of its own: give it one.', 'name');
  const hasEnding = /\.\w+$/.test(filename ?? shown);
  return {
    name: shown,
    ...(filename === null ? {} : { filename }),
    ...(input.contentType === undefined && !hasEnding && file.contentType !== null
      ? { contentType: file.contentType }
      : {}),
  };
}

function problem(code: UserError['code'], message: string, field: string): InputProblem {
  return new InputProblem([{ code, message, field: ['input', field] }]);
}

/** Clio's complaints about the input, with the field names of this mutation. */
function asProblem(error: unknown, operation: CatalogOperation, fact: UploadFact): unknown {
  const userErrors = userErrorsOf(error, operation.body);
  if (!userErrors) return error;
  return new InputProblem(
    userErrors.map((one) => {
      const isParent = one.field === null ? one.code === 'NOT_FOUND' : one.field[1] === 'parent';
      return isParent && fact.of !== null ? { ...one, field: ['input', fact.of] } : one;
    }),
  );
}

// ---- the storage ---------------------------------------------------------------------------------

function readTargets(
  version: ClioRecord,
  parts: readonly Part[] | null,
  size: number,
  baseUrl: string,
): readonly StorageTarget[] {
  if (!parts) {
    const part = { number: 1, start: 0, end: size };
    return [
      { part, url: checkStorageUrl(version.put_url, baseUrl), headers: readHeaders(version.put_headers) },
    ];
  }
  const rows = Array.isArray(version.multiparts) ? version.multiparts.filter(isRecord) : [];
  return parts.map((part) => {
    const row = rows.find((one) => Number(one.part_number) === part.number);
    if (!row) throw unexpected(`returned no address for part ${part.number} of the file`);
    return { part, url: checkStorageUrl(row.put_url, baseUrl), headers: readHeaders(row.put_headers) };
  });
}

function readHeaders(value: unknown): (readonly [string, string])[] {
  const rows = Array.isArray(value) ? value.filter(isRecord) : [];
  return rows.map(({ name, value: text }) => [String(name), String(text)] as const);
}

/** Puts all parts into the storage, a few at once; the first that fails ends it. */
async function store(
  context: UploadContext,
  file: SpooledFile,
  targets: readonly StorageTarget[],
): Promise<void> {
  const waiting = [...targets];
  let failed = false;
  const work = async (): Promise<void> => {
    for (let target = waiting.shift(); target && !failed; target = waiting.shift()) {
      try {
        await storePart(context, file, target);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: partsAtOnce }, work));
  const reason = ended.find((one) => one.status === 'rejected')?.reason as unknown;
  if (reason !== undefined) throw reason;
}

async function storePart(
  { storage, signal }: UploadContext,
  file: SpooledFile,
  target: StorageTarget,
): Promise<void> {
  const { part, url, headers } = target;
  const bytes = { size: part.end - part.start, open: () => file.open(part.start, part.end) };
  for (let tries = 1; ; tries += 1) {
    const isLast = tries >= triesToStore;
    try {
      const { status } = await storage.put(url, headers, bytes, signal);
      if (status >= 200 && status < 300) return;
      if (status < 500 || isLast)
        throw new GatewayError(
          'UPSTREAM_ERROR',
          `Clio's file storage refused the file (${status}). Try again.`,
        );
    } catch (error) {
      if (!(error instanceof WireFault)) throw error;
      if (error.kind === 'aborted' || isLast) throw storageError(error, signal);
    }
  }
}

// ---- the last step, and going back ---------------------------------------------------------------

/** Reports to Clio that the file is stored. Where the outcome is unknown, the version is looked up. */
async function finish(
  context: UploadContext,
  fact: UploadFact,
  id: string,
  uuid: string,
  fields: FieldTree,
): Promise<Answer> {
  const { catalog, upstream } = context;
  const operation = catalog.operation(fact.finish);
  const { path } = bindInput(catalog, operation, { id });
  const call: Call = {
    method: operation.method,
    path,
    query: [['fields', printFields(fields) || 'id']],
    body: { data: { uuid, fully_uploaded: true } },
  };
  for (let tries = 1; ; tries += 1) {
    try {
      return await upstream.write(call, operation);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (error.clio?.type === 'UploadTimeoutError' && tries < triesToFinish) continue;
      if (error.code !== 'UNKNOWN_OUTCOME') throw refusedToFinish(error);
      return await lookUp(context, fact, id, uuid, call, fields);
    }
  }
}

/** A form cannot fix a refusal of the last step: that step sends nothing of the input. */
function refusedToFinish(error: GatewayError): GatewayError {
  if (userErrorsOf(error, undefined) === null) return error;
  const message =
    'The file was stored, but Clio did not accept it; extensions.clio has the reason. Try again.';
  return new GatewayError('UPSTREAM_ERROR', message, { clio: error.clio, cause: error });
}

/** @throws GatewayError `UNKNOWN_OUTCOME` where this read fails as well. */
async function lookUp(
  { catalog, afterwards }: UploadContext,
  fact: UploadFact,
  id: string,
  uuid: string,
  { path }: Call,
  fields: FieldTree,
): Promise<Answer> {
  // What was asked for comes along: were it read by a further call, that one could fail as well.
  const tree: MutableFieldTree = new Map([[fact.version, new Set(['uuid', 'fully_uploaded'])]]);
  addFields(tree, fields);
  const call: Call = { method: 'GET', path, query: [['fields', printFields(tree.set('id', true))]] };
  const answer = await afterwards()
    .send(call)
    .catch((cause: unknown) => {
      const document = globalId(catalog.entity(fact.ownType).type, id);
      const message = `The file was stored, and then Clio could not be reached: ${document} may or may not be complete. Read "fullyUploaded" of its latest version before uploading again.`;
      throw new GatewayError('UNKNOWN_OUTCOME', message, { cause });
    });
  const version = isRecord(answer.data) ? answer.data[fact.version] : null;
  if (isRecord(version) && version.uuid === uuid && isTrue(version.fully_uploaded)) return answer;
  const message = 'Clio was not there to complete the upload. Try again.';
  throw new GatewayError('UPSTREAM_UNAVAILABLE', message);
}

/** Deletes what the first step made. Returns its id if it could not be deleted. */
async function undo(context: UploadContext, fact: UploadFact, id: string): Promise<string | null> {
  const operation = context.catalog.operation(fact.undo);
  const { path } = bindInput(context.catalog, operation, { id });
  const afterwards = context.afterwards();
  for (let tries = 1; tries <= triesToUndo; tries += 1) {
    try {
      await afterwards.write({ method: operation.method, path, query: [] }, operation);
      return null;
    } catch (error) {
      // Gone already is as good.
      if (error instanceof GatewayError && error.code === 'NOT_FOUND') return null;
    }
  }
  return globalId(context.catalog.entity(fact.ownType).type, id);
}

function withRemains(error: unknown, left: string | null): unknown {
  if (!(error instanceof GatewayError) || left === null) return error;
  const message = `${error.message} ${left}, begun and without a file, could not be deleted: delete it in Clio.`;
  return new GatewayError(error.code, message, {
    clio: error.clio,
    retryAfter: error.retryAfter,
    cause: error,
  });
}

function unexpected(what: string): GatewayError {
  return new GatewayError('UPSTREAM_ERROR', `Clio ${what}. Try again, or report this.`);
}
