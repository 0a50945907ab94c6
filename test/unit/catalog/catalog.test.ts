import { describe, expect, it } from 'vitest';
import { createCatalog, loadCatalog } from '../../../src/catalog/catalog.ts';
import type { CatalogData, EntityFact, FieldFact } from '../../../src/catalog/types.ts';

const name: FieldFact = { kind: 'scalar', name: 'name', type: 'String', format: 'string' };
const person: EntityFact = {
  type: 'Person',
  domain: 'people',
  id: 'integer',
  fields: { name, born_on: { kind: 'scalar', name: 'bornOn', type: 'Date', format: 'date' } },
  load: { show: 'Person#show', batch: 'Person#index' },
};
const data: CatalogData = {
  source: { title: '', version: '', retrieved: '', sha256: '', paths: 0, operations: 1 },
  entities: {
    // A view is listed before and after the entity of which it is a view.
    Author: {
      type: 'Person',
      domain: 'people',
      viewOf: 'Person',
      fields: { name: { ...name, format: 'object' } },
    },
    Person: person,
    Town: { type: 'Town', domain: 'places', fields: { name } },
    Writer: {
      type: 'Person',
      domain: 'people',
      viewOf: 'Person',
      fields: { name: { ...name, format: 'object' }, pen_name: { ...name, name: 'penName' } },
    },
  },
  enums: { Mood: { domain: 'people', values: { GOOD: 'good' } } },
  uploads: {},
  searches: {},
  subscriptions: {},
  operations: {
    'Person#show': {
      method: 'GET',
      path: '/people/{id}.json',
      verb: 'show',
      domain: 'people',
      response: 'record',
      pathParameters: ['id'],
      query: {},
      statuses: [200],
    },
  },
};
const catalog = createCatalog(data);

describe('createCatalog', () => {
  it('returns entities, operations and enums by name', () => {
    expect(catalog.entity('Town')).toBe(data.entities.Town);
    expect(catalog.operation('Person#show')).toEqual({
      id: 'Person#show',
      ...data.operations['Person#show'],
    });
    expect(catalog.enum('Mood')?.values).toEqual({ GOOD: 'good' });
  });

  it('throws an error with the name for an unknown name', () => {
    expect(() => catalog.entity('Village')).toThrow('The catalog has no entity Village');
    expect(() => catalog.operation('Person#ids')).toThrow('The catalog has no operation Person#ids');
    expect(catalog.enum('Village')).toBeUndefined();
  });

  it.each(['constructor', 'toString', '__proto__'])(
    'does not take the inherited property %s for an operation',
    (id) => {
      expect(() => catalog.operation(id)).toThrow(`no operation ${id}`);
    },
  );

  it('finds the entity that has all fields of a type', () => {
    expect(catalog.mainEntity('Person')).toBe('Person');
    expect(catalog.mainEntity('Author')).toBeUndefined();
  });

  it('loads a view by the entity of which it is a view', () => {
    for (const view of ['Person', 'Author', 'Writer'])
      expect(catalog.load(view)).toEqual({ entity: 'Person', load: person.load });
    expect(catalog.load('Town')).toBeUndefined();
  });

  it("merges the fields of a type's views, and prefers the entity's own facts", () => {
    const fields = catalog.fieldsByName('Person');
    expect([...fields.keys()].sort()).toEqual(['bornOn', 'name', 'penName']);
    expect(fields.get('name')).toEqual({ key: 'name', fact: name });
    expect(fields.get('bornOn')?.key).toBe('born_on');
    expect(catalog.fieldsByName('Person')).toBe(fields);
    expect(catalog.fieldsByName('Village').size).toBe(0);
  });
});

describe("the project's catalog", () => {
  const own = loadCatalog();
  const entities = Object.entries(own.data.entities);
  const operations = Object.entries(own.data.operations);

  it('is read once', () => {
    expect(loadCatalog()).toBe(own);
  });

  it('has one entity with all fields for each type', () => {
    const main = entities.filter(([, entity]) => !entity.viewOf);
    const types = main.map(([, entity]) => entity.type);
    expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
    for (const [, entity] of entities) expect(own.mainEntity(entity.type), entity.type).toBeDefined();
  });

  it('has one field of a name in each entity', () => {
    for (const [entityName, entity] of entities) {
      const names = Object.values(entity.fields).map((fact) => fact.name);
      expect(
        names.filter((field, index) => names.indexOf(field) !== index),
        entityName,
      ).toEqual([]);
    }
  });

  it('refers only to what it contains', () => {
    const types = new Set(entities.map(([, entity]) => entity.type));
    const lost: string[] = [];
    const need = (there: unknown, what: string) => {
      if (!there) lost.push(what);
    };
    for (const [entityName, { fields, load, viewOf }] of entities) {
      need(!viewOf || own.data.entities[viewOf], `${entityName} viewOf ${viewOf}`);
      for (const id of [load?.batch, load?.show])
        need(!id || own.data.operations[id], `${entityName} load ${id}`);
      for (const [key, fact] of Object.entries(fields)) {
        const at = `${entityName}.${key}`;
        if ('entity' in fact) need(own.data.entities[fact.entity], `${at} of ${fact.entity}`);
        if (fact.kind === 'scalar' && fact.enum) need(own.enum(fact.type), `${at}: enum ${fact.type}`);
        if (fact.kind === 'link') need(fields[fact.via], `${at} via ${fact.via}`);
        if (fact.kind === 'pick') {
          for (const by of Object.values(fact.by)) need(own.entity(fact.entity).fields[by], `${at} by ${by}`);
        }
        if (fact.kind === 'node') {
          need(fields[fact.typeField] && fields[fact.idField], `${at}: type or id`);
          for (const target of Object.values(fact.targets))
            need(own.load(target.entity), `${at} leads to ${target.entity}`);
        }
        if (fact.kind === 'typed') {
          const teller = fields[fact.when.field];
          const known = teller?.kind === 'scalar' ? own.enum(teller.type)?.values : undefined;
          for (const value of fact.when.values)
            need(
              known && Object.values(known).includes(value),
              `${at}: ${fact.when.field} is never ${value}`,
            );
        }
      }
    }
    for (const [id, operation] of operations) {
      need(!operation.entity || own.data.entities[operation.entity], `${id} of ${operation.entity}`);
      const places = [operation.field, ...(operation.relations ?? [])];
      for (const place of places) {
        const on = place?.on ?? 'Query';
        need(on === 'Query' || on === 'Mutation' || types.has(on), `${id} on ${on}`);
      }
      for (const relation of operation.relations ?? []) {
        for (const parameter of [relation.parameter, ...Object.keys(relation.with ?? {})])
          need(operation.query[parameter], `${id} ${parameter}`);
      }
      for (const [parameter, fact] of Object.entries(operation.query)) {
        need(!fact.enum || own.enum(fact.enum), `${id} ${parameter}: enum ${fact.enum}`);
        for (const target of fact.targets ?? []) need(types.has(target), `${id} ${parameter} of ${target}`);
      }
    }
    expect(lost).toEqual([]);
  });

  it('has no unused enum', () => {
    const text = JSON.stringify([own.data.entities, own.data.operations]);
    expect(Object.keys(own.data.enums).filter((one) => !text.includes(`"${one}"`))).toEqual([]);
  });
});
