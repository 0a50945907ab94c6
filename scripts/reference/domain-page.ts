import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  print,
} from 'graphql';
import { lowerFirst } from '../../src/catalog/letter-case.ts';
import { compare } from '../../src/importer/sorting.ts';
import type { ClioSide } from './clio-side.ts';
import { asCode, code, fold, table, text } from './markdown.ts';
import { pageTitle } from './page-title.ts';
import { type Field, type Group, roots, type SchemaPages } from './schema-pages.ts';
import { writeExample } from './write-example.ts';

const groups: readonly Group[] = ['Types', 'Inputs', 'Enums', 'Scalars', 'Pages and payloads'];

/** Writes the page of a domain: its root fields with an example each, and its types. */
export class DomainPage {
  readonly #pages: SchemaPages;
  readonly #clio: ClioSide;

  constructor(pages: SchemaPages, clio: ClioSide) {
    this.#pages = pages;
    this.#clio = clio;
  }

  build(page: string): string {
    const parts = [`# ${pageTitle(page)}`, this.#contents(page)];
    for (const [heading, root] of roots) {
      const fields = this.#pages.fieldsOn(page, root);
      if (fields.length > 0) parts.push(`## ${heading}`);
      for (const field of fields) parts.push(this.#rootField(root, field));
    }
    const directives = this.#pages.schema
      .getDirectives()
      .filter((one) => this.#pages.of(`@${one.name}`) === page);
    if (directives.length > 0) parts.push('## Directives');
    for (const { name, description, args, locations } of directives) {
      parts.push(`### @${name}`, text(description), `On: ${locations.map(code).join(', ')}.`);
      parts.push(this.#arguments('', '', args));
    }
    for (const group of groups) {
      const types = this.#pages.typesOn(page, group);
      if (types.length > 0) parts.push(`## ${group}`);
      for (const type of types) parts.push(...this.#type(type));
    }
    return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  }

  #contents(page: string): string {
    const rows: string[] = [];
    for (const [name, root] of roots) {
      const links = this.#pages
        .fieldsOn(page, root)
        .map((field) => this.#pages.link(`${root}.${field.name}`, page, field.name));
      if (links.length > 0) rows.push(`| ${name} | ${links.join(' · ')} |`);
    }
    const types = this.#pages.typesOn(page, 'Types').map((type) => this.#pages.link(type.name, page));
    if (types.length > 0) rows.push(`| Types | ${types.join(' · ')} |`);
    return [
      '[Reference](README.md) · [How to read it](README.md#how-to-read-it)',
      `| | |\n| --- | --- |\n${rows.join('\n')}`,
    ].join('\n\n');
  }

  #rootField(root: string, field: Field): string {
    const requests = this.#clio.requests(root, field.name);
    const facts = [
      `- **Returns** ${this.#pages.typeLink(field.type, this.#pages.of(`${root}.${field.name}`))}`,
    ];
    if (requests.length > 0) facts.push(`- **REST** ${requests.map(code).join(', ')}`);
    facts.push(`- **Calls** ${this.#clio.price(root, field.name) ?? 'none'}`);
    const paging = this.#clio.paging(root, field.name);
    if (paging.length > 0)
      facts.push(`- **Pages** by ${pagingArguments(field.args).join(', ')}. ${paging.join(' ')}`);
    const permissions = this.#clio.permissions(root, field.name);
    if (permissions.length > 0) facts.push(`- **Permission** ${permissions.join(', ')}`);
    return [
      `### ${root}.${field.name}`,
      text(field.description),
      facts.join('\n'),
      `\`\`\`graphql example\n${writeExample(root, field)}\n\`\`\``,
      this.#arguments(root, field.name, field.args),
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  }

  #arguments(type: string, field: string, args: readonly GraphQLArgument[]): string {
    const described = describedArguments(args);
    if (described.length === 0) return '';
    const page = this.#pages.of(`${type}.${field}`) ?? 'common';
    const rows = described.map((one) => [
      code(one.name),
      this.#pages.typeLink(one.type, page) + defaultOf(one),
      asCode(this.#clio.argument(type, field, one.name)),
      text(one.description),
    ]);
    return table(['Argument', 'Type', 'In Clio', 'Meaning'], rows);
  }

  #type(type: GraphQLNamedType): string[] {
    const page = this.#pages.of(type.name) ?? '';
    const parts = [`### ${type.name}`, text(type.description)];
    const loading = this.#clio.loading(type.name);
    if (loading !== null)
      parts.push(`**Loaded by id** with ${loading}. Keys of the subgraph: \`id\`, \`clioId\`.`);
    if (isInterfaceType(type) || isUnionType(type)) {
      const members = this.#pages.schema
        .getPossibleTypes(type)
        .map(({ name }) => this.#pages.link(name, page));
      parts.push(fold(isUnionType(type) ? 'Is one of' : 'Implemented by', members.sort(compare)));
    }
    const uses = this.#pages
      .uses(type.name)
      .map((place) => this.#pages.link(place, page, undefined, place.split('.')[0]));
    const input = isInputObjectType(type) || isEnumType(type);
    if (isScalarType(type)) parts.push(`Used in ${uses.length} places.`);
    else if (uses.length > 0) parts.push(fold(input ? 'Used by' : 'Returned by', uses.sort(compare)));
    if (isObjectType(type) || isInterfaceType(type))
      parts.push(this.#fields(type as GraphQLObjectType, page));
    if (isInputObjectType(type)) parts.push(this.#inputFields(type, page));
    if (isEnumType(type)) parts.push(this.#values(type));
    return parts;
  }

  #fields(type: GraphQLObjectType, page: string): string {
    const rows = Object.values(type.getFields()).map((field) => {
      const requests = this.#clio.requests(type.name, field.name);
      const notes = [text(field.description)];
      const described = describedArguments(field.args);
      for (const one of described)
        notes.push(
          `${code(one.name)}: ${this.#pages.typeLink(one.type, page)}${requests.length === 0 ? `, ${lowerFirst(text(one.description))}` : '.'}`,
        );
      if (requests.length > 0) notes.push(`**Calls** ${this.#clio.price(type.name, field.name)}.`);
      const permissions = this.#clio.permissions(type.name, field.name);
      if (permissions.length > 0) notes.push(`**Permission** ${permissions.join(', ')}.`);
      const args = field.args.length === 0 ? '' : `(${field.args.map(({ name }) => name).join(', ')})`;
      return [
        code(`${field.name}${args}`),
        this.#pages.typeLink(field.type, page),
        requests.length > 0 ? requests.map(code).join(', ') : asCode(this.#clio.name(type.name, field.name)),
        notes.join(' '),
      ];
    });
    return table(['Field', 'Type', 'In Clio', 'Meaning'], rows);
  }

  #inputFields(type: GraphQLInputObjectType, page: string): string {
    const rows = Object.values(type.getFields()).map((field) => [
      code(field.name),
      this.#pages.typeLink(field.type, page) + defaultOf(field),
      asCode(this.#clio.name(type.name, field.name)),
      text(field.description),
    ]);
    return table(['Field', 'Type', 'In Clio', 'Meaning'], rows);
  }

  #values(type: GraphQLEnumType): string {
    const rows = type
      .getValues()
      .map(({ name, description }) => [
        code(name),
        asCode(this.#clio.name(type.name, name)),
        text(description),
      ]);
    return table(['Value', 'In Clio', 'Meaning'], rows);
  }
}

const pagingNames = ['first', 'after', 'last', 'before'];

/** The arguments except those of paging, which are the same everywhere. */
function describedArguments(args: readonly GraphQLArgument[]): GraphQLArgument[] {
  const isPaged = args.some(({ name }) => name === 'after');
  return args.filter(({ name }) => !isPaged || !pagingNames.includes(name));
}

function pagingArguments(args: readonly GraphQLArgument[]): string[] {
  return args.filter(({ name }) => pagingNames.includes(name)).map(({ name }) => code(name));
}

function defaultOf({
  defaultValue,
  type,
}: {
  readonly defaultValue?: unknown;
  readonly type: GraphQLArgument['type'];
}): string {
  const value = defaultValue === undefined ? null : astFromValue(defaultValue, type);
  return value ? ` = ${code(print(value))}` : '';
}
