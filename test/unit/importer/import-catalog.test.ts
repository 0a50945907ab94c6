import { describe, expect, it } from 'vitest';
import type { BodyFact } from '../../../src/catalog/operation-facts.ts';
import { formatCatalog } from '../../../src/importer/format-catalog.ts';
import { importCatalog } from '../../../src/importer/import-catalog.ts';
import type { OpenApiDocument } from '../../../src/importer/read-document.ts';
import { corrections, importLibrary, library } from '../../support/importer/import-library.ts';

const catalog = importLibrary();
const book = catalog.entities.Book!;
const index = catalog.operations['Book#index']!;

/** The library with its parts in another order, as a later edition of the document might have them. */
function shuffled(document: OpenApiDocument): OpenApiDocument {
  const reverse = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).reverse());
  return {
    ...document,
    paths: reverse(document.paths),
    components: { schemas: reverse(document.components.schemas) },
  };
}

/** What the document states about a body, without the GraphQL side of it. */
function documented({ type, format, default: fallback, required, nullable, ...body }: BodyFact): unknown {
  const properties = Object.entries(body.properties ?? {}).map(([key, inner]) => [key, documented(inner)]);
  return {
    type,
    ...(format ? { format } : {}),
    ...(body.enum ? { enum: body.enum } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(required ? { required } : {}),
    ...(nullable ? { nullable } : {}),
    ...(body.properties ? { properties: Object.fromEntries(properties) } : {}),
    ...(body.items ? { items: documented(body.items) } : {}),
  };
}

describe('the source', () => {
  it('names the document and counts its operations', () => {
    expect(catalog.source).toEqual({
      title: 'Lending library',
      version: 'v9',
      retrieved: '2026-03-01',
      sha256: library.sha256,
      paths: 9,
      operations: 12,
    });
  });
});

describe('entities', () => {
  it('are the `_base` halves, also those that no type composes', () => {
    expect(Object.keys(catalog.entities)).toEqual([
      'Author',
      'Book',
      'Book_Reader',
      'Chapter',
      'Loan',
      'OpeningHours',
      'Orphan',
      'Publisher',
    ]);
  });

  it('have the fields of both halves, sorted', () => {
    expect(Object.keys(book.fields)).toEqual([
      'author',
      'chapters',
      'circulation',
      'cover_url',
      'created_at',
      'current_loan',
      'first_chapter',
      'genre',
      'id',
      'keywords',
      'lent',
      'loans_count',
      'notes',
      'pages',
      'previous_loan_ids',
      'price',
      'printed_on',
      'reader',
      'sequel',
      'shelf',
      'title',
      'weight',
    ]);
  });

  it("use the nested half's field if both halves have one of that name", () => {
    expect(book.fields.author).toEqual({ kind: 'one', name: 'author', entity: 'Author' });
  });

  it.each([
    ['chapters', { kind: 'many', name: 'chapters', entity: 'Chapter' }],
    ['first_chapter', { kind: 'one', name: 'firstChapter', entity: 'Chapter' }],
    ['reader', { kind: 'one', name: 'reader', entity: 'Book_Reader' }],
  ])('nest %s', (key, fact) => {
    expect(book.fields[key]).toEqual(fact);
  });

  it.each([
    ['id', { name: 'id', format: 'int64', type: 'ID' }],
    ['title', { name: 'title', format: 'string', type: 'String' }],
    ['cover_url', { name: 'coverUrl', format: 'string', type: 'URL' }],
    ['pages', { name: 'pages', format: 'int32', type: 'Int' }],
    ['loans_count', { name: 'loansCount', format: 'int64', type: 'Int' }],
    // A number of 64 bits may be too large for `Int`.
    ['circulation', { name: 'circulation', format: 'int64', type: 'Float' }],
    ['weight', { name: 'weight', format: 'double', type: 'Float' }],
    ['price', { name: 'price', format: 'decimal', type: 'Decimal' }],
    ['lent', { name: 'lent', format: 'boolean', type: 'Boolean' }],
    ['printed_on', { name: 'printedOn', format: 'date', type: 'Date' }],
    ['created_at', { name: 'createdAt', format: 'date-time', type: 'DateTime' }],
    ['notes', { name: 'notes', format: 'object', type: 'JSON' }],
    ['keywords', { name: 'keywords', format: 'string', type: 'String', list: true }],
    ['previous_loan_ids', { name: 'previousLoanIds', format: 'int64', type: 'ID', list: true }],
    ['genre', { name: 'genre', format: 'string', type: 'BookGenre', enum: true }],
  ])('type the scalar %s', (key, fact) => {
    expect(book.fields[key]).toEqual({ kind: 'scalar', ...fact });
  });

  it('name the type of their id, and have none if Clio sends none', () => {
    expect(book.id).toBe('integer');
    expect(catalog.entities.Book_Reader).toMatchObject({ type: 'BookReader', id: 'string' });
    expect(catalog.entities.Chapter).not.toHaveProperty('id');
  });

  it('belong to the domain of their operations, else to that of the first type that nests them', () => {
    const domains = Object.entries(catalog.entities).map(([name, entity]) => [name, entity.domain]);
    expect(Object.fromEntries(domains)).toEqual({
      Author: 'shelves',
      Book: 'shelves',
      Book_Reader: 'shelves',
      Chapter: 'shelves',
      Loan: 'loans-and-fines-uk',
      OpeningHours: 'general',
      Orphan: 'general',
      Publisher: 'shelves',
    });
  });

  it('are loaded by show, and in batches if the list takes `ids[]`', () => {
    expect(book.load).toEqual({ batch: 'Book#index', show: 'Book#show' });
    expect(catalog.entities.Author?.load).toEqual({ show: 'Author#show' });
    expect(catalog.entities.Loan?.load).toEqual({ batch: 'Loan#list' });
    expect(catalog.entities.Publisher).not.toHaveProperty('load');
    // Its path has no id, because there is only one.
    expect(catalog.entities.OpeningHours).not.toHaveProperty('load');
  });
});

describe('enums', () => {
  it("are named by type and field, and their values are sorted and mapped to Clio's", () => {
    expect(catalog.enums.BookGenre).toEqual({
      domain: 'shelves',
      values: { NOVEL: 'novel', POETRY: 'poetry' },
    });
    expect(Object.keys(catalog.enums)).toEqual([
      'BookGenre',
      'BookReaderShelf',
      'BookShelf',
      'BookShelvesFilter',
      'BookStatusFilter',
    ]);
  });

  it('are shared by a field and its filter if the values are the same, in any order', () => {
    expect(index.query.genre).toEqual({ name: 'genre', type: 'string', enum: 'BookGenre' });
    expect(index.query['statuses[]']).toEqual({
      name: 'statuses',
      type: 'string',
      enum: 'BookStatusFilter',
      list: 'repeat',
    });
  });

  it('are rejected if two values have one name', () => {
    const document = structuredClone(library.document) as unknown as {
      components: { schemas: { Book_base: { properties: { genre: { enum: string[] } } } } };
    };
    document.components.schemas.Book_base.properties.genre.enum = ['short story', 'short_story'];
    expect(() =>
      importCatalog(document as unknown as OpenApiDocument, library.sha256, corrections()),
    ).toThrow('enum BookGenre of Book genre: two values get one name');
  });
});

describe('operations', () => {
  it.each([
    ['Book#index', 'GET', 'index', 'list', 'Book'],
    ['Book#show', 'GET', 'show', 'record', 'Book'],
    ['Book#create', 'POST', 'create', 'record', 'Book'],
    ['Book#update', 'PATCH', 'update', 'record', 'Book'],
    ['Book#destroy', 'DELETE', 'destroy', 'empty', undefined],
    ['Book#scan', 'GET', 'scan', 'redirect', undefined],
    ['Book#preview', 'GET', 'preview', 'text', undefined],
    // A list under another verb is a list too.
    ['Loan#list', 'GET', 'index', 'list', 'Loan'],
  ])('are recognized: %s: %s, %s, %s of %s', (id, method, verb, response, entity) => {
    const operation = catalog.operations[id]!;
    expect(operation).toMatchObject({ method, verb, response });
    expect(operation.entity).toBe(entity);
  });

  it('know their path and its placeholders', () => {
    expect(index).toMatchObject({ path: '/books.json', pathParameters: [] });
    expect(catalog.operations['Book#scan']).toMatchObject({
      path: '/books/{id}/scan.json',
      pathParameters: ['id'],
    });
  });

  it('know their headers in any case', () => {
    expect(index.apiVersion).toBe(true);
    expect(catalog.operations['Book#show']?.ifNoneMatch).toBe(true);
    expect(catalog.operations['Book#update']?.ifMatch).toBe(true);
    expect(index).not.toHaveProperty('ifNoneMatch');
    expect(catalog.operations['Book#show']).not.toHaveProperty('apiVersion');
  });

  it('know paging, order and statuses', () => {
    expect(index).toMatchObject({
      fields: true,
      limit: 50,
      pageToken: true,
      order: {
        values: {
          ID_ASC: 'id(asc)',
          ID_DESC: 'id(desc)',
          TITLE_ASC: 'title(asc)',
          TITLE_DESC: 'title(desc)',
        },
        default: 'title(desc)',
      },
      statuses: [200, 429],
    });
    const plain = catalog.operations['Author#index'];
    for (const key of ['fields', 'limit', 'pageToken', 'order', 'body', 'relations'])
      expect(plain).not.toHaveProperty(key);
  });

  it('require a maximum in the description of `limit`', () => {
    const text = JSON.stringify(library.document).replace('between 1 and 50', 'of some size');
    const document = JSON.parse(text) as OpenApiDocument;
    expect(() => importCatalog(document, '', corrections())).toThrow('has no maximum');
  });

  it.each([
    ['ids[]', { name: 'ids', type: 'integer', list: 'repeat' }],
    ['author_id', { name: 'authorId', type: 'integer', nullable: true, targets: ['Author'] }],
    ['translator_id', { name: 'translatorId', type: 'integer', targets: ['Author'] }],
    ['rate_for[reader_id]', { name: 'rateForReaderId', type: 'integer' }],
    ['printed_since', { name: 'printedSince', type: 'date' }],
    ['updated_since', { name: 'updatedSince', type: 'date-time' }],
    ['heavier_than', { name: 'heavierThan', type: 'number' }],
    ['lent', { name: 'lent', type: 'boolean', required: true }],
  ])('know the parameter %s', (name, fact) => {
    expect(index.query[name]).toEqual(fact);
  });

  it('exclude paging and headers from the parameters', () => {
    expect(Object.keys(index.query)).toEqual([
      'author_id',
      'genre',
      'heavier_than',
      'ids[]',
      'include_lost',
      'lent',
      'printed_since',
      'rate_for[reader_id]',
      'shelves[]',
      'statuses[]',
      'translator_id',
      'updated_since',
    ]);
  });

  it('know their body recursively', () => {
    expect(documented(catalog.operations['Book#create']!.body!)).toEqual({
      type: 'object',
      required: ['title', 'author'],
      properties: {
        author: {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'integer', format: 'int64', nullable: true } },
        },
        chapters: {
          type: 'array',
          items: { type: 'object', properties: { heading: { type: 'string' } } },
        },
        genre: { type: 'string', enum: ['poetry', 'novel'] },
        pages: { type: 'integer', format: 'int32', default: 120 },
        publisher: {
          type: 'object',
          properties: { id: { type: 'integer', format: 'int64', nullable: true } },
        },
        // The description says that null is not valid.
        reader: { type: 'integer' },
        shelf: { type: 'string', nullable: true },
        title: { type: 'string' },
      },
    });
  });

  it('that read have a place in the schema', () => {
    const reads = Object.entries(catalog.operations).filter(([, { method }]) => method === 'GET');
    const places = reads.map(([id, { field }]) => [id, field]);
    expect(Object.fromEntries(places)).toEqual({
      'Author#index': { on: 'Query', name: 'authors' },
      'Author#show': { on: 'Query', name: 'author' },
      'Book#index': { on: 'Query', name: 'books' },
      'Book#preview': { on: 'Book', name: 'previewHtml', parent: 'id' },
      'Book#scan': { on: 'Book', name: 'scanUrl', parent: 'id' },
      'Book#show': { on: 'Query', name: 'book' },
      'Loan#list': { on: 'Query', name: 'loans' },
      'OpeningHours#show': { on: 'Query', name: 'openingHours' },
    });
  });

  it("relate to the types whose ids they filter by, under the parameter's name if that is not the type's", () => {
    expect(index.relations).toEqual([
      { on: 'Author', name: 'books', parameter: 'author_id', filter: 'BookRelationFilter' },
      { on: 'Author', name: 'booksAsTranslator', parameter: 'translator_id', filter: 'BookRelationFilter' },
    ]);
  });
});

describe('the catalog', () => {
  it('is the same bytes in every run and for every order of the document', () => {
    const text = formatCatalog(catalog);
    expect(formatCatalog(importLibrary())).toBe(text);
    const other = importCatalog(shuffled(library.document), library.sha256, corrections());
    expect(formatCatalog(other)).toBe(text);
  });

  it('is JSON with one fact per line', () => {
    const text = formatCatalog(catalog);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(catalog)));
    const lines = text.split('\n');
    expect(lines).toContain('    "author": {"kind":"one","name":"author","entity":"Author"},');
    expect(lines).toContain('    "lent": {"name":"lent","type":"boolean","required":true},');
    expect(text.endsWith('}\n')).toBe(true);
  });
});

describe('subscriptions', () => {
  it('are those of the models that webhooks can watch, each with its events and the list of its changes', () => {
    expect(catalog.subscriptions).toEqual({
      authorChanged: {
        model: 'author',
        entity: 'Author',
        events: { CREATED: 'created', UPDATED: 'updated', DELETED: 'deleted' },
      },
      bookChanged: {
        model: 'book',
        entity: 'Book',
        events: { CREATED: 'created', UPDATED: 'updated', DELETED: 'deleted', LENT: 'book_lent' },
        changes: 'Book#index',
      },
    });
  });
});
