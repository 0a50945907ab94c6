import type { FieldNode } from 'graphql';
import type { CustomFieldFact, LinkFact, NestedFact, NodeFact, PickFact } from '../catalog/types.ts';
import type { ArgumentSource } from './argument-values.ts';
import type {
  ByIdEndpoint,
  CustomFieldsEndpoint,
  ListEndpoint,
  RecordEndpoint,
  UploadEndpoint,
  WriteEndpoint,
} from './field-endpoints.ts';

/** The selection on one concrete type at one position, in Clio's terms. */
export interface Selection {
  readonly type: string;
  /** Clio's names of the selected values. */
  readonly values: ReadonlySet<string>;
  /** True if `redacted` is selected. The name is never sent, but only Clio's response shows its value. */
  readonly redacted: boolean;
  readonly children: readonly ChildSelection[];
}

/** A position below a record that holds records or takes a call of its own. */
export type ChildSelection =
  | {
      readonly kind: 'nested';
      readonly key: string;
      readonly fact: NestedFact;
      /** Set if one record is picked out of the list. */
      readonly pick?: ListPick | undefined;
      readonly responseKey: string;
      readonly node: FieldNode;
      readonly selection: Selection;
    }
  | {
      readonly kind: 'link';
      readonly fact: LinkFact;
      readonly responseKey: string;
      readonly selection: Selection;
    }
  | {
      readonly kind: 'node';
      readonly fact: NodeFact;
      readonly responseKey: string;
      readonly byType: TypeSelections;
    }
  | FieldSelection;

/** A nested record, or a list of nested records. */
export type NestedSelection = Extract<ChildSelection, { kind: 'nested' }>;

/** A position that takes calls of its own: with the field's arguments, evaluated at run time. */
interface Selected<Endpoint extends { readonly kind: string }> {
  readonly kind: Endpoint['kind'];
  readonly endpoint: Endpoint;
  readonly responseKey: string;
  readonly argument: ArgumentSource;
}

export interface ListSelection extends Selected<ListEndpoint> {
  readonly connection: ConnectionSelection;
}

export interface RecordSelection extends Selected<RecordEndpoint> {
  /** Null for a link or a text. */
  readonly selection: Selection | null;
}

export interface ByIdSelection extends Selected<ByIdEndpoint> {
  readonly byType: TypeSelections;
}

interface PayloadSelection<Endpoint extends { readonly kind: string }> extends Selected<Endpoint> {
  /** Positions of the payload that hold the record, once for each possible type. */
  readonly positions: readonly RecordPosition[];
}

export type WriteSelection =
  | PayloadSelection<WriteEndpoint>
  | PayloadSelection<UploadEndpoint>
  | PayloadSelection<CustomFieldsEndpoint>;

export type FieldSelection = ListSelection | RecordSelection | ByIdSelection | WriteSelection;

/** Positions of a field's records below the field; none if the field itself is a record. */
export function positionsOf(field: FieldSelection): readonly RecordPosition[] {
  if (field.kind === 'list') return field.connection.positions;
  return 'positions' in field ? field.positions : [];
}

/** A position in a connection or a payload that holds a record. */
export interface RecordPosition {
  readonly path: readonly string[];
  readonly selection: Selection;
}

/** Picks one record of a nested list by an argument, or the values of one of the firm's own fields. */
export type ListPick =
  | { readonly fact: PickFact; readonly argument: ArgumentSource }
  | { readonly custom: CustomFieldFact };

/** The selection on a connection: the positions of its records, and whether the count is selected. */
export interface ConnectionSelection {
  readonly positions: readonly RecordPosition[];
  readonly totalCount: boolean;
  /** True if records, cursors or page info are selected. A count alone needs no page. */
  readonly page: boolean;
  /** True if the count or page info is selected. Even an empty page then takes a call. */
  readonly meta: boolean;
  /** GraphQL type of the records, if the list has several types. */
  readonly type: string | null;
}

/** Selections at an abstract position; each is made when a record's type is known. */
export interface TypeSelections {
  readonly possible: readonly string[];
  of(type: string): Selection;
}
