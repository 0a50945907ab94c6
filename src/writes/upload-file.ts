import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import { clioId, globalId } from '../catalog/ids.ts';
import type { UploadFact } from '../catalog/operation-facts.ts';
import { badInput, GatewayError } from '../errors.ts';
import { planParts } from '../files/plan-parts.ts';
import type { SpooledFile } from '../files/spool.ts';
import { type FileHead, FileNotReceived, UploadedFile } from '../files/uploaded-file.ts';
import type { CachingClient } from '../loaders/caching-client.ts';
import { isRecord, recordId } from '../loaders/record.ts';
import type { Args } from '../planner/argument-values.ts';
import { type FieldTree, idOnly, joinFields, printFields } from '../planner/fields.ts';
import type { Call, ClioResponse } from '../rest/types.ts';
import { isTrue, joinObjects } from '../values.ts';
import { bindInput } from './bind-input.ts';
import { type StorageContext, storeFile, unexpectedResponse } from './store-file.ts';
import { InputProblem, userErrorsOf } from './user-errors.ts';

export interface UploadContext extends StorageContext {
  readonly catalog: Catalog;
  /** The client for the time in which the caller waits. */
  readonly client: CachingClient;
  /** The client for cleaning up, even after the caller has disconnected. */
  readonly afterwards: () => CachingClient;
  /** Called with work that may outlast its request, such as the removal of a failed upload. */
  readonly onWork: (work: Promise<unknown>) => void;
}

/** Clio waits for the storage to show the file, and may give up too early. */
const attemptsToFinish = 3;
/** Deleting twice does no harm. */
const attemptsToUndo = 2;

interface Parent {
  readonly id: unknown;
  readonly type: unknown;
}

/**
 * Uploads a file in Clio's steps: it creates the record, puts the file into the storage and reports that to
 * Clio. It waits for the whole file first, because Clio and the storage need its length, and a client that
 * disconnects before that costs no call.
 *
 * If anything fails after the first step, the record is deleted again, even if the client has disconnected.
 */
export class Upload {
  readonly #context: UploadContext;
  readonly #fact: UploadFact;
  readonly #input: Args;
  readonly #parent: Parent;
  /** Whether the file is a new version of an existing document. */
  readonly #isVersion: boolean;

  /** @param input The mutation's input, coerced by the schema. */
  constructor(context: UploadContext, fact: UploadFact, input: Args) {
    this.#context = context;
    this.#fact = fact;
    this.#input = input;
    this.#parent = parentOf(context.catalog, fact, input);
    this.#isVersion = this.#parent.type === fact.ownType;
  }

  /**
   * @param fields The fields that the last response must have.
   * @returns The response of the last step.
   * @throws InputProblem for errors that a form can show; GatewayError for others.
   */
  async run(fields: FieldTree): Promise<ClioResponse> {
    const { catalog } = this.#context;
    const { create, version: key } = this.#fact;
    // Checks before the file arrives what can be checked without it.
    bindInput(
      catalog,
      catalog.operation(create),
      joinObjects(this.#input, { name: '', parent: this.#parent }),
    );
    const name = await this.#name();
    const file = await receive(this.#input.file);
    const parts = planParts(file.size);
    const multiparts = parts?.map(({ number, start, end }) => ({
      partNumber: number,
      contentLength: String(end - start),
    }));
    const named = joinObjects(this.#input, fileInput(file, name, this.#input));
    const made = await this.#create(joinObjects(named, { parent: this.#parent, multiparts }), parts !== null);
    const id = isRecord(made.data) ? recordId(made.data) : null;
    if (id === null) throw unexpectedResponse('returned no id for the new document');
    try {
      const version = isRecord(made.data) ? made.data[key] : null;
      if (!isRecord(version) || typeof version.uuid !== 'string')
        throw unexpectedResponse('returned no version to upload to');
      await storeFile(this.#context, file, version, parts);
      return await this.#finish(id, version.uuid, fields);
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'UNKNOWN_OUTCOME') throw error;
      const left = this.#isVersion ? null : await this.#undo(id);
      throw withRemains(error, left);
    }
  }

  /** The given name, or for a new version the document's own name, which Clio would otherwise replace. */
  async #name(): Promise<string | null> {
    const { name } = this.#input;
    if (typeof name === 'string') return name;
    if (!this.#isVersion) return null;
    const { catalog, client } = this.#context;
    const show = catalog.operation(this.#fact.show);
    const { path } = bindInput(catalog, show, { id: this.#parent.id });
    const call: Call = { method: 'GET', path, query: [['fields', 'id,name']] };
    const { data } = await client.send(call).catch((error: unknown) => {
      throw asProblem(error, show, this.#fact);
    });
    return isRecord(data) && typeof data.name === 'string' ? data.name : null;
  }

  #create(input: Args, inParts: boolean): Promise<ClioResponse> {
    const { catalog, client } = this.#context;
    const operation = catalog.operation(this.#fact.create);
    const { method, path } = operation;
    const { body } = bindInput(catalog, operation, input);
    const wanted = `id,uuid,${inParts ? 'put_headers,multiparts' : 'put_url,put_headers'}`;
    const query = [['fields', `id,${this.#fact.version}{${wanted}}`]] as const;
    return client
      .write({ method, path, expect: 'record', query, body }, operation)
      .catch((error: unknown) => {
        throw asProblem(error, operation, this.#fact);
      });
  }

  /** Reports to Clio that the file is stored. If the outcome is unknown, looks the version up. */
  async #finish(id: string, uuid: string, fields: FieldTree): Promise<ClioResponse> {
    const { catalog, client } = this.#context;
    const operation = catalog.operation(this.#fact.finish);
    const { path } = bindInput(catalog, operation, { id });
    const call: Call = {
      method: operation.method,
      path,
      query: [['fields', printFields(fields) || 'id']],
      body: { data: { uuid, fully_uploaded: true } },
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await client.write(call, operation);
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        if (error.clio?.type === 'UploadTimeoutError' && attempt < attemptsToFinish) continue;
        if (error.code !== 'UNKNOWN_OUTCOME') throw rejectedToFinish(error);
        return await this.#lookUp(id, uuid, path, fields);
      }
    }
  }

  /** @throws GatewayError `UNKNOWN_OUTCOME` if this read fails too. */
  async #lookUp(id: string, uuid: string, path: string, fields: FieldTree): Promise<ClioResponse> {
    const { version: key } = this.#fact;
    // Also reads the requested fields, because another call for them could fail too.
    const tree = joinFields([idOnly, new Map([[key, new Set(['uuid', 'fully_uploaded'])]]), fields]);
    const call: Call = { method: 'GET', path, query: [['fields', printFields(tree)]] };
    const response = await this.#context
      .afterwards()
      .send(call)
      .catch((cause: unknown) => {
        const message = `The file was stored, and then Clio could not be reached: ${this.#document(id)} may or may not be complete. Read "fullyUploaded" of its latest version before uploading again.`;
        throw new GatewayError('UNKNOWN_OUTCOME', message, { cause });
      });
    const version = isRecord(response.data) ? response.data[key] : null;
    if (isRecord(version) && version.uuid === uuid && isTrue(version.fully_uploaded)) return response;
    const message = 'Clio was not available to complete the upload. Try again.';
    throw new GatewayError('UPSTREAM_UNAVAILABLE', message);
  }

  /** Deletes what the first step created. Returns its id if that fails. */
  async #undo(id: string): Promise<string | null> {
    const { catalog } = this.#context;
    const operation = catalog.operation(this.#fact.undo);
    const { path } = bindInput(catalog, operation, { id });
    const afterwards = this.#context.afterwards();
    for (let attempt = 1; attempt <= attemptsToUndo; attempt += 1) {
      try {
        await afterwards.write({ method: operation.method, path, query: [] }, operation);
        return null;
      } catch (error) {
        // It has already been deleted.
        if (error instanceof GatewayError && error.code === 'NOT_FOUND') return null;
      }
    }
    return this.#document(id);
  }

  #document(id: string): string {
    return globalId(this.#context.catalog.entity(this.#fact.ownType).type, id);
  }
}

function parentOf(catalog: Catalog, { of, ownType }: UploadFact, input: Args): Parent {
  if (of !== null) return { id: clioId(catalog, `input.${of}`, String(input[of]), [ownType]), type: ownType };
  const { parent } = input;
  if (!isRecord(parent)) throw new Error('An upload has no parent (clio-graphql:upload-parent)');
  return { id: parent.id, type: parent.type ?? /^(\w+):/.exec(String(parent.id))?.[1] };
}

async function receive(value: unknown): Promise<FileHead & SpooledFile> {
  if (!(value instanceof UploadedFile)) throw new Error('The file is missing (clio-graphql:upload-file)');
  const file = await value.received().catch((error: unknown) => {
    throw error instanceof FileNotReceived ? notReceived(error) : error;
  });
  if (file.size === 0) throw InputProblem.at(['input', 'file'], 'INVALID', 'The file is empty.');
  return file;
}

function notReceived(cause: FileNotReceived): Error {
  const { why } = cause;
  switch (why.problem) {
    case 'too-large':
      return InputProblem.at(
        ['input', 'file'],
        'INVALID',
        `The file is too large: a request takes at most ${why.maxBytes} bytes.`,
      );
    case 'missing': {
      const message = `"map" names the file "${why.name}", which the request does not contain.`;
      return badInput(message, { cause });
    }
    default: {
      const message = 'The file did not arrive in full. Nothing was sent to Clio.';
      return badInput(message, { cause });
    }
  }
}

/** Completes the input with the file's name and content type, if the input omits them. */
function fileInput(file: FileHead, name: string | null, input: Args): Args {
  const filename = typeof input.filename === 'string' ? input.filename : file.filename;
  const shown = name ?? filename;
  if (shown === null || shown === '')
    throw InputProblem.at(['input', 'name'], 'REQUIRED', 'The file has no name: give it one.');
  const hasEnding = /\.\w+$/.test(filename ?? shown);
  return {
    name: shown,
    ...(filename === null ? {} : { filename }),
    ...(input.contentType === undefined && !hasEnding && file.contentType !== null
      ? { contentType: file.contentType }
      : {}),
  };
}

/** Turns Clio's errors about the input into a problem with the field names of this mutation. */
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

/** A form cannot fix a rejection of the last step, which sends nothing of the input. */
function rejectedToFinish(error: GatewayError): GatewayError {
  if (userErrorsOf(error, undefined) === null) return error;
  const message =
    'The file was stored, but Clio did not accept it; extensions.clio has the reason. Try again.';
  return new GatewayError('UPSTREAM_ERROR', message, { clio: error.clio, cause: error });
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
