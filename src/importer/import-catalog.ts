import type {
  AnswerKind,
  BodyFact,
  CatalogData,
  EntityFact,
  EnumFact,
  FieldFact,
  FieldPlaceFact,
  LoadFact,
  OperationFact,
  OrderFact,
  ParameterFact,
  ParameterType,
  RelationFact,
} from '../catalog/types.ts';
import type { Corrections } from './corrections.ts';
import { camelCase, enumValueName, lowerFirst, pascalCase, plural, upperFirst } from './names.ts';
import type { OpenApiDocument, Operation, Parameter, Schema } from './read-document.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type EntityDraft = Omit<Mutable<EntityFact>, 'fields'> & { fields: Record<string, FieldFact> };
type OperationDraft = Omit<Mutable<OperationFact>, 'query' | 'relations'> & {
  query: Record<string, Mutable<ParameterFact>>;
  relations?: RelationFact[];
};

/**
 * Turns Clio's OpenAPI document into the catalog. The same document and corrections give the same catalog.
 *
 * @throws Error naming each correction that no longer changes anything, or that names what is not there.
 */
export function importCatalog(
  document: OpenApiDocument,
  sha256: string,
  corrections: Corrections,
): CatalogData {
  return new CatalogImport(document, sha256, corrections).run();
}

class CatalogImport {
  readonly #document: OpenApiDocument;
  readonly #sha256: string;
  readonly #corrections: Corrections;
  readonly #entities = new Map<string, EntityDraft>();
  readonly #enums = new Map<string, { domain: string; clio: readonly string[] }>();
  readonly #operations = new Map<string, OperationDraft>();
  /** `Activity#index contact_note_id` of parameters that take an id but do not relate. */
  readonly #unrelated = new Set<string>();
  readonly #problems: string[] = [];

  constructor(document: OpenApiDocument, sha256: string, corrections: Corrections) {
    this.#document = document;
    this.#sha256 = sha256;
    this.#corrections = corrections;
  }

  run(): CatalogData {
    this.#readOperations();
    this.#readEntities();
    this.#correctEntities();
    this.#nameEnums();
    this.#nameParameters();
    this.#findLoads();
    this.#placeOperations();
    this.#nameBodies();
    this.#relate();
    if (this.#problems.length > 0) throw new Error(`The import failed:\n- ${this.#problems.join('\n- ')}`);
    const paths = Object.keys(this.#document.paths).length;
    return {
      source: {
        title: this.#document.info.title,
        version: this.#document.info.version,
        retrieved: this.#corrections.retrieved,
        sha256: this.#sha256,
        paths,
        operations: this.#operations.size,
      },
      entities: sorted(this.#entities, (entity) => ({ ...entity, fields: sortedRecord(entity.fields) })),
      enums: sorted(
        this.#enums,
        (fact): EnumFact => ({ domain: fact.domain, values: enumValues(fact.clio) }),
      ),
      operations: sorted(this.#operations, (operation) => ({
        ...operation,
        query: sortedRecord(operation.query),
        ...(operation.relations
          ? { relations: [...operation.relations].sort((a, b) => compare(a.on + a.name, b.on + b.name)) }
          : {}),
      })),
    };
  }

  // ---- operations ------------------------------------------------------------------------------

  #readOperations(): void {
    const domains = tagDomains(this.#document);
    for (const [path, methods] of Object.entries(this.#document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const draft = readOperation(path, method, operation, domains);
        this.#operations.set(operation.operationId, draft);
      }
    }
    for (const correction of this.#corrections.operations) {
      const draft = this.#operations.get(correction.operation);
      if (!draft) {
        this.#problems.push(`operations: there is no ${correction.operation}`);
        continue;
      }
      const before = JSON.stringify(draft);
      if (correction.answer) draft.answer = correction.answer;
      if (correction.entity) {
        draft.entity = correction.entity;
        if (!this.#document.components.schemas[`${correction.entity}_base`])
          this.#problems.push(
            `operations: ${correction.operation} answers with ${correction.entity}, which is not there`,
          );
      }
      if (correction.offset === false) draft.offset = false;
      if (correction.order)
        draft.order = orderFact(
          correction.order.flatMap((key) => [`${key}(asc)`, `${key}(desc)`]),
          draft.order?.default ?? 'id(asc)',
        );
      if (JSON.stringify(draft) === before)
        this.#problems.push(`operations: ${correction.operation} is right already`);
    }
    for (const { of, needs } of this.#corrections.permissions) {
      const own = [...this.#operations].filter(([id]) => id === of || id.startsWith(`${of}#`));
      if (own.length === 0) this.#problems.push(`permissions: there is no ${of}`);
      for (const [id, draft] of own) {
        if (draft.permissions) this.#problems.push(`permissions: ${id} has some already`);
        draft.permissions = needs;
      }
    }
  }

  // ---- entities --------------------------------------------------------------------------------

  #readEntities(): void {
    const schemas = this.#document.components.schemas;
    for (const [name, schema] of Object.entries(schemas)) {
      if (!name.endsWith('_base')) continue;
      const entity = name.slice(0, -'_base'.length);
      const nested = schemas[entity]?.allOf?.[1]?.properties ?? {};
      const fields: Record<string, FieldFact> = {};
      for (const [key, property] of Object.entries(schema.properties ?? {})) {
        // The nested half wins where both halves have a name: the flat half only says "an object".
        if (!(key in nested)) fields[key] = this.#scalarField(entity, key, property);
      }
      for (const [key, property] of Object.entries(nested)) {
        const target = refName(property.$ref ?? property.items?.$ref);
        if (!target) throw new Error(`${entity}.${key} is nested, yet refers to nothing`);
        fields[key] = {
          kind: property.$ref ? 'one' : 'many',
          name: camelCase(key),
          entity: target.replace(/_base$/, ''),
        };
      }
      const id = schema.properties?.id;
      this.#entities.set(entity, {
        type: pascalCase(entity),
        domain: '',
        ...(id ? { id: id.type === 'integer' ? 'integer' : 'string' } : {}),
        fields,
      });
    }
    this.#assignDomains();
  }

  #scalarField(entity: string, key: string, property: Schema): FieldFact {
    const list = property.type === 'array';
    const value = list ? (property.items ?? {}) : property;
    const format = value.format ?? value.type ?? 'object';
    const base = {
      kind: 'scalar' as const,
      name: camelCase(key),
      ...(list ? { list: true as const } : {}),
      format,
    };
    if (value.enum) {
      const name = `${entity} ${key}`;
      this.#enums.set(name, { domain: '', clio: value.enum.map(String) });
      return { ...base, type: name, enum: true };
    }
    return { ...base, type: scalarType(key, format) };
  }

  /** A type belongs to the domain of its operations; one without, to that of the first that nests it. */
  #assignDomains(): void {
    for (const operation of this.#operations.values()) {
      const entity = operation.entity ? this.#entities.get(operation.entity) : undefined;
      if (entity && (entity.domain === '' || operation.verb === 'index')) entity.domain ||= operation.domain;
    }
    for (let changed = true; changed; ) {
      changed = false;
      for (const [, entity] of [...this.#entities].sort(byKey)) {
        if (entity.domain === '') continue;
        for (const field of Object.values(entity.fields)) {
          const target =
            field.kind === 'one' || field.kind === 'many' ? this.#entities.get(field.entity) : undefined;
          if (target && target.domain === '') {
            target.domain = entity.domain;
            changed = true;
          }
        }
      }
    }
    for (const entity of this.#entities.values()) entity.domain ||= 'general';
  }

  #correctEntities(): void {
    for (const correction of this.#corrections.fields) {
      const [name = '', key = ''] = correction.field.split('.');
      const entity = this.#entities.get(name);
      const field = entity?.fields[key];
      if (!entity || !field) {
        this.#problems.push(`fields: there is no ${correction.field}`);
        continue;
      }
      const before = facts(field);
      if (correction.drop) delete entity.fields[key];
      else if (correction.json) {
        entity.fields[key] = {
          kind: 'scalar',
          name: field.name,
          type: 'JSON',
          ...(field.kind === 'many' ? { list: true as const } : {}),
          format: 'object',
        };
      } else if (correction.list && field.kind === 'scalar') entity.fields[key] = { ...field, list: true };
      else if (correction.type && field.kind === 'scalar') {
        const { enum: _, ...scalar } = field;
        entity.fields[key] = { ...scalar, type: correction.type };
      }
      if (facts(entity.fields[key]) === before)
        this.#problems.push(`fields: ${correction.field} is right already`);
    }
    for (const correction of this.#corrections.entities) {
      const entity = this.#entities.get(correction.entity);
      if (!entity) {
        this.#problems.push(`entities: there is no ${correction.entity}`);
        continue;
      }
      const before = JSON.stringify(entity);
      if (correction.drop) {
        this.#entities.delete(correction.entity);
        continue;
      }
      if (correction.type) entity.type = correction.type;
      if (correction.redactable) entity.redactable = correction.redactable;
      if (correction.nullableId) entity.nullableId = true;
      if (correction.viewOf) {
        const full = this.#entities.get(correction.viewOf);
        if (!full)
          this.#problems.push(
            `entities: ${correction.entity} is a view of ${correction.viewOf}, which is not there`,
          );
        else {
          entity.viewOf = correction.viewOf;
          entity.type = full.type;
          entity.domain = full.domain;
        }
      }
      if (JSON.stringify(entity) === before)
        this.#problems.push(`entities: ${correction.entity} is right already`);
    }
    for (const { entity: name } of this.#corrections.seldomChanged) {
      const entity = this.#entities.get(name);
      if (!entity) this.#problems.push(`seldomChanged: there is no ${name}`);
      else if (entity.seldomChanges) this.#problems.push(`seldomChanged: ${name} is there twice`);
      else entity.seldomChanges = true;
    }
    for (const entity of this.#entities.values()) {
      const full = entity.viewOf ? this.#entities.get(entity.viewOf) : undefined;
      if (full?.seldomChanges) entity.seldomChanges = true;
      if (full?.redactable) entity.redactable = full.redactable;
    }
    for (const { entity: name, name: link, via, to } of this.#corrections.links) {
      const entity = this.#entities.get(name);
      if (!entity?.fields[via] || !this.#entities.has(to))
        this.#problems.push(`links: there is no ${name}.${via} or no ${to}`);
      else this.#addField('links', name, { kind: 'link', name: link, entity: to, via });
    }
    for (const { entity: name, types } of this.#corrections.nodes) {
      const entity = this.#entities.get(name);
      for (const target of Object.values(types)) {
        const to = typeof target === 'string' ? target : target.entity;
        if (!this.#entities.has(to)) this.#problems.push(`nodes: ${name} leads to ${to}, which is not there`);
      }
      if (!entity?.fields.type || !entity.fields.id) this.#problems.push(`nodes: ${name} has no type and id`);
      else
        this.#addField('nodes', name, {
          kind: 'node',
          name: 'node',
          typeField: 'type',
          idField: 'id',
          targets: mapRecord(types, (target) => (typeof target === 'string' ? { entity: target } : target)),
        });
    }
    for (const { entity: name, name: pick, from, by } of this.#corrections.picks) {
      const entity = this.#entities.get(name);
      const list = entity?.fields[from];
      if (list?.kind !== 'many') {
        this.#problems.push(`picks: there is no list ${name}.${from}`);
        continue;
      }
      for (const key of Object.values(by)) {
        if (!this.#entities.get(list.entity)?.fields[key])
          this.#problems.push(`picks: there is no ${list.entity}.${key}`);
      }
      this.#addField('picks', name, { kind: 'pick', name: pick, from, entity: list.entity, by });
    }
    for (const { entity: name, name: typed, type, from, when } of this.#corrections.typed) {
      const entity = this.#entities.get(name);
      const [[field, values] = ['', []]] = Object.entries(when);
      if (!entity?.fields[from] || !entity.fields[field])
        this.#problems.push(`typed: there is no ${name}.${from} or no ${field}`);
      else this.#addField('typed', name, { kind: 'typed', name: typed, type, from, when: { field, values } });
    }
    for (const { field: name, query } of this.#corrections.loadQueries) {
      const [entityName = '', key = ''] = name.split('.');
      const entity = this.#entities.get(entityName);
      const field = entity?.fields[key];
      if (!entity || field?.kind !== 'one')
        this.#problems.push(`loadQueries: there is no to-one field ${name}`);
      else if (JSON.stringify(field.loadQuery) === JSON.stringify(query))
        this.#problems.push(`loadQueries: ${name} is right already`);
      else entity.fields[key] = { ...field, loadQuery: query };
    }
    for (const { field: name, of, list } of this.#corrections.siblings) {
      const [entityName = '', key = ''] = name.split('.');
      const entity = this.#entities.get(entityName);
      const field = entity?.fields[key];
      const beside = entity?.fields[of];
      const owner = beside?.kind === 'one' ? this.#entities.get(beside.entity) : undefined;
      if (!entity || field?.kind !== 'one' || owner?.fields[list]?.kind !== 'many') {
        this.#problems.push(`siblings: there is no ${name}, or no ${of} beside it with ${list}`);
      } else if (field.sibling?.of === of && field.sibling.list === list)
        this.#problems.push(`siblings: ${name} is right already`);
      else entity.fields[key] = { ...field, sibling: { of, list } };
    }
    for (const [name, entity] of this.#entities) {
      for (const [key, field] of Object.entries(entity.fields)) {
        if ((field.kind === 'one' || field.kind === 'many') && !this.#entities.has(field.entity)) {
          this.#problems.push(`${name}.${key} refers to ${field.entity}, which is not there`);
        }
      }
    }
  }

  /** Adds a field that Clio does not have. Its key cannot be one of Clio's. */
  #addField(list: string, entityName: string, fact: FieldFact): void {
    const fields = this.#entities.get(entityName)?.fields ?? {};
    if (Object.values(fields).some((field) => field.name === fact.name))
      this.#problems.push(`${list}: ${entityName} has a field ${fact.name} already`);
    else fields[`~${fact.name}`] = fact;
  }

  // ---- enums -----------------------------------------------------------------------------------

  /** Enums are named by their owner's type and field; `sameEnums` joins those that are one thing. */
  #nameEnums(): void {
    const same = new Map<string, string>();
    const joined = new Map<string, number>();
    for (const entry of this.#corrections.sameEnums)
      for (const alias of entry.as) {
        if (alias === entry.enum) this.#problems.push(`sameEnums: ${alias} is its own name`);
        same.set(alias, entry.enum);
      }
    const found = [...this.#enums];
    this.#enums.clear();
    for (const [owner, fact] of found) {
      const [entityName = '', key = ''] = owner.split(' ');
      const entity = this.#entities.get(entityName);
      const field = entity?.fields[key];
      // A correction may have given the field another type.
      if (!entity || field?.kind !== 'scalar' || !field.enum) continue;
      const own = entity.type + upperFirst(field.name);
      const name = same.get(own) ?? own;
      if (name !== own || same.has(own)) joined.set(own, (joined.get(own) ?? 0) + 1);
      entity.fields[key] = { ...field, type: name };
      this.#addEnum(name, entity.domain, fact.clio, owner);
    }
    for (const alias of same.keys()) {
      if (!joined.has(alias)) this.#problems.push(`sameEnums: there is no ${alias}`);
    }
  }

  #addEnum(name: string, domain: string, clio: readonly string[], owner: string): void {
    const known = this.#enums.get(name);
    if (known && !sameSet(known.clio, clio))
      this.#problems.push(`enum ${name} of ${owner} has other values elsewhere`);
    if (!known) this.#enums.set(name, { domain, clio });
    const names = clio.map(enumValueName);
    if (new Set(names).size !== names.length)
      this.#problems.push(`enum ${name} of ${owner}: two values get one name`);
  }

  // ---- parameters ------------------------------------------------------------------------------

  #nameParameters(): void {
    const types = new Set([...this.#entities.values()].map((entity) => entity.type));
    for (const correction of this.#corrections.parameters) {
      const { parameter, drop, type, list, targets, nullable, relation } = correction;
      const [operationId = '', name = ''] = parameter.split(' ');
      const operation = this.#operations.get(operationId);
      const fact = operation?.query[name];
      if (!operation || !fact) {
        this.#problems.push(`parameters: there is no ${parameter}`);
        continue;
      }
      const before = JSON.stringify(fact);
      if (drop) delete operation.query[name];
      if (type) {
        fact.type = type;
        delete fact.enum;
      }
      if (list) fact.list = list;
      if (targets) fact.targets = targets;
      if (nullable) fact.nullable = true;
      if (correction.values) {
        fact.type = 'string';
        fact.enum = JSON.stringify(correction.values);
      }
      const relates = fact.targets !== undefined && !this.#unrelated.has(parameter);
      if (relation === false) this.#unrelated.add(parameter);
      if (!drop && !(relation === false && relates) && JSON.stringify(fact) === before)
        this.#problems.push(`parameters: ${parameter} is right already`);
      for (const target of targets ?? []) {
        if (!types.has(target))
          this.#problems.push(`parameters: ${parameter} takes ids of ${target}, which is not there`);
      }
    }
    for (const [operationId, operation] of this.#operations) {
      const owner = operation.entity ? this.#entities.get(operation.entity)?.type : undefined;
      const fields = operation.entity ? (this.#entities.get(operation.entity)?.fields ?? {}) : {};
      for (const [name, fact] of Object.entries(operation.query)) {
        if (!fact.enum) continue;
        const clio = JSON.parse(fact.enum) as string[];
        fact.enum = this.#parameterEnum(
          owner ?? pascalCase(operationId.split('#')[0] ?? ''),
          operation.domain,
          name,
          clio,
          fields,
        );
      }
    }
  }

  /** A filter's enum is the field's where the values are the same; else one of its own. */
  #parameterEnum(
    owner: string,
    domain: string,
    name: string,
    clio: readonly string[],
    fields: Record<string, FieldFact>,
  ): string {
    const bare = name.replace('[]', '');
    for (const key of [bare, bare.replace(/es$/, ''), bare.replace(/s$/, '')]) {
      const field = fields[key];
      if (field?.kind === 'scalar' && field.enum) {
        const known = this.#enums.get(field.type);
        if (known && sameSet(known.clio, clio)) return field.type;
      }
    }
    const singular = /statuses\[\]$/.test(name) ? 'status' : bare;
    const own = `${owner}${upperFirst(camelCase(singular))}Filter`;
    this.#addEnum(own, domain, clio, name);
    return own;
  }

  // ---- loading ---------------------------------------------------------------------------------

  #findLoads(): void {
    for (const [id, operation] of this.#operations) {
      const entity = operation.entity ? this.#entities.get(operation.entity) : undefined;
      if (!entity || operation.method !== 'GET') continue;
      const load: Mutable<LoadFact> = { ...entity.load };
      const [parameter] = operation.pathParameters;
      if (operation.verb === 'show' && operation.pathParameters.length === 1 && parameter === 'id')
        load.show = id;
      if (operation.verb === 'index' && operation.pathParameters.length === 0 && operation.query['ids[]'])
        load.batch = id;
      // Always in this order, whichever of the two the document has first.
      const { batch, show } = load;
      if (batch || show) entity.load = { ...(batch ? { batch } : {}), ...(show ? { show } : {}) };
    }
    for (const correction of this.#corrections.loads) {
      const entity = this.#entities.get(correction.entity);
      if (!entity?.load) {
        this.#problems.push(`loads: ${correction.entity} cannot be loaded`);
        continue;
      }
      const load: Mutable<LoadFact> = { ...entity.load };
      const before = JSON.stringify(load);
      if (correction.query) load.query = correction.query;
      if (correction.requires) load.requires = correction.requires;
      const needed = [...Object.keys(correction.query ?? {}), ...(correction.requires ?? [])];
      this.#checkBatch(`loads: ${correction.entity}`, correction.entity, needed);
      if (correction.batch === false) delete load.batch;
      if (JSON.stringify(load) === before)
        this.#problems.push(`loads: ${correction.entity} is right already`);
      if (load.batch || load.show) entity.load = load;
      else delete entity.load;
    }
    for (const { field, query } of this.#corrections.loadQueries) {
      const [name = '', key = ''] = field.split('.');
      const nested = this.#entities.get(name)?.fields[key];
      if (nested?.kind === 'one')
        this.#checkBatch(`loadQueries: ${field}`, nested.entity, Object.keys(query));
    }
    for (const entity of this.#entities.values()) {
      const full = entity.viewOf ? this.#entities.get(entity.viewOf) : undefined;
      if (full?.load) delete entity.load;
    }
  }

  /** A parameter that the batch does not take would be refused by Clio, or do nothing. */
  #checkBatch(correction: string, entity: string, parameters: readonly string[]): void {
    const batch = this.#operations.get(this.#entities.get(entity)?.load?.batch ?? '');
    for (const parameter of parameters) {
      if (!batch?.query[parameter]) this.#problems.push(`${correction}: no batch takes ${parameter}`);
    }
  }

  // ---- places in the GraphQL schema -----------------------------------------------------------

  #placeOperations(): void {
    const types = new Set(['Query', ...[...this.#entities.values()].map((entity) => entity.type)]);
    const places = new Map<string, Corrections['places'][number]>();
    for (const place of this.#corrections.places) {
      const { operation: id, on, parent } = place;
      if (places.has(id)) this.#problems.push(`places: ${id} is placed twice`);
      if (on !== 'Mutation' && !types.has(on))
        this.#problems.push(`places: ${id} is placed on ${on}, which is not there`);
      const operation = this.#operations.get(id);
      if (operation && parent && !operation.pathParameters.includes(parent))
        this.#problems.push(`places: the path of ${id} has no ${parent}`);
      places.set(id, place);
    }
    for (const [id, operation] of this.#operations) {
      const place = places.get(id);
      places.delete(id);
      const derived = this.#derivePlace(id, operation);
      if (place) {
        const { on, name, parent } = place;
        const field: FieldPlaceFact = { on, name, ...(parent ? { parent } : {}) };
        if (JSON.stringify(field) === JSON.stringify(derived))
          this.#problems.push(`places: ${id} is right already`);
        operation.field = field;
      } else if (derived) operation.field = derived;
      else if (operation.method === 'GET')
        this.#problems.push(`${id} has no place in the schema: add it to places`);
    }
    for (const id of places.keys()) this.#problems.push(`places: there is no ${id}`);
  }

  #derivePlace(id: string, operation: OperationDraft): FieldPlaceFact | undefined {
    const type = operation.entity ? this.#entities.get(operation.entity)?.type : undefined;
    const write = writeVerbs[operation.verb];
    if (write && operation.method !== 'GET') {
      // A deletion answers nothing: its type is that of the operation's name.
      const entity = this.#entities.get(id.split('#')[0] ?? '');
      const subject = type ?? entity?.type;
      return subject ? { on: 'Mutation', name: `${write}${subject}` } : undefined;
    }
    if (!type || operation.method !== 'GET') return undefined;
    const name = lowerFirst(type);
    if (operation.answer === 'list' && operation.pathParameters.length === 0)
      return { on: 'Query', name: plural(name) };
    const [parameter] = operation.pathParameters;
    if (operation.verb === 'show' && operation.pathParameters.length === 1 && parameter === 'id')
      return { on: 'Query', name };
    return undefined;
  }

  // ---- request bodies ---------------------------------------------------------------------------

  /** Gives each property of a body its GraphQL name and type. */
  #nameBodies(): void {
    for (const correction of this.#corrections.bodies) this.#correctBody(correction);
    for (const [, operation] of [...this.#operations].sort(byKey)) {
      if (!operation.body || !operation.field) continue;
      const entity = operation.entity ? this.#entities.get(operation.entity) : undefined;
      operation.body = this.#nameBody(
        operation.body,
        upperFirst(operation.field.name),
        operation.domain,
        entity,
      );
    }
  }

  #correctBody({
    body,
    drop,
    required,
    type,
    format,
    name,
    values,
    targetsBy,
    targets = targetsBy && Object.values(targetsBy.types),
    input,
    base64,
  }: Corrections['bodies'][number]): void {
    const [operationId = '', path = ''] = body.split(' ');
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let owner = this.#operations.get(operationId)?.body as MutableBody | undefined;
    for (const key of keys) {
      const inner: MutableBody | undefined = owner?.properties?.[key];
      owner = inner?.items ?? inner;
    }
    const property = owner?.properties?.[last];
    if (!owner || !property) {
      this.#problems.push(`bodies: there is no ${body}`);
      return;
    }
    const before = JSON.stringify(owner);
    if (drop) delete owner.properties?.[last];
    if ((drop || required === false) && owner.required?.includes(last))
      owner.required = owner.required.filter((key) => key !== last);
    if (required === true && !owner.required?.includes(last))
      owner.required = [...(owner.required ?? []), last];
    if (type) property.type = type;
    if (format) property.format = format;
    if (type && !format) delete property.format;
    if (name) property.name = name;
    if (values) property.enum = values;
    if (targets) property.targets = targets;
    if (targetsBy) {
      property.targetsBy = targetsBy;
      if (!owner.properties?.[targetsBy.property])
        this.#problems.push(`bodies: ${body} has no ${targetsBy.property} beside it`);
    }
    for (const target of targets ?? []) {
      if (!this.#knownTypes([target]))
        this.#problems.push(`bodies: ${body} takes ids of ${target}, which is not there`);
    }
    if (input) property.input = input;
    if (base64) property.base64 = base64;
    if (JSON.stringify(owner) === before) this.#problems.push(`bodies: ${body} is right already`);
  }

  #nameBody(body: BodyFact, input: string, domain: string, entity: EntityDraft | undefined): BodyFact {
    const properties: Record<string, BodyFact> = {};
    const names = new Set<string>();
    const references = new Set(Object.keys(body.properties ?? {}).filter((key) => key.endsWith('_id')));
    for (const [key, property] of Object.entries(body.properties ?? {})) {
      const value = property.items ?? property;
      const own = entity?.fields[key];
      const target = own?.kind === 'one' || own?.kind === 'many' ? this.#entities.get(own.entity) : undefined;
      const only = Object.keys(value.properties ?? {});
      // An object around an id says nothing more than the id; unless the id has a field of its own beside it.
      const reference =
        property.type === 'object' && only.length === 1 && only[0] === 'id' && !references.has(`${key}_id`);
      const id = reference ? value.properties?.id : undefined;
      const name =
        property.name ??
        (key === '_destroy' || key === '_deleted' ? 'destroy' : `${camelCase(key)}${reference ? 'Id' : ''}`);
      if (names.has(name)) this.#problems.push(`${input}: two properties are named ${name}`);
      names.add(name);
      // The association of the same name tells best; then the prose; then the property's own name.
      // An id with its type beside it, as an id in a shape of several types, can be of any.
      const any =
        (key === 'id' && body.properties?.type !== undefined) ||
        (reference && target !== undefined && hasNode(target));
      const row = key === 'id' && entity && !hasNode(entity) ? [entity.type] : undefined;
      const guessed = reference || key.endsWith('_id') ? this.#knownTypes([typeOfId(key)]) : undefined;
      const owned = reference && target ? [target.type] : row;
      const said = this.#knownTypes(proseTargets.get(id ?? value));
      const targets = property.targets ?? (any ? undefined : (this.#knownTypes(owned) ?? guessed ?? said));
      const { targets: _, ...rest } = property;
      const fact = { ...rest, name, ...(targets ? { targets } : {}) };
      if (reference) properties[key] = { ...fact, reference: true, input: 'ID' };
      else if (value.properties) {
        const inner = `${input.replace(/Input$/, '')}${upperFirst(camelCase(property.items ? singular(key) : key))}`;
        const object = { ...this.#nameBody(value, inner, domain, target), input: `${inner}Input` };
        properties[key] = property.items
          ? { ...fact, items: object, input: object.input }
          : { ...fact, ...object, name };
      } else
        properties[key] = {
          ...fact,
          input: property.input ?? this.#bodyValue(key, value, input, domain, entity),
        };
    }
    return { ...body, properties };
  }

  /** Undefined where no type of the schema is meant: then an id of any type will do. */
  #knownTypes(types: readonly string[] | undefined): readonly string[] | undefined {
    const known = (types ?? []).filter((type) =>
      [...this.#entities.values()].some((entity) => entity.type === type),
    );
    return known.length > 0 ? known : undefined;
  }

  #bodyValue(
    key: string,
    value: BodyFact,
    input: string,
    domain: string,
    entity: EntityDraft | undefined,
  ): string {
    if (value.enum?.every((one) => typeof one === 'string')) {
      // A list as long as the world's time zones is no help as an enum; it is checked as text.
      if (value.enum.length > maxEnumValues) return 'String';
      const clio = value.enum.map(String);
      const field = entity?.fields[key];
      const known = field?.kind === 'scalar' && field.enum ? this.#enums.get(field.type) : undefined;
      if (field?.kind === 'scalar' && known && sameSet(known.clio, clio)) return field.type;
      const owner = input.replace(/^(Create|Update)/, '');
      const name = `${owner}${upperFirst(camelCase(key))}Input`;
      const taken = this.#enums.get(name);
      const free = taken && !sameSet(taken.clio, clio) ? `${input}${upperFirst(camelCase(key))}Input` : name;
      this.#addEnum(free, domain, clio, `${input} ${key}`);
      return free;
    }
    const scalar = scalarType(key, value.format ?? value.type);
    // What is read as free text is written as free text, whatever its name ends in.
    const field = entity?.fields[key];
    return scalar === 'ID' && field?.kind === 'scalar' && field.type === 'String' ? 'String' : scalar;
  }

  /** Each filter that takes another thing's id is a connection on that thing. */
  #relate(): void {
    const corrections = new Map<string, Corrections['relations'][number][]>();
    for (const correction of this.#corrections.relations) {
      corrections.set(correction.parameter, [...(corrections.get(correction.parameter) ?? []), correction]);
    }
    const taken = this.#takenNames();
    for (const [id, operation] of [...this.#operations].sort(byKey)) {
      if (operation.method !== 'GET' || operation.answer !== 'list' || operation.pathParameters.length > 0)
        continue;
      const type = operation.entity ? this.#entities.get(operation.entity)?.type : undefined;
      if (!type) continue;
      for (const [parameter, fact] of Object.entries(operation.query).sort(byKey)) {
        const key = `${id} ${parameter}`;
        const found = corrections.get(key) ?? [];
        corrections.delete(key);
        const unrelated = this.#unrelated.has(key) || fact.list !== undefined || parameter === 'ids[]';
        const targets = unrelated ? [] : (fact.targets ?? []);
        for (const entry of found) {
          if (targets.length === 0 || (entry.on !== undefined && !targets.includes(entry.on)))
            this.#problems.push(`relations: ${key} relates nothing${entry.on ? ` on ${entry.on}` : ''}`);
          for (const also of Object.keys(entry.with ?? {})) {
            if (!operation.query[also]) this.#problems.push(`relations: ${id} has no parameter ${also}`);
          }
        }
        for (const target of targets) {
          const own = found.find((entry) => entry.on === target);
          const shared = found.find((entry) => entry.on === undefined);
          const list = lowerFirst(plural(type));
          const role = camelCase(parameter.replace(/_id$/, ''));
          const derived = role === lowerFirst(target) ? list : `${list}As${upperFirst(role)}`;
          const entry = own ?? shared;
          if (entry && !entry.with && (entry.name ?? derived) === derived)
            this.#problems.push(`relations: ${key} is right already`);
          let name = own?.name ?? shared?.name ?? derived;
          if (taken.has(`${target}.${name}`)) name = `${name}Connection`;
          if (taken.has(`${target}.${name}`))
            this.#problems.push(`relations: ${key}: ${target}.${name} is taken; give it a name`);
          taken.add(`${target}.${name}`);
          const also = own?.with ?? shared?.with;
          operation.relations ??= [];
          operation.relations.push({ on: target, name, parameter, ...(also ? { with: also } : {}) });
        }
      }
    }
    for (const key of corrections.keys()) this.#problems.push(`relations: ${key} relates nothing`);
  }

  #takenNames(): Set<string> {
    const taken = new Set<string>();
    for (const entity of this.#entities.values()) {
      for (const field of Object.values(entity.fields)) taken.add(`${entity.type}.${field.name}`);
    }
    for (const { field } of this.#operations.values()) {
      if (!field) continue;
      const key = `${field.on}.${field.name}`;
      if (taken.has(key)) this.#problems.push(`places: ${key} is taken`);
      taken.add(key);
    }
    return taken;
  }
}

/** Clio's verb → the first word of the mutation. */
const writeVerbs: Readonly<Record<string, string>> = {
  create: 'create',
  update: 'update',
  destroy: 'delete',
};

function hasNode(entity: EntityDraft): boolean {
  return Object.values(entity.fields).some((field) => field.kind === 'node');
}

/** `matter_id` → `Matter`; a client is a contact. */
function typeOfId(key: string): string {
  const name = pascalCase(key.replace(/_id$/, ''));
  return name === 'Client' ? 'Contact' : name;
}

const maxEnumValues = 100;

type MutableBody = Omit<Mutable<BodyFact>, 'properties' | 'items'> & {
  properties?: Record<string, MutableBody>;
  items?: MutableBody;
};

/** `addresses` → `address`, for the name of one of them. */
function singular(key: string): string {
  if (key.endsWith('ies')) return `${key.slice(0, -3)}y`;
  if (/(ss|x|ch|sh)es$/.test(key)) return key.slice(0, -2);
  return key.replace(/s$/, '');
}

// ---- reading single operations -----------------------------------------------------------------

const pagingParameters = new Set(['fields', 'limit', 'page_token', 'order']);

function readOperation(
  path: string,
  method: string,
  operation: Operation,
  domains: Map<string, string>,
): OperationDraft {
  const parameters = operation.parameters ?? [];
  const find = (place: Parameter['in'], name: string) =>
    parameters.find((one) => one.in === place && one.name.toLowerCase() === name.toLowerCase());
  const query: Record<string, Mutable<ParameterFact>> = {};
  for (const parameter of parameters) {
    if (parameter.in === 'query' && !pagingParameters.has(parameter.name))
      query[parameter.name] = parameterFact(parameter);
  }
  const order = find('query', 'order');
  const limit = find('query', 'limit');
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema?.properties?.data;
  const { answer, entity } = readAnswer(operation);
  const verb = operation.operationId.split('#')[1] ?? '';
  return {
    method: method.toUpperCase() as OperationFact['method'],
    path,
    verb: verb === 'list' ? 'index' : verb,
    domain: domains.get(operation.tags?.[0] ?? '') ?? 'general',
    answer,
    ...(entity ? { entity } : {}),
    pathParameters: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
    query,
    ...(find('query', 'fields') ? { fields: true } : {}),
    ...(limit ? { limit: maximum(limit) } : {}),
    ...(find('query', 'page_token') ? { pageToken: true } : {}),
    ...(order?.schema.enum ? { order: orderFact(order.schema.enum.map(String), defaultOrder(order)) } : {}),
    ...(find('header', 'IF-NONE-MATCH') ? { ifNoneMatch: true } : {}),
    ...(find('header', 'IF-MATCH') ? { ifMatch: true } : {}),
    ...(find('header', 'X-API-VERSION') ? { apiVersion: true } : {}),
    ...(body ? { body: bodyFact(body) } : {}),
    statuses: Object.keys(operation.responses)
      .map(Number)
      .sort((a, b) => a - b),
  };
}

function readAnswer(operation: Operation): { answer: AnswerKind; entity?: string } {
  const content = (operation.responses['200'] ?? operation.responses['201'])?.content;
  const reference = refName(content ? Object.values(content)[0]?.schema?.$ref : undefined);
  if (reference?.endsWith('_List')) return { answer: 'list', entity: reference.slice(0, -'_List'.length) };
  if (reference?.endsWith('_Show')) return { answer: 'record', entity: reference.slice(0, -'_Show'.length) };
  if (operation.responses['303']) return { answer: 'redirect' };
  if (operation.responses['200'] && !content && operation.operationId.endsWith('#preview'))
    return { answer: 'text' };
  return { answer: 'empty' };
}

/** The largest page is said in prose only. */
function maximum(limit: Parameter): number {
  const match = /between 1 and (\d+)/.exec(limit.description ?? '');
  if (!match) throw new Error(`The limit "${limit.description}" tells no maximum`);
  return Number(match[1]);
}

/** So is the default order. */
function defaultOrder(order: Parameter): string {
  return /Default: `([^`]+)`/.exec(order.description ?? '')?.[1] ?? 'id(asc)';
}

function orderFact(values: readonly string[], fallback: string): OrderFact {
  const named: Record<string, string> = {};
  for (const value of [...values].sort(compare)) {
    const [key = '', direction = ''] = value.replace(')', '').split('(');
    named[`${enumValueName(key)}_${direction.toUpperCase()}`] = value;
  }
  return { values: named, default: fallback };
}

function parameterFact(parameter: Parameter): Mutable<ParameterFact> {
  const { name, schema, description = '' } = parameter;
  const repeat = name.endsWith('[]');
  const target = /unique identifier for a single (\w+)\./.exec(description)?.[1];
  return {
    name: camelCase(name),
    type: parameterType(schema),
    // The values themselves, until the enum gets its name.
    ...(schema.enum ? { enum: JSON.stringify(schema.enum) } : {}),
    ...(repeat ? { list: 'repeat' as const } : {}),
    ...(parameter.required ? { required: true as const } : {}),
    ...(/Use the keyword `null`/.test(description) ? { nullable: true as const } : {}),
    ...(target && /_id$|\[id\]$/.test(name) ? { targets: [target] } : {}),
  };
}

function parameterType(schema: Schema): ParameterType {
  if (schema.format === 'date' || schema.format === 'date-time') return schema.format;
  if (schema.type === 'integer' || schema.type === 'number' || schema.type === 'boolean') return schema.type;
  return 'string';
}

/** Types that the prose of an id names: good where nothing better is known, as it is sometimes another's. */
const proseTargets = new WeakMap<BodyFact, readonly string[]>();

function bodyFact(schema: Schema): BodyFact {
  // Said in several ways; "is not valid" is the commonest of all.
  const nullable = /Use (the keyword )?`null` to|`null` are valid/.test(schema.description ?? '');
  const target = /unique identifier for a single (\w+)/.exec(schema.description ?? '')?.[1];
  const fact: BodyFact = {
    type: (schema.type ?? 'object') as BodyFact['type'],
    ...(schema.format ? { format: schema.format } : {}),
    ...(schema.enum ? { enum: schema.enum } : {}),
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...(schema.required ? { required: schema.required } : {}),
    ...(schema.properties ? { properties: sortedRecord(mapRecord(schema.properties, bodyFact)) } : {}),
    ...(schema.items ? { items: bodyFact(schema.items) } : {}),
    ...(nullable ? { nullable: true as const } : {}),
  };
  if (target && schema.type === 'integer') proseTargets.set(fact, [target]);
  return fact;
}

// ---- scalars -----------------------------------------------------------------------------------

function scalarType(key: string, format: string): string {
  if (/(^|_)ids?$/.test(key) && format !== 'object') return 'ID';
  switch (format) {
    case 'int32':
      return 'Int';
    case 'int64':
      // A count fits an Int; other 64-bit numbers may not.
      return /count|unread/.test(key) ? 'Int' : 'Float';
    case 'integer':
      return 'Int';
    case 'double':
    case 'float':
    case 'number':
      return 'Float';
    case 'decimal':
      return 'Decimal';
    case 'boolean':
      return 'Boolean';
    case 'date':
      return 'Date';
    case 'date-time':
      return 'DateTime';
    case 'object':
      return 'JSON';
    default:
      return /(^|_)url$/.test(key) ? 'URL' : 'String';
  }
}

// ---- small helpers -----------------------------------------------------------------------------

/** Tag → domain (the name of an SDL file), from the document's own groups; the first group wins. */
function tagDomains(document: OpenApiDocument): Map<string, string> {
  const domains = new Map<string, string>();
  for (const group of document['x-tagGroups'] ?? []) {
    const domain = group.name
      .toLowerCase()
      .replace(/&/g, 'and')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    for (const tag of group.tags) if (!domains.has(tag)) domains.set(tag, domain);
  }
  return domains;
}

function enumValues(clio: readonly string[]): Record<string, string> {
  return sortedRecord(Object.fromEntries(clio.map((value) => [enumValueName(value), value])));
}

function refName(ref: string | undefined): string | undefined {
  return ref?.split('/').pop();
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value) => b.includes(value));
}

/** By code unit: the same order on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return compare(a[0], b[0]);
}

function sorted<T, R>(map: ReadonlyMap<string, T>, convert: (value: T) => R): Record<string, R> {
  return Object.fromEntries([...map].sort(byKey).map(([key, value]) => [key, convert(value)]));
}

function sortedRecord<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(byKey));
}

/** What a fact says, whatever the order of its keys. */
function facts(fact: FieldFact | undefined): string {
  return JSON.stringify(sortedRecord<unknown>({ ...fact }));
}

function mapRecord<T, R>(record: Readonly<Record<string, T>>, convert: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
}
