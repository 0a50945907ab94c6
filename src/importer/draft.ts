import type { OperationFact, ParameterFact, RelationFact, UploadFact } from '../catalog/operation-facts.ts';
import type { EntityFact, FieldFact, LoadFact, SearchFact, SubscriptionFact } from '../catalog/types.ts';
import { type CorrectionList, type Corrections, withSubjects } from './corrections.ts';
import { enumValueName } from './names.ts';
import type { OpenApiDocument } from './read-document.ts';
import { sameSet } from './sorting.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type EntityDraft = Omit<Mutable<EntityFact>, 'fields'> & { fields: Record<string, FieldFact> };

export type LoadDraft = Mutable<LoadFact>;

export type ParameterDraft = Mutable<ParameterFact>;

export type OperationDraft = Omit<Mutable<OperationFact>, 'query' | 'relations'> & {
  query: Record<string, ParameterDraft>;
  relations?: RelationFact[];
};

/** A field of an entity. */
export interface FieldDraft<F extends FieldFact = FieldFact> {
  readonly entity: EntityDraft;
  readonly key: string;
  readonly fact: F;
}

/** An enum before its values have GraphQL names. */
export interface EnumDraft {
  readonly domain: string;
  /** Clio's values. */
  readonly clio: readonly string[];
}

/** The unfinished catalog, which each pass of the importer reads and changes. */
export class CatalogDraft {
  readonly document: OpenApiDocument;
  readonly corrections: Corrections;
  /** By Clio's schema name without `_base`. */
  readonly entities = new Map<string, EntityDraft>();
  readonly enums = new Map<string, EnumDraft>();
  /** By Clio's operation id. */
  readonly operations = new Map<string, OperationDraft>();
  /** By GraphQL field of `Mutation`. */
  readonly uploads = new Map<string, UploadFact>();
  /** By value of `SearchType`. */
  readonly searches = new Map<string, SearchFact>();
  /** By GraphQL field of `Subscription`. */
  readonly subscriptions = new Map<string, SubscriptionFact>();
  /** Parameters with an id that do not filter by it: `Activity#index contact_note_id`. */
  readonly unrelated = new Set<string>();
  /** Mistakes in the corrections, which the import reports together at its end. */
  readonly problems: string[] = [];

  constructor(document: OpenApiDocument, corrections: Corrections) {
    this.document = document;
    this.corrections = corrections;
  }

  /**
   * Applies a list of corrections. Reports entries without anything to correct, and entries that change nothing.
   *
   * @param find Returns the facts that an entry corrects, by its subject (`Webhook.shared_secret`); undefined if they are
   * missing, or a text that says what is wrong with the entry.
   */
  correct<List extends CorrectionList, Facts extends object>(
    list: List,
    find: (subject: string, entry: Corrections[List][number]) => Facts | string | undefined,
    apply: (facts: Facts, entry: Corrections[List][number]) => void,
    entries: readonly Corrections[List][number][] = this.corrections[list],
  ): void {
    for (const [subject, entry] of entries.flatMap((one) => withSubjects(list, one))) {
      const facts = find(subject, entry) ?? `there is no ${subject}`;
      if (typeof facts === 'string') {
        this.problems.push(`${list}: ${facts}`);
        continue;
      }
      const before = textOf(facts);
      apply(facts, entry);
      if (textOf(find(subject, entry)) === before) this.problems.push(`${list}: ${subject} is right already`);
    }
  }

  /** Reports names that are not GraphQL types. */
  checkTypes(correction: string, types: readonly string[] = []): void {
    const known = this.types();
    for (const type of types)
      if (!known.has(type)) this.problems.push(`${correction} takes ids of ${type}, which does not exist`);
  }

  /** The field that `Entity.field_key` names. */
  field(path: string): FieldDraft | undefined {
    const [name = '', key = ''] = path.split('.');
    const entity = this.entities.get(name);
    const fact = entity?.fields[key];
    return entity && fact && { entity, key, fact };
  }

  /** The field that `Entity.field_key` names, if it is of a kind. */
  fieldOfKind<F extends FieldFact>(path: string, kind: F['kind']): FieldDraft<F> | undefined {
    const field = this.field(path);
    return field?.fact.kind === kind ? (field as FieldDraft<F>) : undefined;
  }

  /** The entity whose records an operation returns. */
  entityOf(operation: OperationDraft): EntityDraft | undefined {
    return operation.entity ? this.entities.get(operation.entity) : undefined;
  }

  /** The GraphQL types of all entities. */
  types(): Set<string> {
    return new Set([...this.entities.values()].map((entity) => entity.type));
  }

  /** @param owner Name of the place with the enum, for reports. */
  addEnum(name: string, domain: string, clio: readonly string[], owner: string): void {
    const known = this.enums.get(name);
    if (known && !sameSet(known.clio, clio))
      this.problems.push(`enum ${name} of ${owner} has other values elsewhere`);
    if (!known) this.enums.set(name, { domain, clio });
    if (new Set(clio.map(enumValueName)).size !== clio.length)
      this.problems.push(`enum ${name} of ${owner}: two values get one name`);
  }

  /** The enum of a field, if it has the given values. */
  enumOfField(field: FieldFact | undefined, clio: readonly string[]): string | undefined {
    if (field?.kind !== 'scalar' || !field.enum) return undefined;
    const known = this.enums.get(field.type);
    return known && sameSet(known.clio, clio) ? field.type : undefined;
  }
}

/** A text that is equal for equal facts, whatever the order of their keys. */
function textOf(facts: unknown): string {
  return JSON.stringify(facts, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  }) as string;
}
