import { describe, expect, it } from 'vitest';
import { parse as parseYaml, stringify } from 'yaml';
import type { BodyFact } from '../../../src/catalog/operation-facts.ts';
import type { CatalogData, NodeFact } from '../../../src/catalog/types.ts';
import { parseCorrections } from '../../../src/importer/corrections.ts';
import { importCatalog } from '../../../src/importer/import-catalog.ts';
import {
  type Additions,
  corrections,
  importLibrary,
  type List,
  library,
  needed,
} from '../../support/importer/import-library.ts';

/** Entries of the list itself, or of several lists. */
type Entries = readonly object[] | Additions;

interface Kind {
  readonly works: readonly (readonly [
    what: string,
    entries: Entries,
    found: (catalog: CatalogData) => unknown,
    expected: unknown,
  ])[];
  readonly fails: readonly (readonly [what: string, entries: Entries, problem: string])[];
}

const node = { entity: 'Loan', types: { Novel: 'Book' } };
const link = { entity: 'Loan', name: 'author', via: 'author_id', to: 'Author' };
const pick = { entity: 'Book', name: 'chapter', from: 'chapters', by: { called: 'heading' } };
const typed = {
  entity: 'Loan',
  name: 'days',
  type: 'Int',
  from: 'author_id',
  when: { type: ['short', 'long'] },
};

const facts = {
  create: 'Book#create',
  finish: 'Book#show',
  show: 'Book#show',
  undo: 'Book#show',
  version: 'author',
  ownType: 'Book',
  of: null,
};
const sum = {
  entity: 'Author',
  name: 'owed',
  from: 'loans',
  of: 'author_id',
  where: { type: ['late'] },
  per: 'code',
};
const codeFacts = { into: ['reader'], list: 'Loan#list', type: 'Card' };
const code = { operation: 'Book#create', name: 'readerCode', ...codeFacts };
const upload = { name: 'uploadBook', ...facts };

function bodyOf(catalog: CatalogData): BodyFact {
  return catalog.operations['Book#create']!.body!;
}

const kinds: Readonly<Record<List, Kind>> = {
  entities: {
    works: [
      ['drop', [{ entity: 'Orphan', drop: true }], (c) => 'Orphan' in c.entities, false],
      ['type', [{ entity: 'Chapter', type: 'BookChapter' }], (c) => c.entities.Chapter?.type, 'BookChapter'],
      ['redactable', [{ entity: 'Author', redactable: true }], (c) => c.entities.Author?.redactable, true],
      ['nullableId', [{ entity: 'Author', nullableId: true }], (c) => c.entities.Author?.nullableId, true],
      ['few', [{ entity: 'Author', few: true }], (c) => c.entities.Author?.few, true],
      [
        'given, for a record that is sent whole',
        [{ entity: 'Orphan', given: { id: 'int64', born_on: 'date' } }],
        (c) => [c.entities.Orphan?.whole, c.entities.Orphan?.id, c.entities.Orphan?.fields.born_on],
        [true, 'integer', { kind: 'scalar', name: 'bornOn', type: 'Date', format: 'date' }],
      ],
      [
        'viewOf, with the type, the domain, the redaction and the loading of the whole',
        [
          { entity: 'Orphan', viewOf: 'Author' },
          { entity: 'Author', redactable: true },
        ],
        (c) => c.entities.Orphan,
        {
          type: 'Author',
          domain: 'shelves',
          viewOf: 'Author',
          redactable: true,
          fields: { name: { kind: 'scalar', name: 'name', format: 'string', type: 'String' } },
        },
      ],
    ],
    fails: [
      ['changes nothing', [{ entity: 'Chapter', type: 'Chapter' }], 'entities: Chapter is right already'],
      ['names something unknown', [{ entity: 'Chaptre', drop: true }], 'entities: there is no Chaptre'],
      [
        'is a view of something unknown',
        [{ entity: 'Orphan', viewOf: 'Publishers' }],
        'entities: Orphan is a view of Publishers, which does not exist',
      ],
      [
        'drops a type that another one nests',
        [{ entity: 'Chapter', drop: true }],
        'Book.chapters refers to Chapter, which does not exist',
      ],
    ],
  },
  money: {
    works: [
      [
        'in responses, and in inputs of that name',
        [{ entity: 'Book', fields: ['pages'] }],
        (c) => [c.entities.Book?.fields.pages, bodyOf(c).properties?.pages?.input],
        [{ kind: 'scalar', name: 'pages', type: 'Decimal', format: 'int32' }, 'Decimal'],
      ],
    ],
    fails: [
      ['names something unknown', [{ entity: 'Book', fields: ['fine'] }], 'money: there is no Book.fine'],
      ['names a nested record', [{ entity: 'Book', fields: ['author'] }], 'money: there is no Book.author'],
    ],
  },
  ranges: {
    works: [
      [
        'as operators of one comparator',
        [
          { name: 'printedAt', of: ['Book#index'], parameters: { printed_since: 'gt' } },
          { name: 'updatedAt', parameters: { updated_since: 'gt' } },
        ],
        (c) => {
          const { printed_since, updated_since } = c.operations['Book#index']!.query;
          return [printed_since, updated_since];
        },
        [
          { name: 'printedAt', type: 'date', operator: 'gt' },
          { name: 'updatedAt', type: 'date-time', operator: 'gt' },
        ],
      ],
    ],
    fails: [
      [
        'names an unknown operation',
        [{ name: 'a', of: ['Book#index', 'Book#list'], parameters: { printed_since: 'gt' } }],
        'ranges: there is no Book#list',
      ],
      [
        'names a parameter that nothing takes',
        [{ name: 'a', parameters: { bound_since: 'gt' } }],
        'ranges: nothing takes bound_since for a',
      ],
      [
        'takes the name of another parameter',
        [{ name: 'lent', parameters: { printed_since: 'gt' } }],
        'ranges: Book#index has a parameter lent already',
      ],
      [
        'comes twice',
        [
          { name: 'a', parameters: { printed_since: 'gt' } },
          { name: 'b', parameters: { printed_since: 'gt' } },
        ],
        'ranges: Book#index printed_since is an operator already',
      ],
    ],
  },
  untouched: {
    works: [
      [
        'by writes',
        [{ by: ['Book'], entities: ['Author'] }],
        (c) => [c.operations['Book#index']?.untouched, c.operations['Book#create']?.untouched],
        [undefined, ['Author']],
      ],
    ],
    fails: [
      [
        'by a type that nothing writes',
        [{ by: ['Boo'], entities: ['Author'] }],
        'untouched: nothing writes Boo',
      ],
      ['an entity that is not there', [{ by: ['Book'], entities: ['Boo'] }], 'untouched: there is no Boo'],
    ],
  },
  permissions: {
    works: [
      [
        'for all operations of an entity',
        [{ of: 'Book', needs: ['Shelves'] }],
        (c) => [c.operations['Book#index']?.permissions, c.operations['Book#create']?.permissions],
        [['Shelves'], ['Shelves']],
      ],
      [
        'for one operation',
        [{ of: 'Book#create', needs: ['Shelves', 'Purchases'] }],
        (c) => [c.operations['Book#index']?.permissions, c.operations['Book#create']?.permissions],
        [undefined, ['Shelves', 'Purchases']],
      ],
    ],
    fails: [
      [
        'says it twice',
        [
          { of: 'Book', needs: ['Shelves'] },
          { of: 'Book#create', needs: ['Shelves'] },
        ],
        'permissions: Book#create has some already',
      ],
      ['names something unknown', [{ of: 'Boo', needs: ['Shelves'] }], 'permissions: there is no Boo'],
    ],
  },
  seldomChanged: {
    works: [
      [
        'one, and its views with it',
        {
          entities: [{ entity: 'Orphan', viewOf: 'Author' }],
          seldomChanged: [{ entity: 'Author' }],
        },
        (c) => [c.entities.Author?.seldomChanges, c.entities.Orphan?.seldomChanges],
        [true, true],
      ],
    ],
    fails: [
      [
        'says it twice',
        [{ entity: 'Author' }, { entity: 'Author' }],
        'seldomChanged: Author is right already',
      ],
      ['names something unknown', [{ entity: 'Auther' }], 'seldomChanged: there is no Auther'],
    ],
  },
  fields: {
    works: [
      ['drop', [{ field: 'Book.weight', drop: true }], (c) => 'weight' in c.entities.Book!.fields, false],
      [
        'list',
        [{ field: 'Book.title', list: true }],
        (c) => c.entities.Book?.fields.title,
        { kind: 'scalar', name: 'title', type: 'String', format: 'string', list: true },
      ],
      [
        'type',
        [{ field: 'Book.circulation', type: 'Decimal' }],
        (c) => c.entities.Book?.fields.circulation,
        { kind: 'scalar', name: 'circulation', type: 'Decimal', format: 'int64' },
      ],
      [
        'an enum in the place of text',
        [{ field: 'Book.title', values: ['Prose', 'Verse'], spelling: { Verse: 'in_verse' } }],
        (c) => [c.entities.Book?.fields.title, c.enums.BookTitle?.values],
        [
          {
            kind: 'scalar',
            name: 'title',
            type: 'BookTitle',
            format: 'string',
            enum: true,
            spelling: { Verse: 'in_verse' },
          },
          { PROSE: 'Prose', VERSE: 'Verse' },
        ],
      ],
      [
        'type in the place of an enum',
        [{ field: 'Book_Reader.shelf', type: 'String' }],
        (c) => [c.entities.Book_Reader?.fields.shelf, Object.keys(c.enums).includes('BookReaderShelf')],
        [{ kind: 'scalar', name: 'shelf', type: 'String', format: 'string' }, false],
      ],
    ],
    fails: [
      [
        'changes nothing: the type',
        [{ field: 'Book.circulation', type: 'Float' }],
        'fields: Book.circulation is right already',
      ],
      [
        'changes nothing: JSON already',
        [{ field: 'Book.notes', json: true }],
        'fields: Book.notes is right already',
      ],
      [
        'changes nothing: a list already',
        [{ field: 'Book.keywords', list: true }],
        'fields: Book.keywords is right already',
      ],
      [
        'gives a nested record a scalar type',
        [{ field: 'Book.author', type: 'String' }],
        'fields: Book.author is right already',
      ],
      ['names an unknown field', [{ field: 'Book.colour', drop: true }], 'fields: there is no Book.colour'],
      ['names an unknown entity', [{ field: 'Tome.title', drop: true }], 'fields: there is no Tome.title'],
    ],
  },
  sameEnums: {
    works: [
      [
        'a name for two',
        [{ enum: 'Shelf', as: ['BookShelf', 'BookReaderShelf'] }],
        (c) => [
          c.entities.Book?.fields.shelf,
          c.entities.Book_Reader?.fields.shelf,
          Object.keys(c.enums).filter((name) => name.endsWith('Shelf')),
        ],
        [
          { kind: 'scalar', name: 'shelf', format: 'string', type: 'Shelf', enum: true },
          { kind: 'scalar', name: 'shelf', format: 'string', type: 'Shelf', enum: true },
          ['Shelf'],
        ],
      ],
      [
        'a value that an input spells differently',
        {
          bodies: [{ body: 'Book#create reader', type: 'string', values: ['Novel', 'Poetry'] }],
          sameEnums: [{ enum: 'BookGenre', as: ['BookReaderInput'] }],
        },
        (c) => [bodyOf(c).properties?.reader?.input, bodyOf(c).properties?.reader?.spelling],
        ['BookGenre', { novel: 'Novel', poetry: 'Poetry' }],
      ],
      [
        'orders',
        [{ enum: 'TitleOrderBy', as: ['BookOrderBy'] }],
        (c) => c.operations['Book#index']?.order?.type,
        'TitleOrderBy',
      ],
    ],
    fails: [
      [
        'names something unknown',
        [{ enum: 'Shelf', as: ['BookShelf', 'ReaderShelf'] }],
        'sameEnums: there is no ReaderShelf',
      ],
      [
        'changes nothing: the name',
        [{ enum: 'BookShelf', as: ['BookShelf'] }],
        'sameEnums: BookShelf is its own name',
      ],
      [
        'joins other values',
        [{ enum: 'BookShelf', as: ['BookGenre'] }],
        'sameEnums: BookGenre and BookShelf have other values',
      ],
    ],
  },
  sameInputs: {
    works: [
      [
        'a name for a mutation, a filter and a part',
        [
          { input: 'NewBookInput', as: ['CreateBookInput'] },
          { input: 'ShelfFilter', as: ['BookFilter'] },
          { input: 'ChapterInput', as: ['CreateBookChapterInput'] },
        ],
        (c) => [
          c.operations['Book#create']?.input,
          c.operations['Book#index']?.filter,
          c.operations['Book#index']?.relations?.[0]?.filter,
          bodyOf(c).properties?.chapters?.input,
        ],
        ['NewBookInput', 'ShelfFilter', 'BookRelationFilter', 'ChapterInput'],
      ],
    ],
    fails: [
      [
        'names something unknown',
        [{ input: 'TomeInput', as: ['CreateTomeInput'] }],
        'sameInputs: there is no CreateTomeInput',
      ],
      [
        'changes nothing: the name',
        [{ input: 'BookFilter', as: ['BookFilter'] }],
        'sameInputs: BookFilter is its own name',
      ],
    ],
  },
  links: {
    works: [
      [
        'a field for the record behind an id',
        [link],
        (c) => c.entities.Loan?.fields['~author'],
        { kind: 'link', name: 'author', entity: 'Author', via: 'author_id' },
      ],
    ],
    fails: [
      [
        'changes nothing: the field is there',
        [{ ...link, name: 'type' }],
        'links: Loan has a field type already',
      ],
      [
        'starts from an unknown field',
        [{ ...link, via: 'writer_id' }],
        'links: there is no Loan.writer_id or no Author',
      ],
      [
        'starts from an unknown entity',
        [{ ...link, entity: 'Lend' }],
        'links: there is no Lend.author_id or no Author',
      ],
      [
        'leads to something unknown',
        [{ ...link, to: 'Writer' }],
        'links: there is no Loan.author_id or no Writer',
      ],
    ],
  },
  nodes: {
    works: [
      [
        'a field for the record that type and id name',
        [{ entity: 'Loan', types: { Novel: 'Book', Person: { entity: 'Author', query: { dead: 'no' } } } }],
        (c) => c.entities.Loan?.fields['~node'],
        {
          kind: 'node',
          name: 'node',
          type: 'LoanNode',
          typeField: 'type',
          idField: 'id',
          targets: { Novel: { entity: 'Book' }, Person: { entity: 'Author', query: { dead: 'no' } } },
        },
      ],
    ],
    fails: [
      ['changes nothing', [node, node], 'nodes: Loan has a field node already'],
      ['names a shape without type and id', [{ ...node, entity: 'Book' }], 'nodes: Book has no type and id'],
      ['names something unknown', [{ ...node, entity: 'Lend' }], 'nodes: Lend has no type and id'],
      [
        'leads to something unknown',
        [{ ...node, types: { Novel: 'Tome', Person: { entity: 'Writer', query: {} } } }],
        'nodes: Loan leads to Tome, which does not exist\n- nodes: Loan leads to Writer, which does not exist',
      ],
    ],
  },
  shared: {
    works: [
      [
        'of a link: under one name, and under two',
        {
          links: [link],
          shared: [{ entity: 'Loan', name: 'author', fields: ['id', { name: 'code' }] }],
        },
        (c) => c.entities.Loan?.fields['~author'],
        {
          kind: 'link',
          name: 'author',
          entity: 'Author',
          via: 'author_id',
          shared: { id: 'id', name: 'code' },
        },
      ],
      [
        'of each target that has the field',
        {
          nodes: [{ entity: 'Loan', types: { Novel: 'Book', Person: 'Author' } }],
          shared: [{ entity: 'Loan', name: 'node', fields: [{ name: 'code' }] }],
        },
        (c) => c.entities.Loan?.fields['~node'],
        {
          kind: 'node',
          name: 'node',
          type: 'LoanNode',
          typeField: 'type',
          idField: 'id',
          targets: { Novel: { entity: 'Book' }, Person: { entity: 'Author', shared: { name: 'code' } } },
        },
      ],
      [
        'of one target',
        {
          nodes: [{ entity: 'Loan', types: { Novel: 'Book', Person: 'Author' } }],
          shared: [{ entity: 'Loan', name: 'node', to: 'Book', fields: ['id', { title: 'code' }] }],
        },
        (c) => Object.values((c.entities.Loan?.fields['~node'] as NodeFact | undefined)?.targets ?? {}),
        [{ entity: 'Book', shared: { id: 'id', title: 'code' } }, { entity: 'Author' }],
      ],
    ],
    fails: [
      [
        'names a field that leads nowhere',
        [{ entity: 'Loan', name: 'type', fields: ['code'] }],
        'shared: Loan.type leads to no record with the same code',
      ],
      [
        'names a field that one of them lacks or has with another type',
        {
          links: [link],
          shared: [{ entity: 'Loan', name: 'author', fields: ['code', { name: 'author_id' }] }],
        },
        'shared: Loan.author leads to no record with the same code\n- shared: Loan.author leads to no record with the same name',
      ],
    ],
  },
  seldom: {
    works: [
      [
        'a record inside another',
        [{ entity: 'Book', fields: ['sequel'] }],
        (c) => c.entities.Book?.fields.sequel,
        { kind: 'one', name: 'sequel', entity: 'Book', seldom: true },
      ],
      [
        'a list inside a record',
        [{ entity: 'Book', fields: ['chapters'] }],
        (c) => c.entities.Book?.fields.chapters,
        { kind: 'many', name: 'chapters', entity: 'Chapter', seldom: true },
      ],
    ],
    fails: [
      [
        'names a value, and something unknown',
        [{ entity: 'Book', fields: ['title', 'prequel'] }],
        'seldom: there is no record Book.title\n- seldom: there is no record Book.prequel',
      ],
      [
        'says it twice',
        [{ entity: 'Book', fields: ['sequel', 'sequel'] }],
        'seldom: Book.sequel is right already',
      ],
    ],
  },
  loads: {
    works: [
      [
        'query and requires',
        [{ entity: 'Book', query: { include_lost: 'true' }, requires: ['lent'] }],
        (c) => c.entities.Book?.load,
        { batch: 'Book#index', show: 'Book#show', query: { include_lost: 'true' }, requires: ['lent'] },
      ],
      ['no batch', [{ entity: 'Book', batch: false }], (c) => c.entities.Book?.load, { show: 'Book#show' }],
      [
        'no batch, and so no way at all',
        [{ entity: 'Loan', batch: false }],
        (c) => c.entities.Loan?.load,
        undefined,
      ],
    ],
    fails: [
      ['changes nothing: no batch', [{ entity: 'Author', batch: false }], 'loads: Author is right already'],
      ['changes nothing: says nothing', [{ entity: 'Book' }], 'loads: Book is right already'],
      ['names something unknown', [{ entity: 'Tome', batch: false }], 'loads: Tome cannot be loaded'],
      [
        'names a type that cannot be loaded',
        [{ entity: 'Chapter', requires: ['lent'] }],
        'loads: Chapter cannot be loaded',
      ],
      [
        'sends a parameter that the batch does not take',
        [{ entity: 'Book', query: { include_burnt: 'true' } }],
        'loads: Book: no batch takes include_burnt',
      ],
      [
        'requires a parameter that the batch does not take',
        [{ entity: 'Book', requires: ['city'] }],
        'loads: Book: no batch takes city',
      ],
    ],
  },
  picks: {
    works: [
      [
        'one record of a list',
        [pick],
        (c) => c.entities.Book?.fields['~chapter'],
        { kind: 'pick', name: 'chapter', from: 'chapters', entity: 'Chapter', by: { called: 'heading' } },
      ],
    ],
    fails: [
      ['changes nothing', [pick, pick], 'picks: Book has a field chapter already'],
      ['names a list that is not there', [{ ...pick, from: 'pages' }], 'picks: there is no list Book.pages'],
      ['names an unknown entity', [{ ...pick, entity: 'Tome' }], 'picks: there is no list Tome.chapters'],
      [
        'compares with an unknown field',
        [{ ...pick, by: { called: 'title' } }],
        'picks: there is no Chapter.title',
      ],
    ],
  },
  typed: {
    works: [
      [
        'a value under a type of its own',
        [typed],
        (c) => c.entities.Loan?.fields['~days'],
        {
          kind: 'typed',
          name: 'days',
          type: 'Int',
          from: 'author_id',
          when: { field: 'type', values: ['short', 'long'] },
        },
      ],
    ],
    fails: [
      ['changes nothing', [{ ...typed, name: 'type' }], 'typed: Loan has a field type already'],
      ['names an unknown value', [{ ...typed, from: 'value' }], 'typed: there is no Loan.value or no type'],
      [
        'asks an unknown field',
        [{ ...typed, when: { kind: ['short'] } }],
        'typed: there is no Loan.author_id or no kind',
      ],
    ],
  },
  sums: {
    works: [
      [
        'an amount',
        [sum],
        (c) => c.entities.Author?.fields['~owed'],
        {
          kind: 'sum',
          name: 'owed',
          type: 'ID',
          from: 'loans',
          of: 'author_id',
          where: { field: 'type', values: ['late'] },
          per: 'code',
        },
      ],
    ],
    fails: [
      ['changes nothing', [{ ...sum, name: 'name' }], 'sums: Author has a field name already'],
      [
        'names an unknown amount',
        [{ ...sum, of: 'fee' }],
        'sums: there is no Author.loans with fee, type and code',
      ],
    ],
  },
  siblings: {
    works: [
      [
        'a place to find the record in',
        [{ field: 'Book.first_chapter', of: 'sequel', list: 'chapters' }],
        (c) => c.entities.Book?.fields.first_chapter,
        {
          kind: 'one',
          name: 'firstChapter',
          entity: 'Chapter',
          sibling: { of: 'sequel', list: 'chapters' },
        },
      ],
    ],
    fails: [
      [
        'names an unknown field',
        [{ field: 'Book.last_chapter', of: 'sequel', list: 'chapters' }],
        'siblings: there is no Book.last_chapter, or no sequel beside it with chapters',
      ],
      [
        'names an unknown list',
        [{ field: 'Book.first_chapter', of: 'author', list: 'chapters' }],
        'siblings: there is no Book.first_chapter, or no author beside it with chapters',
      ],
      [
        'names an unknown neighbour',
        [{ field: 'Book.first_chapter', of: 'prequel', list: 'chapters' }],
        'siblings: there is no Book.first_chapter, or no prequel beside it with chapters',
      ],
      [
        'changes nothing',
        [
          { field: 'Book.first_chapter', of: 'sequel', list: 'chapters' },
          { field: 'Book.first_chapter', of: 'sequel', list: 'chapters' },
        ],
        'siblings: Book.first_chapter is right already',
      ],
    ],
  },
  loadQueries: {
    works: [
      [
        'a parameter that the position determines',
        [{ field: 'Book.sequel', query: { lent: 'true' } }],
        (c) => c.entities.Book?.fields.sequel,
        { kind: 'one', name: 'sequel', entity: 'Book', loadQuery: { lent: 'true' } },
      ],
    ],
    fails: [
      [
        'changes nothing',
        [
          { field: 'Book.sequel', query: { lent: 'true' } },
          { field: 'Book.sequel', query: { lent: 'true' } },
        ],
        'loadQueries: Book.sequel is right already',
      ],
      [
        'names an unknown field',
        [{ field: 'Book.prequel', query: { lent: 'true' } }],
        'loadQueries: there is no to-one field Book.prequel',
      ],
      [
        'names a list',
        [{ field: 'Book.chapters', query: { lent: 'true' } }],
        'loadQueries: there is no to-one field Book.chapters',
      ],
      [
        'sends a parameter that the batch does not take',
        [{ field: 'Book.sequel', query: { burnt: 'true' } }],
        'loadQueries: Book.sequel: no batch takes burnt',
      ],
    ],
  },
  parameters: {
    works: [
      [
        'drop',
        [{ parameter: 'Book#index heavier_than', drop: true }],
        (c) => 'heavier_than' in c.operations['Book#index']!.query,
        false,
      ],
      [
        'type, which takes the enum away',
        [{ parameter: 'Book#index genre', type: 'customField' }],
        (c) => c.operations['Book#index']?.query.genre,
        { name: 'genre', type: 'customField' },
      ],
      [
        'list',
        [{ parameter: 'Book#index genre', list: 'comma' }],
        (c) => c.operations['Book#index']?.query.genre,
        { name: 'genre', type: 'string', enum: 'BookGenre', list: 'comma' },
      ],
      [
        'values, in an enum of their own',
        [{ parameter: 'Book#index genre', values: ['novel', 'any'] }],
        (c) => [c.operations['Book#index']?.query.genre, c.enums.BookGenreFilter?.values],
        [
          { name: 'genre', type: 'string', enum: 'BookGenreFilter' },
          { ANY: 'any', NOVEL: 'novel' },
        ],
      ],
      [
        'targets, and the relation that follows',
        [{ parameter: 'Loan#list item_id', targets: ['Book'] }],
        (c) => [c.operations['Loan#list']?.query.item_id, c.operations['Loan#list']?.relations],
        [
          { name: 'itemId', type: 'integer', targets: ['Book'] },
          [{ on: 'Book', name: 'loansAsItem', parameter: 'item_id', filter: 'LoanFilter' }],
        ],
      ],
      [
        'nullable',
        [{ parameter: 'Book#index translator_id', nullable: true }],
        (c) => c.operations['Book#index']?.query.translator_id,
        { name: 'translatorId', type: 'integer', targets: ['Author'], nullable: true },
      ],
      [
        'partial',
        [{ parameter: 'Book#index translator_id', partial: true }],
        (c) => c.operations['Book#index']?.query.translator_id?.partial,
        true,
      ],
      [
        'no relation',
        [{ parameter: 'Book#index translator_id', relation: false }],
        (c) => c.operations['Book#index']?.relations,
        [{ on: 'Author', name: 'books', parameter: 'author_id', filter: 'BookRelationFilter' }],
      ],
    ],
    fails: [
      [
        'changes nothing: the type',
        [{ parameter: 'Book#index printed_since', type: 'date' }],
        'parameters: Book#index printed_since is right already',
      ],
      [
        'changes nothing: the targets',
        [{ parameter: 'Book#index translator_id', targets: ['Author'] }],
        'parameters: Book#index translator_id is right already',
      ],
      [
        'changes nothing: it never related',
        [{ parameter: 'Book#index lent', relation: false }],
        'parameters: Book#index lent is right already',
      ],
      [
        'names an unknown parameter',
        [{ parameter: 'Book#index lighter_than', drop: true }],
        'parameters: there is no Book#index lighter_than',
      ],
      [
        'names an unknown operation',
        [{ parameter: 'Tome#index genre', drop: true }],
        'parameters: there is no Tome#index genre',
      ],
      [
        'takes ids of an unknown type',
        [{ parameter: 'Loan#list item_id', targets: ['Tome'] }],
        'parameters: Loan#list item_id takes ids of Tome, which does not exist',
      ],
    ],
  },
  bodies: {
    works: [
      [
        'drop, with the demand for it',
        [{ body: 'Book#create title', drop: true }],
        (c) => [bodyOf(c).properties?.title, bodyOf(c).required],
        [undefined, ['author']],
      ],
      [
        'required: false',
        [{ body: 'Book#create title', required: false }],
        (c) => bodyOf(c).required,
        ['author'],
      ],
      [
        'required: true',
        [{ body: 'Book#create pages', required: true }],
        (c) => bodyOf(c).required,
        ['title', 'author', 'pages'],
      ],
      [
        'type, which takes the format away',
        [{ body: 'Book#create pages', type: 'string' }],
        (c) => bodyOf(c).properties?.pages,
        { type: 'string', default: 120, name: 'pages', input: 'String' },
      ],
      [
        'type and format',
        [{ body: 'Book#create pages', type: 'string', format: 'date' }],
        (c) => bodyOf(c).properties?.pages,
        { type: 'string', format: 'date', default: 120, name: 'pages', input: 'Date' },
      ],
      [
        'values, in an enum of their own',
        [{ body: 'Book#create shelf', values: ['upper', 'attic'] }],
        (c) => [bodyOf(c).properties?.shelf?.input, c.enums.BookShelfInput?.values],
        ['BookShelfInput', { ATTIC: 'attic', UPPER: 'upper' }],
      ],
      [
        'name',
        [{ body: 'Book#create pages', name: 'pageCount' }],
        (c) => bodyOf(c).properties?.pages?.name,
        'pageCount',
      ],
      [
        'targets',
        [{ body: 'Book#create reader', targets: ['BookReader'] }],
        (c) => bodyOf(c).properties?.reader?.targets,
        ['BookReader'],
      ],
      [
        'a property of the items of a list',
        [{ body: 'Book#create chapters.heading', required: true }],
        (c) => bodyOf(c).properties?.chapters?.items?.required,
        ['heading'],
      ],
    ],
    fails: [
      [
        'changes nothing: the demand',
        [{ body: 'Book#create title', required: true }],
        'bodies: Book#create title is right already',
      ],
      [
        'changes nothing: there is no demand',
        [{ body: 'Book#create genre', required: false }],
        'bodies: Book#create genre is right already',
      ],
      [
        'changes nothing: the type',
        [{ body: 'Book#create title', type: 'string' }],
        'bodies: Book#create title is right already',
      ],
      [
        'changes nothing: there are no demands at all',
        [{ body: 'Book#create chapters.heading', required: false }],
        'bodies: Book#create chapters.heading is right already',
      ],
      [
        'names an unknown property',
        [{ body: 'Book#create colour', drop: true }],
        'bodies: there is no Book#create colour',
      ],
      [
        'names an unknown operation',
        [{ body: 'Tome#create title', drop: true }],
        'bodies: there is no Tome#create title',
      ],
      [
        'takes ids of an unknown type',
        [{ body: 'Book#create reader', targets: ['Reader'] }],
        'bodies: Book#create reader takes ids of Reader, which does not exist',
      ],
    ],
  },
  relations: {
    works: [
      [
        'name',
        [{ parameter: 'Book#index translator_id', name: 'translations' }],
        (c) => c.operations['Book#index']?.relations,
        [
          { on: 'Author', name: 'books', parameter: 'author_id', filter: 'BookRelationFilter' },
          { on: 'Author', name: 'translations', parameter: 'translator_id', filter: 'BookRelationFilter' },
        ],
      ],
      [
        'with, for each of the types',
        {
          parameters: [{ parameter: 'Loan#list item_id', targets: ['Book', 'Author'] }],
          relations: [
            { parameter: 'Loan#list item_id', on: 'Book', name: 'loans', with: { item_type: 'book' } },
            { parameter: 'Loan#list item_id', on: 'Author', with: { item_type: 'author' } },
          ],
        },
        (c) => c.operations['Loan#list']?.relations,
        [
          {
            on: 'Author',
            name: 'loansAsItem',
            parameter: 'item_id',
            with: { item_type: 'author' },
            filter: 'LoanFilter',
          },
          {
            on: 'Book',
            name: 'loans',
            parameter: 'item_id',
            with: { item_type: 'book' },
            filter: 'LoanFilter',
          },
        ],
      ],
      [
        'a further connection beside that of the parameter',
        [
          {
            parameter: 'Book#index author_id',
            on: 'Author',
            name: 'novels',
            with: { genre: 'novel' },
            beside: true,
          },
        ],
        (c) => c.operations['Book#index']?.relations?.map(({ name, with: also }) => [name, also]),
        [
          ['books', undefined],
          ['booksAsTranslator', undefined],
          ['novels', { genre: 'novel' }],
        ],
      ],
      [
        'a name that is taken gets a suffix',
        [{ parameter: 'Book#index translator_id', name: 'books' }],
        (c) => c.operations['Book#index']?.relations?.map(({ name }) => name),
        ['books', 'booksConnection'],
      ],
    ],
    fails: [
      [
        'names an unknown parameter',
        [{ parameter: 'Book#index editor_id', name: 'edited' }],
        'relations: Book#index editor_id relates nothing',
      ],
      [
        'names an unknown operation',
        [{ parameter: 'Tome#index author_id', name: 'tomes' }],
        'relations: Tome#index author_id relates nothing',
      ],
      [
        'changes nothing: the parameter takes no id',
        [{ parameter: 'Book#index lent', name: 'lent' }],
        'relations: Book#index lent relates nothing',
      ],
      [
        'changes nothing: the parameter takes no id of this type',
        [{ parameter: 'Book#index author_id', on: 'Publisher', name: 'published' }],
        'relations: Book#index author_id relates nothing on Publisher',
      ],
      [
        'changes nothing: the name',
        [{ parameter: 'Book#index translator_id', name: 'booksAsTranslator' }],
        'relations: Book#index translator_id is right already',
      ],
      [
        'sends an unknown parameter',
        [{ parameter: 'Book#index author_id', with: { kind: 'novel' } }],
        'relations: Book#index has no parameter kind',
      ],
    ],
  },
  operations: {
    works: [
      [
        'response and entity',
        [{ operation: 'Book#preview', response: 'record', entity: 'Book' }],
        (c) => c.operations['Book#preview'],
        expect.objectContaining({ response: 'record', entity: 'Book' }),
      ],
      [
        'offset',
        [{ operation: 'Book#index', offset: false }],
        (c) => c.operations['Book#index']?.offset,
        false,
      ],
      [
        'order, in both directions',
        [{ operation: 'Loan#list', order: ['id', 'due_at'] }],
        (c) => c.operations['Loan#list']?.order,
        {
          type: 'LoanOrderBy',
          values: {
            DUE_AT_ASC: 'due_at(asc)',
            DUE_AT_DESC: 'due_at(desc)',
            ID_ASC: 'id(asc)',
            ID_DESC: 'id(desc)',
          },
          default: 'id(asc)',
        },
      ],
      [
        'the types of placeholders',
        [{ operation: 'Book#scan', pathTypes: { id: 'Scan' } }],
        (c) => c.operations['Book#scan']?.pathTypes,
        { id: 'Scan' },
      ],
    ],
    fails: [
      [
        'changes nothing: the response',
        [{ operation: 'Book#index', response: 'list', entity: 'Book' }],
        'operations: Book#index is right already',
      ],
      [
        'changes nothing: the order',
        [{ operation: 'Book#index', order: ['title', 'id'] }],
        'operations: Book#index is right already',
      ],
      [
        'names something unknown',
        [{ operation: 'Book#burn', response: 'empty' }],
        'operations: there is no Book#burn',
      ],
      [
        'returns an unknown type',
        [{ operation: 'Book#preview', response: 'record', entity: 'Tome' }],
        'operations: Book#preview returns Tome, which does not exist',
      ],
    ],
  },
  places: {
    works: [
      [
        'another place',
        [{ operation: 'Author#show', on: 'Query', name: 'writer' }],
        (c) => c.operations['Author#show']?.field,
        { on: 'Query', name: 'writer' },
      ],
    ],
    fails: [
      [
        'changes nothing',
        [{ operation: 'Author#show', on: 'Query', name: 'author' }],
        'places: Author#show is right already',
      ],
      [
        'comes twice',
        [
          { operation: 'Author#show', on: 'Query', name: 'writer' },
          { operation: 'Author#show', on: 'Query', name: 'poet' },
        ],
        'places: Author#show is placed twice',
      ],
      [
        'names something unknown',
        [{ operation: 'Book#burn', on: 'Query', name: 'ashes' }],
        'places: there is no Book#burn',
      ],
      [
        'is on an unknown type',
        [{ operation: 'Author#show', on: 'Tome', name: 'author' }],
        'places: Author#show is placed on Tome, which does not exist',
      ],
      [
        'takes a placeholder that the path has not',
        [{ operation: 'Author#show', on: 'Book', name: 'writer', parent: 'book_id' }],
        'places: the path of Author#show has no book_id',
      ],
      [
        'takes the name of a field',
        [{ operation: 'Author#show', on: 'Book', name: 'title', parent: 'id' }],
        'places: Author#show: Book.title is taken',
      ],
    ],
  },
  uploads: {
    works: [['a mutation', [upload], (c) => c.uploads.uploadBook, facts]],
    fails: [
      [
        'takes an unknown operation',
        [{ ...upload, undo: 'Book#burn' }],
        'uploads: uploadBook: there is no Book#burn',
      ],
      [
        'names an unknown version',
        [{ ...upload, version: 'title' }],
        'uploads: uploadBook: there is no Book.title',
      ],
      ['comes twice', [upload, upload], 'uploads: uploadBook is there twice'],
    ],
  },
  codes: {
    works: [['a code', [code], (c) => c.operations['Book#create']?.codes, { readerCode: codeFacts }]],
    fails: [
      [
        'lists no codes',
        [{ ...code, list: 'Author#index' }],
        'codes: Author#index lists no codes with types',
      ],
      [
        'names a place that the body lacks',
        [{ ...code, into: ['lender'] }],
        'codes: Book#create has no lender',
      ],
      ['comes twice', [code, code], 'codes: Book#create readerCode is there twice'],
    ],
  },
  searches: {
    works: [
      [
        'a kind',
        [{ name: 'LOAN', operation: 'Loan#list', with: { item_type: 'Book' } }],
        (c) => c.searches.LOAN,
        { operation: 'Loan#list', with: { item_type: 'Book' } },
      ],
    ],
    fails: [
      [
        'names a list that takes no query',
        [{ name: 'BOOK', operation: 'Book#index' }],
        'searches: Book#index is no list that can be searched',
      ],
      [
        'sends a parameter that the list does not take',
        [{ name: 'LOAN', operation: 'Loan#list', with: { shelf: 'upper' } }],
        'searches: Loan#list has no shelf',
      ],
      [
        'comes twice',
        [
          { name: 'LOAN', operation: 'Loan#list' },
          { name: 'LOAN', operation: 'Loan#list' },
        ],
        'searches: LOAN is there twice',
      ],
    ],
  },
  subscriptions: {
    works: [
      [
        'without',
        [{ model: 'author', without: ['deleted'] }],
        (c) => c.subscriptions.authorChanged?.events,
        { CREATED: 'created', UPDATED: 'updated' },
      ],
    ],
    fails: [
      [
        'leaves out something unknown',
        [{ model: 'book', without: ['burnt'] }],
        'subscriptions: book is right already',
      ],
      [
        'names an unknown model',
        [{ model: 'film', without: ['deleted'] }],
        'subscriptions: there is no film',
      ],
    ],
  },
};

const uncorrected = importLibrary();

describe.each(Object.entries(kinds) as [List, Kind][])('corrections of %s', (list, { works, fails }) => {
  const importWith = (entries: Entries): CatalogData =>
    importLibrary(Array.isArray(entries) ? { [list]: entries } : (entries as Additions));

  it.each(works)('apply: %s', (_, entries, found, expected) => {
    expect(found(uncorrected)).not.toEqual(expected);
    expect(found(importWith(entries))).toEqual(expected);
  });

  it.each(fails)('fail the import: an entry that %s', (_, entries, problem) => {
    expect(() => importWith(entries)).toThrow(`The import failed:\n- ${problem}`);
  });

  it('have a reason and name their subject', () => {
    const other = { x: 'y' };
    const parsed = { ...(parseYaml(needed) as object), [list]: [other] };
    expect(() => parseCorrections(stringify(parsed))).toThrow(
      `corrections: ${list}: {"x":"y"} gives no reason`,
    );
    const reasoned = { ...parsed, [list]: [{ ...other, reason: 'So it is.' }] };
    expect(() => parseCorrections(stringify(reasoned))).toThrow(
      new RegExp(`corrections: ${list}: {"x":"y","reason":"So it is."} lacks [a-zA-Z]+( and [a-zA-Z]+)*$`),
    );
  });
});

describe('the file of corrections', () => {
  it.each([
    ['is empty', '', 'retrieved must be a day'],
    ['has no day', needed.replace('retrieved: 2026-03-01', ''), 'retrieved must be a day'],
    ['has another day', needed.replace('2026-03-01', 'March'), 'retrieved must be a day'],
    ['has a list too many', `${needed}wishes: []`, 'unknown list "wishes"'],
    ['has a list too few', needed.replace('links: []', ''), 'links is not a list'],
    ['has a list that lost its entries', needed.replace('links: []', 'links:'), 'links is not a list'],
    [
      'has an entry that says nothing',
      needed.replace('links: []', 'links: [null]'),
      'links: null gives no reason',
    ],
    [
      'has an entry with a misspelled key',
      needed.replace('fields: []', 'fields: [{ field: Book.title, lists: true, reason: A typo. }]'),
      'has an unknown key "lists"',
    ],
    [
      'has a comma in a text without quotes',
      needed.replace('fields: []', 'fields: [{ field: Book.title, list: true, reason: One, or more. }]'),
      'has an unknown key "or more."; a text with a comma needs quotes',
    ],
    ['has an empty reason', needed.replace('links: []', "links: [{ reason: '' }]"), 'gives no reason'],
  ])('is rejected if it %s', (_, text, problem) => {
    expect(() => parseCorrections(text)).toThrow(problem);
  });
});

describe('the import', () => {
  it('reports all problems together', () => {
    const additions = {
      fields: [{ field: 'Book.colour', drop: true }],
      places: [{ operation: 'Book#burn', on: 'Query', name: 'ashes' }],
    };
    expect(() => importLibrary(additions)).toThrow(
      'The import failed:\n- fields: there is no Book.colour\n- places: there is no Book#burn',
    );
  });

  it('requires a place for every operation that reads', () => {
    const base = corrections();
    const places = base.places.filter(({ operation }) => operation !== 'Book#scan');
    expect(() => importCatalog(library.document, library.sha256, { ...base, places })).toThrow(
      'Book#scan has no place in the schema: add it to places',
    );
  });
});
