import type { ListEndpoint } from './field-endpoints.ts';
import type { FieldTree } from './fields.ts';
import type { FieldPlan, HopPlan, NestedPlan, UnreachablePlan } from './plan.ts';

/** A record whose plan is being built. */
export interface Draft {
  readonly type: string;
  readonly entity: string;
  readonly level: 0 | 1 | 2;
  /** At level 0: the record that filters the list of these records. Below: set if these are that record. */
  readonly owner: Owner | undefined;
  readonly returning: FieldTree[];
  /** Fields with calls of their own that are selected where these records come back. */
  readonly returningFields: FieldPlan[];
  readonly values: Set<string>;
  readonly nested: NestedPlan[];
  readonly hops: HopPlan[];
  readonly fields: FieldPlan[];
  readonly unreachable: UnreachablePlan[];
}

/** The record that filters a list, as the list's records refer to it. */
export interface Owner {
  readonly draft: Draft;
  /** Clio's field that holds it. */
  readonly key: string;
  /** Clio's field that holds its id. */
  readonly via: string;
}

/** @param draft The record that has the list. */
export function ownerOf({ operation, parent }: ListEndpoint, draft: Draft | undefined): Owner | undefined {
  if (draft === undefined || parent === null) return undefined;
  // `/documents/{id}/versions.json`: a version names its document as `document_id`.
  const via = parent.name === 'id' ? `${draft.type.toLowerCase()}_id` : parent.name;
  return operation.response === 'list' ? { draft, via, key: via.replace(/_id$/, '') } : undefined;
}
