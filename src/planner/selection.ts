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

/** What an operation asks of one concrete type at one position, in Clio's terms. */
export interface Selection {
  readonly type: string;
  /** Clio's names of the values asked for. */
  readonly values: ReadonlySet<string>;
  /** True where the selection asks whether Clio hides the record. The name is never sent, but only Clio's answer shows it. */
  readonly redacted: boolean;
  readonly children: readonly ChildSelection[];
}

/** A position below a record that holds records (or comes from a call of its own). */
export type ChildSelection =
  | {
      readonly kind: 'nested';
      readonly key: string;
      readonly fact: NestedFact;
      /** Set where one record is picked out of the list. */
      readonly pick: ListPick | undefined;
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

/** A record, or a list of them, inside the record that holds it. */
export type NestedSelection = Extract<ChildSelection, { kind: 'nested' }>;

/** A position that takes calls of its own: with the field's arguments, evaluated at run time. */
export type FieldSelection =
  | {
      readonly kind: 'list';
      readonly endpoint: ListEndpoint;
      readonly responseKey: string;
      readonly argument: ArgumentSource;
      readonly connection: ConnectionSelection;
    }
  | {
      readonly kind: 'record';
      readonly endpoint: RecordEndpoint;
      readonly responseKey: string;
      readonly argument: ArgumentSource;
      readonly selection: Selection | null;
    }
  | {
      readonly kind: 'write';
      readonly endpoint: WriteEndpoint;
      readonly responseKey: string;
      readonly argument: ArgumentSource;
      /** Positions of the payload that hold the record. */
      readonly positions: readonly PayloadPosition[];
    }
  | {
      readonly kind: 'upload';
      readonly endpoint: UploadEndpoint;
      readonly responseKey: string;
      readonly argument: ArgumentSource;
      /** Positions of the payload that hold the record. */
      readonly positions: readonly PayloadPosition[];
    }
  | {
      readonly kind: 'customFields';
      readonly endpoint: CustomFieldsEndpoint;
      readonly responseKey: string;
      readonly argument: ArgumentSource;
      /** Positions of the payload that hold the record: each once for every type that it can be. */
      readonly positions: readonly PayloadPosition[];
    }
  | {
      readonly kind: 'byId';
      readonly endpoint: ByIdEndpoint;
      readonly responseKey: string;
      readonly argument: ArgumentSource;
      readonly byType: TypeSelections;
    };

/** A field that lists records. */
export type ListSelection = Extract<FieldSelection, { kind: 'list' }>;

/** Where a payload holds the record that was written to. */
export interface PayloadPosition {
  readonly path: readonly string[];
  readonly selection: Selection;
}

/** One record out of a nested list, by an argument, or the values of one of the firm's own fields. */
export type ListPick =
  | { readonly fact: PickFact; readonly argument: ArgumentSource }
  | { readonly custom: CustomFieldFact };

/** What is asked of a connection: the positions in which its records are answered, and whether the count is. */
export interface ConnectionSelection {
  readonly positions: readonly { readonly path: readonly string[]; readonly selection: Selection }[];
  readonly totalCount: boolean;
  /** True where records, cursors or page info are asked for: a count alone needs no page. */
  readonly page: boolean;
  /** True where the count or page info is asked for: an empty page, too, then takes a call. */
  readonly meta: boolean;
  /** GraphQL type of the records, where they stand among those of other types. */
  readonly type: string | null;
}

/** Selections on an abstract position, made when a record's type is known. */
export interface TypeSelections {
  readonly possible: readonly string[];
  of(type: string): Selection;
}

export interface RootSelection {
  readonly fields: ReadonlyMap<string, FieldSelection>;
}
