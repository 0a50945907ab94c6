/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Input of `createTask`. */
export type CreateTaskInput = {
  /** User or contact who is to do the task. Clio rejects a contact that the login may not see. */
  assignee: UserOrContactInput;
  /** True when the due date follows from another task's. While it is false, Clio ignores the other cascading fields. */
  cascading?: boolean | null | undefined;
  /** Distance from the other task's due date, in units of `cascadingOffsetType`. */
  cascadingOffset?: number | null | undefined;
  /** Whether the due date is before or after the other task's. */
  cascadingOffsetPolarity?: TaskCascadingOffsetPolarity | null | undefined;
  /** Unit of `cascadingOffset`. */
  cascadingOffsetType?: TaskCascadingOffsetType | null | undefined;
  /** Task that sets the due date of this one: Clio's number. */
  cascadingSource?: string | null | undefined;
  /** What is to be done: plain text or HTML, as `descriptionTextType` says. */
  description: string;
  /** Format of `description`. Default: plain text. */
  descriptionTextType?: TextType | null | undefined;
  /** Day by which the task is to be done. Clio keeps no time of day. */
  dueAt?: string | null | undefined;
  /** Matter that the task is for: global id or Clio's number. */
  matterId?: string | null | undefined;
  /** Name, as users see it in Clio. */
  name: string;
  /** True notifies the assignee of the new task. */
  notifyAssignee?: boolean | null | undefined;
  /** True if Clio notifies `assigner` when the task is complete. */
  notifyCompletion?: boolean | null | undefined;
  /** Who may see the task: PUBLIC (the default) for all who see its matter, PRIVATE for those involved. */
  permission?: TaskPermission | null | undefined;
  /** How urgent the task is. Default: NORMAL. */
  priority?: TaskPriority | null | undefined;
  /** Progress of the task. Firms without advanced tasks have only pending and complete. */
  status?: TaskStatus | null | undefined;
  /** True when the task is for its matter's statute of limitations; it cannot change later. */
  statuteOfLimitations?: boolean | null | undefined;
  /** Task type that the task is sorted under: global id or Clio's number. */
  taskTypeId?: string | null | undefined;
  /**
   * How long the task should take. Clio does not name the unit; compare with a task entered by hand before relying on
   * it.
   */
  timeEstimated?: number | null | undefined;
  /**
   * True to read the written fields back in the same call: each value that Clio did not store is a `NOT_APPLIED` user
   * error. Default: only the fields that Clio is known to ignore at times (`quantity` of a line item, `displayNumber` of
   * a matter).
   */
  verify?: boolean | null | undefined;
};

/** On which side of another task's due date a task is due. */
export type TaskCascadingOffsetPolarity =
  /** After that day. */
  | 'AFTER'
  /** Before that day. */
  | 'BEFORE';

/** Units of the distance from another task's due date. */
export type TaskCascadingOffsetType =
  /** Business days. */
  | 'BUSINESS_DAYS'
  /** Calendar days. */
  | 'CALENDAR_DAYS'
  /** Calendar months. */
  | 'CALENDAR_MONTHS'
  /** Calendar weeks. */
  | 'CALENDAR_WEEKS'
  /** Calendar years. */
  | 'CALENDAR_YEARS';

/** Who may see a task: all who see its matter (PUBLIC), or those involved (PRIVATE). */
export type TaskPermission =
  /** Seen by those involved only. */
  | 'PRIVATE'
  /** Seen by all who may see its matter. */
  | 'PUBLIC';

/** How urgent a task is. */
export type TaskPriority =
  /** More urgent than most. */
  | 'HIGH'
  /** Less urgent than most. */
  | 'LOW'
  /** As urgent as most. */
  | 'NORMAL';

/** Progress of a task. Firms without advanced tasks have only PENDING and COMPLETE; filters by the others fail for them. */
export type TaskStatus =
  /** Done. */
  | 'COMPLETE'
  /** Prepared, but not assigned yet. */
  | 'DRAFT'
  /** Being worked on. */
  | 'IN_PROGRESS'
  /** Done, and being checked. */
  | 'IN_REVIEW'
  /** Not begun. */
  | 'PENDING';

/** Formats of a long text. */
export type TextType =
  /** Text without formatting. */
  | 'PLAIN_TEXT'
  /** HTML with a few tags for emphasis, links, lists and paragraphs. */
  | 'RICH_TEXT';

/** The kind of a user error. */
export type UserErrorCode =
  /** The record is in use, or another operation changes it. */
  | 'CONFLICT'
  /** A value is wrong. Clio found this, or the gateway before any call. */
  | 'INVALID'
  /**
   * Clio accepted the write, but did not store this value. Reported with `verify: true`, and by default for fields that Clio is known
   * to ignore at times.
   */
  | 'NOT_APPLIED'
  /** The record, or one that the input names, does not exist or may not be seen. */
  | 'NOT_FOUND'
  /** A value is missing. */
  | 'REQUIRED'
  /** The record has changed since the etag in `ifMatch` was read. Read the record again before another write. */
  | 'STALE';

/** Types of people. Responses have PERSON or COMPANY in place of CONTACT. */
export type UserOrContact =
  /** A contact. */
  | 'CONTACT'
  /** A user. */
  | 'USER';

/** A user or a contact. */
export type UserOrContactInput = {
  /** User or contact: global id or Clio's number. */
  id: string;
  /** Whether `id` is of a user or a contact. Optional with a global id. */
  type?: UserOrContact | null | undefined;
};

export type BillsQueryVariables = Exact<{
  first: number;
}>;


export type BillsQuery = { bills: { nodes: Array<{ number: string | null, total: string | null, dueAt: string | null, client: { name: string | null } | null }> } | null };

export type NewTaskMutationVariables = Exact<{
  input: CreateTaskInput;
}>;


export type NewTaskMutation = { createTask: { task: { id: string, name: string | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const BillsDocument = new TypedDocumentString(`
    query Bills($first: Int!) {
  bills(first: $first) {
    nodes {
      number
      total
      dueAt
      client {
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BillsQuery, BillsQueryVariables>;
export const NewTaskDocument = new TypedDocumentString(`
    mutation NewTask($input: CreateTaskInput!) {
  createTask(input: $input) {
    task {
      id
      name
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<NewTaskMutation, NewTaskMutationVariables>;