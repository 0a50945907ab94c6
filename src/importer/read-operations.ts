import { camelCase } from '../catalog/letter-case.ts';
import type {
  BodyFact,
  OperationFact,
  OrderFact,
  ParameterType,
  ResponseKind,
} from '../catalog/operation-facts.ts';
import type { CatalogDraft, OperationDraft, ParameterDraft } from './draft.ts';
import { ImportError } from './import-error.ts';
import { enumValueName } from './names.ts';
import {
  type OpenApiDocument,
  type Operation,
  type Parameter,
  refName,
  type Schema,
} from './read-document.ts';
import { compare, mapRecord, sortedRecord } from './sorting.ts';

/** Reads the document's operations into the draft. */
export function readOperations(draft: CatalogDraft): void {
  const domains = tagDomains(draft.document);
  for (const [path, methods] of Object.entries(draft.document.paths)) {
    for (const [method, operation] of Object.entries(methods))
      draft.operations.set(operation.operationId, readOperation(path, method, operation, domains));
  }
}

/** Parameters that the gateway sets itself. */
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
  const query: Record<string, ParameterDraft> = {};
  for (const parameter of parameters) {
    if (parameter.in === 'query' && !pagingParameters.has(parameter.name))
      query[parameter.name] = parameterFact(parameter);
  }
  const order = find('query', 'order');
  const limit = find('query', 'limit');
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema?.properties?.data;
  const { response, entity } = readResponse(operation);
  const verb = operation.operationId.split('#')[1] ?? '';
  return {
    method: method.toUpperCase() as OperationFact['method'],
    path,
    verb: verb === 'list' ? 'index' : verb,
    domain: domains.get(operation.tags?.[0] ?? '') ?? 'general',
    response,
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

function readResponse(operation: Operation): { response: ResponseKind; entity?: string } {
  const content = (operation.responses['200'] ?? operation.responses['201'])?.content;
  const reference = refName(content ? Object.values(content)[0]?.schema?.$ref : undefined);
  if (reference?.endsWith('_List')) return { response: 'list', entity: reference.slice(0, -'_List'.length) };
  if (reference?.endsWith('_Show'))
    return { response: 'record', entity: reference.slice(0, -'_Show'.length) };
  if (operation.responses['303']) return { response: 'redirect' };
  if (operation.responses['200'] && !content && operation.operationId.endsWith('#preview'))
    return { response: 'text' };
  return { response: 'empty' };
}

/** The maximum page size, which is only in the description. */
function maximum(limit: Parameter): number {
  const match = /between 1 and (\d+)/.exec(limit.description ?? '');
  if (!match) throw new ImportError(`The limit "${limit.description}" has no maximum`);
  return Number(match[1]);
}

/** The default order, which is only in the description. */
function defaultOrder(order: Parameter): string {
  return /Default: `([^`]+)`/.exec(order.description ?? '')?.[1] ?? 'id(asc)';
}

/** The orders of a list, each with its GraphQL name. */
export function orderFact(values: readonly string[], fallback: string): OrderFact {
  const named: Record<string, string> = {};
  for (const value of [...values].sort(compare)) {
    const [key = '', direction = ''] = value.replace(')', '').split('(');
    named[`${enumValueName(key)}_${direction.toUpperCase()}`] = value;
  }
  return { type: '', values: named, default: fallback };
}

function parameterFact(parameter: Parameter): ParameterDraft {
  const { name, schema, description = '' } = parameter;
  const repeat = name.endsWith('[]');
  const target = /unique identifier for a single (\w+)\./.exec(description)?.[1];
  return {
    name: camelCase(name),
    type: parameterType(schema),
    // The values as JSON, until the enum has a name.
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

/** Types in the descriptions of ids. Some descriptions were copied from other properties, so they are the last source. */
export const describedTargets = new WeakMap<BodyFact, readonly string[]>();

function bodyFact(schema: Schema): BodyFact {
  // The most common wording says that null is not valid, so only these two count.
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
  if (target && schema.type === 'integer') describedTargets.set(fact, [target]);
  return fact;
}

/** Tag → domain (the name of an SDL file): the first group in the document with the tag. */
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
