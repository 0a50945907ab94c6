/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A custom field set to show on the record. */
export type CreateCustomFieldSetAssociationInput = {
  /** Custom field set to show on the record: global id or Clio's number. */
  customFieldSetId: string;
  /** Position of the set on the record; lower comes first. Without it, a new set comes last. */
  displayOrder?: number | null | undefined;
};

/** A value for one custom field of the record. */
export type CreateCustomFieldValueInput = {
  /** Custom field to fill in: global id or Clio's number. */
  customFieldId: string;
  /**
   * The value: true or false for a checkbox, a number for an amount, the id of the option, contact or matter chosen,
   * else text.
   */
  value: CustomFieldContentInput;
};

/** An answer to one of the firm's know-your-customer questions. */
export type CreateKycFieldValueInput = {
  /** Name of the question in Clio, as `fieldName` of the answers reads; not its label. */
  fieldName: string;
  /** Form of the answer. */
  fieldType: KycFieldType;
  /** The answer as text, whatever its type. */
  fieldValue: string;
};

/** Budget of a matter. */
export type CreateMatterBudgetInput = {
  /** Sum planned, in the matter's currency. */
  budget?: string | number | null | undefined;
  /** True when expenses count against the budget too, not only time. */
  includeExpenses?: boolean | null | undefined;
  /** Percentage of the budget, 0 to 100, at which users are warned. */
  notificationThreshold?: number | null | undefined;
  /** True when users are warned at `notificationThreshold`. */
  notifyUsers?: boolean | null | undefined;
};

/** How a matter is charged, if not by the firm's usual rates. */
export type CreateMatterCustomRateInput = {
  /** The rates: one for a flat-rate or contingency matter, one per user or group for an hourly matter. */
  rates?: Array<CreateMatterUserRateInput> | null | undefined;
  /** Kind of charging; it decides what `rate` means in `rates`. */
  type: MatterCustomRateType;
};

/** Minimum for a matter's trust balance. */
export type CreateMatterEvergreenRetainerInput = {
  /** Minimum of the trust balance, in the matter's currency. Below it, the chosen users are notified. */
  minimumThreshold?: string | number | null | undefined;
  /** Users whom Clio notifies. */
  recipients?: Array<CreateMatterEvergreenRetainerRecipientInput> | null | undefined;
};

/** One of the `recipients` of CreateMatterEvergreenRetainerInput. */
export type CreateMatterEvergreenRetainerRecipientInput = {
  /** User to notify: global id or Clio's number. */
  id?: string | null | undefined;
};

/** Input of `createMatter`. */
export type CreateMatterInput = {
  /** True when the matter's work can be billed. Work on other matters can be recorded, but reaches no bill. */
  billable?: boolean | null | undefined;
  /** Client of the matter: global id of the contact or Clio's number. */
  clientId: string;
  /** The client's or another system's own reference for the matter; free text. */
  clientReference?: string | null | undefined;
  /** Day on which the matter was closed. */
  closeDate?: string | null | undefined;
  /** Currency in which the matter is billed: global id or Clio's number. */
  currencyId?: string | null | undefined;
  /** Custom field sets to show on the matter. */
  customFieldSetAssociations?: Array<CreateCustomFieldSetAssociationInput> | null | undefined;
  /** Values of custom fields, each naming its field by `customFieldId`. */
  customFieldValues?: Array<CreateCustomFieldValueInput> | null | undefined;
  /** Rates agreed for this matter. */
  customRate?: CreateMatterCustomRateInput | null | undefined;
  /** What the matter is about; the text that Clio shows with its number. */
  description: string;
  /**
   * Number and label of the matter, in firms with manual numbering. Elsewhere Clio's numbering scheme makes it; see
   * `resetMatterNumber`.
   */
  displayNumber?: string | null | undefined;
  /** Minimum for the matter's trust balance, and who is notified when the balance falls below it. */
  evergreenRetainer?: CreateMatterEvergreenRetainerInput | null | undefined;
  /** User group that has access to the matter: global id or Clio's number. Null removes it. */
  groupId?: string | null | undefined;
  /** Know-your-customer answers for the matter; only for firms in countries where Clio offers them. */
  kycFieldValues?: Array<CreateKycFieldValueInput> | null | undefined;
  /** Free text about a place, such as that of the file or the hearing. */
  location?: string | null | undefined;
  /** Budget of the matter. Flat-rate matters have none. */
  matterBudget?: CreateMatterBudgetInput | null | undefined;
  /** Stage that the matter has reached, one of its practice area's: global id or Clio's number. Null removes it. */
  matterStageId?: string | null | undefined;
  /** Day on which the matter was opened. */
  openDate?: string | null | undefined;
  /** User who brought the matter in: global id or Clio's number. Clio cannot clear it: null is rejected. */
  originatingAttorneyId?: string | null | undefined;
  /** Day on which the matter became pending. */
  pendingDate?: string | null | undefined;
  /** Practice area of the matter: global id or Clio's number. Null removes it. */
  practiceAreaId?: string | null | undefined;
  /** Rate table to use here, with the category within it. */
  rateTableAssignment?: CreateRateTableAssignmentInput | null | undefined;
  /** Relations between the matter and contacts other than its client. */
  relationships?: Array<CreateMatterRelationshipInput> | null | undefined;
  /**
   * True when billable time and expenses need UTBMS codes to be saved. Has an effect only in firms that make LEDES
   * billing mandatory.
   */
  requireUtbmsCodes?: boolean | null | undefined;
  /**
   * True gives the matter a new number by the firm's numbering scheme. Without it the number stays, whatever else
   * changes.
   */
  resetMatterNumber?: boolean | null | undefined;
  /** User who is in charge of the matter as attorney: global id or Clio's number. Clio cannot clear it: null is rejected. */
  responsibleAttorneyId?: string | null | undefined;
  /** User who looks after the matter as staff: global id or Clio's number. Clio cannot clear it: null is rejected. */
  responsibleStaffId?: string | null | undefined;
  /** Contacts who share the matter's bills. */
  splitInvoicePayers?: Array<CreateMatterSplitInvoicePayerInput> | null | undefined;
  /** Whether the matter is open, pending or closed. */
  status?: MatterStatus | null | undefined;
  /** Day by which the claim must be brought, stored as a task with reminders. */
  statuteOfLimitations?: CreateMatterStatuteOfLimitationsInput | null | undefined;
  /** Task template lists to use on the matter; Clio makes their tasks. */
  taskTemplateListInstances?: Array<CreateMatterTaskTemplateListInstanceInput> | null | undefined;
  /**
   * True to read the written fields back in the same call: each value that Clio did not store is a `NOT_APPLIED` user
   * error. Default: only the fields that Clio is known to ignore at times (`quantity` of a line item, `displayNumber` of
   * a matter).
   */
  verify?: boolean | null | undefined;
};

/** One of the `relationships` of CreateMatterInput. */
export type CreateMatterRelationshipInput = {
  /** Contact who is related to the matter: global id or Clio's number. */
  contactId: string;
  /** The contact's role on the matter, such as "Judge" or "Expert witness". */
  description: string;
};

/** One of the `splitInvoicePayers` of CreateMatterInput. */
export type CreateMatterSplitInvoicePayerInput = {
  /** Contact who pays the share: global id or Clio's number. */
  contactId: string;
  /** True when the matter's bill recipients get this payer's bills too, unless set otherwise. */
  sendToBillRecipients?: boolean | null | undefined;
  /** Share of each bill that the payer bears, in percent. */
  splitPortion: number;
};

/** Statute of limitations of a matter. */
export type CreateMatterStatuteOfLimitationsInput = {
  /** Day by which the claim must be brought. */
  dueAt?: string | null | undefined;
  /** Reminders of that day. */
  reminders?: Array<CreateMatterStatuteOfLimitationsReminderInput> | null | undefined;
  /** Progress of the task. Firms without advanced tasks have only pending and complete. */
  status?: TaskStatus | null | undefined;
};

/** One of the `reminders` of CreateMatterStatuteOfLimitationsInput. */
export type CreateMatterStatuteOfLimitationsReminderInput = {
  /** Unit of `durationValue`: minutes, hours, days or weeks. */
  durationUnit: ReminderDurationUnit;
  /** How long before that time the reminder is sent, in units of `durationUnit`. */
  durationValue: number;
  /**
   * How to remind: one of a user's `notificationMethods`, which also determines who is reminded. Global id or Clio's
   * number.
   */
  notificationMethodId: string;
};

/** One of the `taskTemplateListInstances` of CreateMatterInput. */
export type CreateMatterTaskTemplateListInstanceInput = {
  /** User who gets the tasks: global id or Clio's number. */
  assigneeId?: string | null | undefined;
  /** Day on which the tasks are due. */
  dueAt?: string | null | undefined;
  /** True notifies the assignees of their tasks. */
  notifyAssignees?: boolean | null | undefined;
  /** Task template list to use: global id or Clio's number. */
  taskTemplateListId: string;
};

/** One of the `rates` of CreateMatterCustomRateInput. */
export type CreateMatterUserRateInput = {
  /** Activity category that the rate is for: global id or Clio's number. */
  activityDescriptionId?: string | null | undefined;
  /** Sum won, in the matter's currency; for contingency fees only. */
  award?: string | number | null | undefined;
  /** Day of the award; for contingency fees only. */
  date?: string | null | undefined;
  /** User group that the rate is for: global id or Clio's number. */
  groupId?: string | null | undefined;
  /** Remarks on the award; for contingency fees only. */
  note?: string | null | undefined;
  /** Money per hour, the flat sum, or the contingency percentage, as the custom rate's `type` says. */
  rate: string | number;
  /** User that the rate is for: global id or Clio's number. */
  userId: string;
};

/** Rate table of the record; both fields belong together. */
export type CreateRateTableAssignmentInput = {
  /** Category within the rate table: Clio's number. Rate tables cannot be read here. */
  rateTableCategoryId: string;
  /** Rate table: Clio's number. Rate tables cannot be read here. */
  rateTableId: string;
};

/** The content of a custom field: exactly one of these, by the field's type. */
export type CustomFieldContentInput =
  {   /** For a checkbox. */
  boolean: boolean; contactId?: never; date?: never; matterId?: never; money?: never; number?: never; picklistOptionId?: never; text?: never; }
  |  { boolean?: never;   /** For a contact: global id or Clio's number. */
  contactId: string; date?: never; matterId?: never; money?: never; number?: never; picklistOptionId?: never; text?: never; }
  |  { boolean?: never; contactId?: never;   /** For a calendar day. */
  date: string; matterId?: never; money?: never; number?: never; picklistOptionId?: never; text?: never; }
  |  { boolean?: never; contactId?: never; date?: never;   /** For a matter: global id or Clio's number. */
  matterId: string; money?: never; number?: never; picklistOptionId?: never; text?: never; }
  |  { boolean?: never; contactId?: never; date?: never; matterId?: never;   /** For an amount of money. */
  money: string | number; number?: never; picklistOptionId?: never; text?: never; }
  |  { boolean?: never; contactId?: never; date?: never; matterId?: never; money?: never;   /** For a number. */
  number: number; picklistOptionId?: never; text?: never; }
  |  { boolean?: never; contactId?: never; date?: never; matterId?: never; money?: never; number?: never;   /** For a picklist: global id or Clio's number of the option. `setCustomFieldValues` takes its label as well, as `text`. */
  picklistOptionId: string; text?: never; }
  |  { boolean?: never; contactId?: never; date?: never; matterId?: never; money?: never; number?: never; picklistOptionId?: never;   /** For a text, an e-mail address, a web address or a time. */
  text: string; };

/**
 * Conditions on the value of one custom field. All given conditions must hold. Only currency, date, time and numeric fields
 * accept `lt`, `lte`, `gt` and `gte`; the other types accept only `eq`.
 */
export type CustomFieldValueFilter = {
  /** Equal to this value. For a picklist, the option's id; for a checkbox, `true` or `false`. */
  eq?: string | null | undefined;
  /** The custom field: its global id or Clio's number. */
  field: string;
  /** Greater than this value. */
  gt?: string | null | undefined;
  /** Greater than or equal to this value. */
  gte?: string | null | undefined;
  /** Less than this value. */
  lt?: string | null | undefined;
  /** Less than or equal to this value. */
  lte?: string | null | undefined;
};

/** Conditions on a calendar day. All given conditions must hold. */
export type DateFilter = {
  /** On this day. */
  eq?: string | null | undefined;
  /** After this day. */
  gt?: string | null | undefined;
  /** On or after this day. */
  gte?: string | null | undefined;
  /** Before this day. */
  lt?: string | null | undefined;
  /** On or before this day. */
  lte?: string | null | undefined;
};

/** Conditions on an instant. All given conditions must hold. */
export type DateTimeAfterFilter = {
  /** After this instant. A day means 00:00 UTC of that day. */
  gt?: string | null | undefined;
};

/** Forms that a know-your-customer answer can have. */
export type KycFieldType =
  /** A day. */
  | 'DATE'
  /** One of the options of a list. */
  | 'PICKLIST'
  /** Free text. */
  | 'TEXT';

/** Kinds of custom rate: money per hour, one sum for the matter, or a percentage of what is won. */
export type MatterCustomRateType =
  /** A part of what is won. */
  | 'CONTINGENCY_FEE'
  /** One sum for the matter. */
  | 'FLAT_RATE'
  /** Money per hour. */
  | 'HOURLY_RATE';

/** Which matters to return. All given conditions must hold. */
export type MatterFilter = {
  /** True for matters that can be billed, false for the others. */
  billable?: boolean | null | undefined;
  /** Only what is for this client: global id of the contact or Clio's number. */
  clientId?: string | null | undefined;
  /** Only matters closed on, before or after a day. */
  closeDate?: DateFilter | null | undefined;
  /** When it was entered. */
  createdAt?: DateTimeAfterFilter | null | undefined;
  /** Only matters billed in this currency: global id or Clio's number. */
  currencyId?: string | null | undefined;
  /** Return in `customFieldValues` only the values of these custom fields. It chooses values, not records. */
  customFieldIds?: Array<string> | null | undefined;
  /** Conditions on the values of custom fields; all of them must hold. */
  customFieldValues?: Array<CustomFieldValueFilter> | null | undefined;
  /** True for matters whose evergreen retainer requests trust money automatically, false for the others. */
  evergreenRetainer?: boolean | null | undefined;
  /** Only matters paid for by this grant: global id or Clio's number. An explicit null finds those without a grant. */
  grantId?: string | null | undefined;
  /** Only matters shared with this user group: global id or Clio's number. */
  groupId?: string | null | undefined;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: Array<string> | null | undefined;
  /**
   * Only matters whose events this user is notified of: global id or Clio's number. An explicit null finds those that
   * notify nobody.
   */
  notificationEventSubscriberUserId?: string | null | undefined;
  /** Only matters opened on, before or after a day. */
  openDate?: DateFilter | null | undefined;
  /**
   * Only matters that this user brought in: global id or Clio's number. An explicit null finds those without an
   * originating attorney.
   */
  originatingAttorneyId?: string | null | undefined;
  /** Only matters that became pending on, before or after a day. */
  pendingDate?: DateFilter | null | undefined;
  /** Only matters of this practice area: global id or Clio's number. */
  practiceAreaId?: string | null | undefined;
  /** Text to search for in the matter's number or description, or in the client's name. */
  query?: string | null | undefined;
  /**
   * Only matters that this user is in charge of: global id or Clio's number. An explicit null finds those without a
   * responsible attorney.
   */
  responsibleAttorneyId?: string | null | undefined;
  /**
   * Only matters that this member of staff looks after: global id or Clio's number. An explicit null finds those without
   * one.
   */
  responsibleStaffId?: string | null | undefined;
  /** Only matters in any of these states. */
  status?: Array<MatterStatus> | null | undefined;
  /** Only matters that this user follows: global id or Clio's number. An explicit null finds those that nobody follows. */
  subscriberUserId?: string | null | undefined;
  /** When it last changed. To keep a copy up to date, request what changed after the time of the last run. */
  updatedAt?: DateTimeAfterFilter | null | undefined;
};

/** Where a matter stands: being worked on, waiting, or done. */
export type MatterStatus =
  /** Done. */
  | 'CLOSED'
  /** Being worked on. */
  | 'OPEN'
  /** Waiting, such as for the conflict check. */
  | 'PENDING';

/** Units of the time between a reminder and its subject. */
export type ReminderDurationUnit =
  /** Days. */
  | 'DAYS'
  /** Hours. */
  | 'HOURS'
  /** Minutes. */
  | 'MINUTES'
  /** Weeks. */
  | 'WEEKS';

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

export type MattersPageQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: MatterFilter | null | undefined;
}>;


export type MattersPageQuery = { matters: { __typename: 'MatterConnection', totalCount: number | null, nodes: Array<{ __typename: 'Matter', id: string, displayNumber: string | null, description: string | null, status: MatterStatus | null, openDate: string | null, client: { __typename: 'Contact', id: string, name: string | null, company: { __typename: 'Contact', id: string, name: string | null } | null } | null, responsibleAttorney: { __typename: 'User', id: string, name: string | null } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ContactsFoundQueryVariables = Exact<{
  text: string;
}>;


export type ContactsFoundQuery = { contacts: { __typename: 'ContactConnection', nodes: Array<{ __typename: 'Contact', id: string, name: string | null, primaryEmailAddress: string | null }> } | null };

export type NewMatterMutationVariables = Exact<{
  input: CreateMatterInput;
  key: string;
}>;


export type NewMatterMutation = { createMatter: { __typename: 'CreateMatterPayload', matter: { __typename: 'Matter', id: string, displayNumber: string | null } | null, userErrors: Array<{ __typename: 'UserError', code: UserErrorCode, message: string, field: Array<string> | null }> } | null };


export const MattersPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MattersPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"MatterFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"matters"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"EnumValue","value":"ID_DESC"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayNumber"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"openDate"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"company"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"responsibleAttorney"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<MattersPageQuery, MattersPageQueryVariables>;
export const ContactsFoundDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ContactsFound"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"text"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contacts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"8"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"query"},"value":{"kind":"Variable","name":{"kind":"Name","value":"text"}}}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"EnumValue","value":"NAME_ASC"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"primaryEmailAddress"}}]}}]}}]}}]} as unknown as DocumentNode<ContactsFoundQuery, ContactsFoundQueryVariables>;
export const NewMatterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NewMatter"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateMatterInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createMatter"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"idempotent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"matter"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayNumber"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<NewMatterMutation, NewMatterMutationVariables>;