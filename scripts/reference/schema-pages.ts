import { readdirSync, readFileSync } from 'node:fs';
import {
  buildASTSchema,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  parse,
} from 'graphql';
import { readSdl } from '../../src/catalog/read-sdl.ts';
import { compare } from '../../src/importer/sorting.ts';
import { code } from './markdown.ts';

const schemaFolder = new URL('../../schema/', import.meta.url);

export type Field = GraphQLField<unknown, unknown>;
export type Group = 'Types' | 'Inputs' | 'Enums' | 'Scalars' | 'Pages and payloads';

/** Heading → root type. */
export const roots = [
  ['Queries', 'Query'],
  ['Mutations', 'Mutation'],
  ['Subscriptions', 'Subscription'],
] as const;

/** The schema, the page of the reference that explains each part of it, and where each type is used. */
export class SchemaPages {
  readonly schema: GraphQLSchema = buildASTSchema(parse(readSdl(), { noLocation: true }));
  readonly #types = ownTypes(this.schema);
  /** Type, `@directive` or `Query.matter` → the page that explains it. */
  readonly #pages = new Map<string, string>();
  /** Type → fields that return it or have it as an argument. */
  readonly #uses = new Map<string, Set<string>>();

  constructor() {
    for (const [page, sdl] of sources()) {
      for (const definition of parse(sdl, { noLocation: true }).definitions) {
        if (!('name' in definition) || !definition.name) continue;
        const { value } = definition.name;
        if (definition.kind === Kind.OBJECT_TYPE_EXTENSION || isRoot(value)) {
          const { fields = [] } = definition as { fields?: readonly { name: { value: string } }[] };
          for (const field of fields) this.#pages.set(`${value}.${field.name.value}`, page);
        } else this.#pages.set(definition.kind === Kind.DIRECTIVE_DEFINITION ? `@${value}` : value, page);
      }
    }
    this.#findUses();
  }

  /** All pages, sorted. */
  get names(): string[] {
    return [...new Set(this.#pages.values())].sort();
  }

  /** The page that explains a type, a directive (`@defer`) or a root field (`Query.matter`). */
  of(part: string): string | undefined {
    return this.#pages.get(part);
  }

  /** The fields that return a type or have it as an argument, as `Type.field`. */
  uses(type: string): readonly string[] {
    return [...(this.#uses.get(type) ?? [])];
  }

  /**
   * A link from a page to the part of the reference that explains something.
   *
   * @param target `Matter`, `Query.matter`, or `Matter.client`, which leads to `anchor`.
   */
  link(target: string, from: string | undefined, shown = target, anchor?: string): string {
    const own = this.#pages.get(target);
    const heading = own === undefined ? (anchor ?? target) : target;
    const page = own ?? this.#pages.get(heading);
    if (page === undefined) return code(shown);
    return `[\`${shown}\`](${page === from ? '' : `${page}.md`}#${heading.toLowerCase().replace('.', '')})`;
  }

  /** A link to the type of a field or an argument, shown as it is written: `[Matter!]`. */
  typeLink(type: GraphQLType, from: string | undefined): string {
    return this.link(getNamedType(type).name, from, String(type));
  }

  /** The fields of a root type on a page. */
  fieldsOn(page: string, root: string): Field[] {
    const type = this.schema.getType(root) as GraphQLObjectType;
    return Object.values(type.getFields())
      .filter((field) => this.#pages.get(`${root}.${field.name}`) === page)
      .sort((a, b) => compare(a.name, b.name));
  }

  /** The types of a group on a page. */
  typesOn(page: string, group: Group): GraphQLNamedType[] {
    return this.#types
      .filter((type) => this.#pages.get(type.name) === page && groupOf(type) === group)
      .sort((a, b) => compare(a.name, b.name));
  }

  /** Skips connections, edges and payloads: the field that leads to a record counts as its use. */
  #findUses(): void {
    const use = (type: GraphQLType, place: string): void => {
      const { name } = getNamedType(type);
      this.#uses.set(name, (this.#uses.get(name) ?? new Set()).add(place));
    };
    for (const type of this.#types) {
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields())) use(field.type, `${type.name}.${field.name}`);
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        const place = `${type.name}.${field.name}`;
        const named = getNamedType(field.type);
        for (const { type: taken } of field.args) use(taken, place);
        use(field.type, place);
        if (!isObjectType(named) || !isWrapper(named)) continue;
        for (const inner of Object.values(named.getFields()))
          if (
            !isWrapper(getNamedType(inner.type)) &&
            inner.name !== 'pageInfo' &&
            inner.name !== 'userErrors'
          )
            use(inner.type, place);
      }
    }
    for (const [type, places] of this.#uses) {
      const direct = [...places].filter((place) => !isWrapper({ name: place.split('.')[0] ?? '' }));
      if (direct.length > 0) this.#uses.set(type, new Set(direct));
    }
  }
}

/** Page → SDL. */
function sources(): [string, string][] {
  const read = (folder: URL): [string, string][] =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.graphql'))
      .sort()
      .map((file) => [file.replace('.graphql', ''), readFileSync(new URL(file, folder), 'utf8')]);
  const written = read(new URL('extensions/', schemaFolder)).map(([, sdl]): [string, string] => [
    'common',
    sdl,
  ]);
  return [...read(schemaFolder), ...written];
}

/** The schema's own types: neither introspection nor GraphQL's scalars. */
export function ownTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}

export function isRoot(name: string): boolean {
  return roots.some(([, root]) => root === name);
}

function isWrapper({ name }: { readonly name: string }): boolean {
  return /(Connection|Edge|Payload)$/.test(name);
}

export function groupOf(type: GraphQLNamedType): Group {
  if (isInputObjectType(type)) return 'Inputs';
  if (isEnumType(type)) return 'Enums';
  if (isScalarType(type)) return 'Scalars';
  return isWrapper(type) ? 'Pages and payloads' : 'Types';
}
