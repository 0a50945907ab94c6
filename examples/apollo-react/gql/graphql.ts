/* eslint-disable */
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar day, `YYYY-MM-DD`, without a time zone. */
  Date: { input: string; output: string; }
  /** An instant, ISO 8601 with a time zone: `2026-03-01T09:30:00Z`. */
  DateTime: { input: string; output: string; }
  /** An exact decimal number sent as text, so that no digit is lost: `"12.50"`. */
  Decimal: { input: string; output: string; }
  /** A file that comes along in a multipart request: a variable with the value null, in whose place the request's `map` puts it. */
  File: { input: unknown; output: unknown; }
  /** Any JSON value, passed on as Clio sends it. */
  JSON: { input: unknown; output: unknown; }
  /** An absolute web address. */
  URL: { input: string; output: string; }
};

/** Which activity descriptions to return, and for whom to work out their rates; all conditions given must hold. */
export type ActivityDescriptionFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for those that charge a flat rate, false for those that charge by the hour. */
  flatRate?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Matter to work out `rate` for. Leaves the list itself as it is. */
  rateForMatterId?: InputMaybe<Scalars['ID']['input']>;
  /** User to work out `rate` for; without it, the login. Leaves the list itself as it is. */
  rateForUserId?: InputMaybe<Scalars['ID']['input']>;
  /** Only the firm's own descriptions (`CLIO`), or only those of UTBMS codes. */
  type?: InputMaybe<ActivityDescriptionTypeFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only descriptions that this user may use: global id or Clio's number. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** Level of the firm's rates that a rate comes from. */
export type ActivityDescriptionRateHierarchy =
  | 'ACTIVITY'
  | 'CLIENT'
  | 'DEFAULT'
  | 'MATTER'
  | 'RATE_TABLE';

/** Where the amount of an activity description's rate comes from. */
export type ActivityDescriptionRateType =
  /** An hourly rate of the description's own. */
  | 'CUSTOM'
  | 'FLAT_RATE'
  /** The hourly rate of whoever does the work. */
  | 'USER';

/** Which activity descriptions to list, by origin. */
export type ActivityDescriptionTypeFilter =
  /** Those that the firm made itself. */
  | 'CLIO'
  | 'UTBMS';

/** Which activities to return; all conditions given must hold. */
export type ActivityFilter = {
  /** Time entries of this activity description; an explicit null for those without one. */
  activityDescriptionId?: InputMaybe<Scalars['ID']['input']>;
  /** Time entries recorded on this calendar entry; an explicit null for those recorded on none. */
  calendarEntryId?: InputMaybe<Scalars['ID']['input']>;
  /** Time entries recorded on this phone call or e-mail; an explicit null for those recorded on none. */
  communicationId?: InputMaybe<Scalars['ID']['input']>;
  /** Time entries recorded on this note of a contact; an explicit null for those recorded on none. */
  contactNoteId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only activities dated on or before this day. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** Expenses of this category; an explicit null for activities without one. */
  expenseCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** True for time entries at a flat rate, false for those by the hour. */
  flatRate?: InputMaybe<Scalars['Boolean']['input']>;
  /** Activities funded by this grant; an explicit null for those funded by none. */
  grantId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Time entries recorded on this note of a matter; an explicit null for those recorded on none. */
  matterNoteId?: InputMaybe<Scalars['ID']['input']>;
  /** True for those not yet accounted for, as Clio judges it; its documentation does not say how. */
  onlyUnaccountedFor?: InputMaybe<Scalars['Boolean']['input']>;
  /** Text to search for in the note. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only activities dated on or after this day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only those at this stage of billing. */
  status?: InputMaybe<ActivityStatusFilter>;
  /** Time entries recorded on this task; an explicit null for those recorded on none. */
  taskId?: InputMaybe<Scalars['ID']['input']>;
  /** Only time entries, or only one kind of expense. */
  type?: InputMaybe<ActivityType>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only activities of this user: global id or Clio's number. An explicit null finds those without a user. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** What a tax is taken of: PRE for the untaxed amount, POST for that amount with the tax before it. */
export type ActivityInputTaxSettingRuleInput =
  | 'POST'
  | 'PRE';

/** Orders in which activities can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type ActivityOrderBy =
  | 'DATE_ASC'
  | 'DATE_DESC'
  | 'DISPLAY_NUMBER_ASC'
  | 'DISPLAY_NUMBER_DESC'
  | 'EXPENSE_CATEGORY_NAME_ASC'
  | 'EXPENSE_CATEGORY_NAME_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NON_BILLABLE_ASC'
  | 'NON_BILLABLE_DESC'
  | 'NON_BILLABLE_TOTAL_ASC'
  | 'NON_BILLABLE_TOTAL_DESC'
  | 'NOTE_ASC'
  | 'NOTE_DESC'
  | 'PRICE_ASC'
  | 'PRICE_DESC'
  | 'TOTAL_ASC'
  | 'TOTAL_DESC'
  | 'TYPE_ASC'
  | 'TYPE_DESC'
  | 'UPDATED_AT_ASC'
  | 'UPDATED_AT_DESC'
  | 'USER_NAME_ASC'
  | 'USER_NAME_DESC'
  | 'VENDOR_NAME_ASC'
  | 'VENDOR_NAME_DESC';

/** Which activity rates to return; all conditions given must hold. */
export type ActivityRateFilter = {
  /** Rates agreed with this co-counsel. */
  coCounselContactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only rates for this contact's work: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How far an activity has come on its way to a paid bill. */
export type ActivityStatusFilter =
  | 'BILLABLE'
  | 'BILLED'
  /** On a bill that is still a draft. */
  | 'DRAFT'
  | 'NON_BILLABLE'
  | 'UNBILLED'
  | 'WRITTEN_OFF';

/** Which of the firm's primary and secondary tax an expense bears. */
export type ActivityTaxSetting =
  | 'NO_TAX'
  | 'TAX_1_AND_TAX_2'
  /** The primary tax alone. */
  | 'TAX_1_ONLY'
  /** The secondary tax alone. */
  | 'TAX_2_ONLY';

/** What a tax is taken of: PRE for the untaxed amount, POST for that amount with the tax before it. */
export type ActivityTaxSettingRuleInput =
  | 'POST'
  | 'PRE';

/**
 * Kind of activity: time, or one of three kinds of expense. Firms that do not tell hard from soft costs have
 * EXPENSE_ENTRY only.
 */
export type ActivityType =
  | 'EXPENSE_ENTRY'
  /** Money paid out to a third party (`vendor`), such as a court fee. */
  | 'HARD_COST_ENTRY'
  /** A cost within the firm, such as copies, priced by quantity. */
  | 'SOFT_COST_ENTRY'
  | 'TIME_ENTRY';

/** Labels of postal addresses. */
export type AddressName =
  | 'BILLING'
  | 'HOME'
  | 'OTHER'
  | 'WORK';

/** Which allocations to return; all conditions given must hold. */
export type AllocationFilter = {
  /** Only what belongs to this bill: global id or Clio's number. */
  billId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what belongs to this contact: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only those of credit notes, or only those of write-offs. */
  kind?: InputMaybe<AllocationKindFilter>;
  /** Only what belongs to this matter: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Only money from this payment or credit memo; `parentType` tells which of the two the id means. */
  parentId?: InputMaybe<Scalars['ID']['input']>;
  /** Only money from payments, or only from credit memos. */
  parentType?: InputMaybe<AllocationParentTypeFilter>;
  /** Only those in force (`VALID`), or only those voided (`INVALID`). */
  status?: InputMaybe<AllocationStatusFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Why money was taken off a bill. */
export type AllocationKindFilter =
  | 'CREDIT_NOTE'
  | 'WRITE_OFF';

/** Orders in which allocations can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type AllocationOrderBy =
  | 'DATE_ASC'
  | 'DATE_DESC'
  | 'ID_ASC'
  | 'ID_DESC';

/** Where allocated money can come from. */
export type AllocationParentTypeFilter =
  | 'CREDIT_MEMO'
  | 'PAYMENT';

/** Whether an allocation is in force. */
export type AllocationStatusFilter =
  /** Voided. */
  | 'INVALID'
  /** In force. */
  | 'VALID';

/** What an attendee is: a contact, or a calendar that stands for its user. */
export type AttendeeType =
  | 'CALENDAR'
  | 'CONTACT';

/** Whom or what a balance is added up for. */
export type BalanceType =
  | 'CLIENT'
  | 'MATTER';

/** Regions with rules of their own for trust accounting; `NO_REGION` where none applies. */
export type BankAccountComplianceRegion =
  | 'AU_AUSTRALIAN_CAPITAL_TERRITORY'
  | 'AU_NORTHERN_TERRITORY'
  | 'AU_QUEENSLAND'
  | 'AU_SOUTH_AUSTRALIA'
  | 'AU_TASMANIA'
  | 'AU_VICTORIA'
  | 'AU_WESTERN_AUSTRALIA'
  | 'NEW_SOUTH_WALES'
  | 'NEW_ZEALAND'
  | 'NO_REGION'
  | 'SPAIN'
  | 'UK_NORTHERN_IRELAND'
  | 'UK_SCOTLAND'
  | 'UNITED_KINGDOM';

/** Which bank accounts to return; all conditions given must hold. */
export type BankAccountFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Whether to list accounts with a balance of zero. */
  showEmptyAccounts?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only accounts in use, or only closed ones. */
  status?: InputMaybe<BankAccountStatusFilter>;
  /** Only those of this type. */
  type?: InputMaybe<BankAccountTypeFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only accounts of this user: global id or Clio's number. An explicit null finds those without a user. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** Orders in which bank accounts can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type BankAccountOrderBy =
  | 'ACCOUNT_NUMBER_ASC'
  | 'ACCOUNT_NUMBER_DESC'
  | 'CURRENCY_ASC'
  | 'CURRENCY_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'INSTITUTION_ASC'
  | 'INSTITUTION_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'TRANSIT_NUMBER_ASC'
  | 'TRANSIT_NUMBER_DESC'
  | 'TYPE_ASC'
  | 'TYPE_DESC'
  | 'UPDATED_AT_ASC'
  | 'UPDATED_AT_DESC';

/** Whether a bank account is in use. */
export type BankAccountStatusFilter =
  | 'CLOSED'
  | 'OPENED';

/** The firm's own money, or money held for clients. */
export type BankAccountType =
  /** The firm's own money. */
  | 'OPERATING'
  /** Money held for clients. */
  | 'TRUST';

/** The firm's own money, or money held for clients. */
export type BankAccountTypeFilter =
  /** The firm's own money. */
  | 'OPERATING_ACCOUNT'
  /** Money held for clients. */
  | 'TRUST_ACCOUNT';

/** Which bank transactions to return; all conditions given must hold. */
export type BankTransactionFilter = {
  /** Only transactions of this bank account: global id or Clio's number. */
  bankAccountId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what is for this client: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what belongs to this matter: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Only money that is the firm's asset, or only money owed to clients (liability). */
  type?: InputMaybe<BankTransactionTypeFilter>;
  /** True for only those not yet matched with a bank statement. */
  unreconciledOnly?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which bank transactions can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type BankTransactionOrderBy =
  | 'ID_ASC'
  | 'ID_DESC';

/** Sides of the books that a transaction can stand on. */
export type BankTransactionTypeFilter =
  | 'ASSET'
  | 'LIABILITY';

/** States that a bill can be moved to by an update. */
export type BillAvailableStateTransitions =
  | 'AWAITING_APPROVAL'
  | 'AWAITING_PAYMENT'
  /** Remove it; open to bills that were not yet approved. */
  | 'DELETED'
  | 'PAID'
  /** Cancel it after approval; it stays on record. */
  | 'VOID';

/** Which bills to return; all conditions given must hold. */
export type BillFilter = {
  /** Only bills with exactly this number. */
  billNumber?: InputMaybe<Scalars['String']['input']>;
  /** Only what is for this client: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only bills in this currency: global id or Clio's number. */
  currencyId?: InputMaybe<Scalars['ID']['input']>;
  /** Conditions on the values of custom fields; all of them must hold. */
  customFieldValues?: InputMaybe<Array<CustomFieldValueFilter>>;
  /** Only bills due after this day. */
  dueAfter?: InputMaybe<Scalars['Date']['input']>;
  /** Only bills due on this day. */
  dueAt?: InputMaybe<Scalars['Date']['input']>;
  /** Only bills due before this day. */
  dueBefore?: InputMaybe<Scalars['Date']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only bills issued after this day. */
  issuedAfter?: InputMaybe<Scalars['Date']['input']>;
  /** Only bills issued before this day. */
  issuedBefore?: InputMaybe<Scalars['Date']['input']>;
  /** Only bills last sent before this day. */
  lastSentEndDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only bills last sent after this day. */
  lastSentStartDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only where this user is the originating attorney of the matter, who brought it in: global id or Clio's number. An
   * explicit null finds those without one.
   */
  originatingAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** True for bills past their due date only. */
  overdueOnly?: InputMaybe<Scalars['Boolean']['input']>;
  /** Number to search for in bill numbers. */
  query?: InputMaybe<Scalars['Int']['input']>;
  /**
   * Only where this user is the responsible attorney of the matter: global id or Clio's number. An explicit null finds
   * those without one.
   */
  responsibleAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Only those in this state. */
  state?: InputMaybe<BillState>;
  /** `OVERDUE` limits the list to bills past their due date. */
  status?: InputMaybe<BillStatusFilter>;
  /** Only bills for fees and expenses (`REVENUE`), or only requests for trust money (`TRUST`). */
  type?: InputMaybe<BillTypeFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What a bill charges and how its lines are put together. */
export type BillKind =
  | 'AGGREGATE_ALL'
  | 'AGGREGATE_EXPENSES'
  | 'AGGREGATE_SERVICES'
  | 'AGGREGATE_SPLIT'
  /** Charges services and expenses. */
  | 'REVENUE_KIND'
  | 'SUMMARY_KIND'
  /** Asks for money to be held in trust. */
  | 'TRUST_KIND';

/** Orders in which bills can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type BillOrderBy =
  | 'BALANCE_ASC'
  | 'BALANCE_DESC'
  | 'CLIENT_NAME_ASC'
  | 'CLIENT_NAME_DESC'
  | 'DUE_AT_ASC'
  | 'DUE_AT_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'ISSUED_AT_ASC'
  | 'ISSUED_AT_DESC'
  | 'LAST_SENT_AT_ASC'
  | 'LAST_SENT_AT_DESC'
  | 'MATTER_DISPLAY_NUMBER_ASC'
  | 'MATTER_DISPLAY_NUMBER_DESC'
  | 'NUMBER_ASC'
  | 'NUMBER_DESC'
  | 'PAID_AT_ASC'
  | 'PAID_AT_DESC';

/** Steps of a bill from draft to payment. */
export type BillState =
  | 'AWAITING_APPROVAL'
  /** Approved and not fully paid. */
  | 'AWAITING_PAYMENT'
  /** Removed before it was approved. */
  | 'DELETED'
  | 'DRAFT'
  | 'PAID'
  /** Cancelled after it was approved; it stays on record. */
  | 'VOID';

/** Whether to list all bills or overdue ones only. */
export type BillStatusFilter =
  | 'ALL'
  | 'OVERDUE';

/** Which bill themes to return; all conditions given must hold. */
export type BillThemeFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Whether a bill is for matters or for a client. */
export type BillType =
  | 'CLIENT_BILL'
  | 'MATTER_BILL';

/** Bills for work done, or requests for money to hold in trust. */
export type BillTypeFilter =
  /** Bills for services and expenses. */
  | 'REVENUE'
  /** Requests for money to be held in trust. */
  | 'TRUST';

/** Which billable clients to return; all conditions given must hold. */
export type BillableClientFilter = {
  /** Only what is for this client: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** Conditions on the values of custom fields; all of them must hold. */
  customFieldValues?: InputMaybe<Array<CustomFieldValueFilter>>;
  /** Only with unbilled activities dated on or before this day. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only the client of this matter: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only where this user is the originating attorney of the matter, who brought it in: global id or Clio's number. An
   * explicit null finds those without one.
   */
  originatingAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in the number and the description of the matter. */
  query?: InputMaybe<Scalars['String']['input']>;
  /**
   * Only where this user is the responsible attorney of the matter: global id or Clio's number. An explicit null finds
   * those without one.
   */
  responsibleAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Only with unbilled activities dated on or after this day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only clients with matters of this status. */
  status?: InputMaybe<BillableClientStatusFilter>;
};

/** Status that a client's matters must have. */
export type BillableClientStatusFilter =
  | 'CLOSED'
  | 'OPEN'
  | 'PENDING';

/** Which billable matters to return; all conditions given must hold. */
export type BillableMatterFilter = {
  /** Only what is for this client: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** Conditions on the values of custom fields; all of them must hold. */
  customFieldValues?: InputMaybe<Array<CustomFieldValueFilter>>;
  /** Only with unbilled activities dated on or before this day. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only this matter, if it has something to bill: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only where this user is the originating attorney of the matter, who brought it in: global id or Clio's number. An
   * explicit null finds those without one.
   */
  originatingAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in the number and the description of the matter. */
  query?: InputMaybe<Scalars['String']['input']>;
  /**
   * Only where this user is the responsible attorney of the matter: global id or Clio's number. An explicit null finds
   * those without one.
   */
  responsibleAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Only with unbilled activities dated on or after this day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only matters of this status. */
  status?: InputMaybe<BillableMatterStatusFilter>;
};

/** Which billable matters to return; all conditions given must hold. */
export type BillableMatterIdsFilter = {
  /** Only what is for this client: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** Conditions on the values of custom fields; all of them must hold. */
  customFieldValues?: InputMaybe<Array<CustomFieldValueFilter>>;
  /** Only with unbilled activities dated on or before this day. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only this matter, if it has something to bill: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only where this user is the originating attorney of the matter, who brought it in: global id or Clio's number. An
   * explicit null finds those without one.
   */
  originatingAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in the number and the description of the matter. */
  query?: InputMaybe<Scalars['String']['input']>;
  /**
   * Only where this user is the responsible attorney of the matter: global id or Clio's number. An explicit null finds
   * those without one.
   */
  responsibleAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Only with unbilled activities dated on or after this day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only matters of this status. */
  status?: InputMaybe<BillableMatterStatusFilter>;
};

/** Status that a matter must have. */
export type BillableMatterStatusFilter =
  | 'CLOSED'
  | 'OPEN'
  | 'PENDING';

/** How a second tax goes together with the first. */
export type BillingSettingSecondaryTaxRule =
  /** Computed on the amount with the first tax included. */
  | 'POST'
  /** Computed on the amount without the first tax. */
  | 'PRE';

/** Colours of calendars and event types: the CSS hex code behind `HEX_`, so HEX_009CEC is #009CEC. */
export type CalendarColor =
  | 'HEX_009CEC'
  | 'HEX_6AC9DE'
  | 'HEX_8E3F64'
  | 'HEX_9EEDCB'
  | 'HEX_62D6B1'
  | 'HEX_83D17F'
  | 'HEX_367B9C'
  | 'HEX_616161'
  | 'HEX_BBDA81'
  | 'HEX_BFC2E1'
  | 'HEX_C75300'
  | 'HEX_CDE2F5'
  | 'HEX_D6C4A5'
  | 'HEX_DADADA'
  | 'HEX_DFD3F8'
  | 'HEX_EABBB0'
  | 'HEX_F9A2C4'
  | 'HEX_FFA5A4'
  | 'HEX_FFAC7B'
  | 'HEX_FFD478';

/** Video conference services that Clio can set a meeting up with. */
export type CalendarEntryConferenceMeetingTypeInput =
  | 'ZOOM';

/** How much of a repeating entry is deleted: SINGLE for one occurrence, FUTURE for that one and all after it. */
export type CalendarEntryDeletedInput =
  | 'FUTURE'
  | 'SINGLE';

/** Which calendar entry event types to return; all conditions given must hold. */
export type CalendarEntryEventTypeFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which calendar entries to return; all conditions given must hold. */
export type CalendarEntryFilter = {
  /** Entries of this calendar. */
  calendarId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * True to get every occurrence of a recurring entry by itself; bound them with `from` and `to`. The ids of occurrences
   * are text.
   */
  expanded?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only records with an external property of this name. */
  externalPropertyName?: InputMaybe<Scalars['String']['input']>;
  /** Only records whose external property has this value; `externalPropertyName` must be given too. */
  externalPropertyValue?: InputMaybe<Scalars['String']['input']>;
  /** Entries that end at this instant or later. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for deadlines that court rules have worked out, false for the rest. */
  hasCourtRule?: InputMaybe<Scalars['Boolean']['input']>;
  /** Entries with these ids; occurrences of a series cannot be named here. */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** True for entries that take whole days, false for those with times. */
  isAllDay?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** True for the matter's entries of every user. Needs `matterId`. */
  ownerEntriesAcrossAllUsers?: InputMaybe<Scalars['Boolean']['input']>;
  /** Text to search for in what Clio searches for this kind of record. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Application whose switched-on calendars `visible` speaks of. */
  source?: InputMaybe<CalendarEntrySourceFilter>;
  /** Entries that start at this instant or earlier. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for entries of calendars that are switched on; `source` says in which application. */
  visible?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Application whose switched-on calendars count. */
export type CalendarEntrySourceFilter =
  | 'MOBILE'
  | 'WEB';

/** Which calendars to return; all conditions given must hold. */
export type CalendarFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True to leave out shared calendars of users who no longer log in. */
  filterInactiveUsers?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** True for calendars that the login owns. */
  owner?: InputMaybe<Scalars['Boolean']['input']>;
  /** Application that `visible` speaks of. */
  source?: InputMaybe<CalendarSource>;
  /** Only the firm's calendar, users' calendars, or those made by hand. */
  type?: InputMaybe<CalendarType>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for calendars that are switched on; `source` says in which application. */
  visible?: InputMaybe<Scalars['Boolean']['input']>;
  /** True for calendars that the login may add entries to. */
  writeable?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Second colours, to go with a calendar's main one: the CSS hex code behind `HEX_`. */
export type CalendarLightColor =
  | 'HEX_00A5CA'
  | 'HEX_00B177'
  | 'HEX_5DA5C7'
  | 'HEX_7BA6CD'
  | 'HEX_50D19B'
  | 'HEX_56C4FC'
  | 'HEX_84AB3B'
  | 'HEX_959CD0'
  | 'HEX_209412'
  | 'HEX_A3A2A2'
  | 'HEX_B091EE'
  | 'HEX_B0B0B0'
  | 'HEX_BD9E69'
  | 'HEX_CB5A3D'
  | 'HEX_DE649D'
  | 'HEX_F2A000'
  | 'HEX_F14A8C'
  | 'HEX_F95957'
  | 'HEX_FF6B02'
  | 'HEX_FF7715';

/** Orders in which calendars can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type CalendarOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC';

/** What the login may do with a calendar. */
export type CalendarPermission =
  /** Reads, adds and changes entries. */
  | 'EDITOR'
  /** Sees that there are entries, without their details. */
  | 'LIMITED_VIEWER'
  | 'NONE'
  | 'OWNER'
  /** Reads entries, but changes none. */
  | 'VIEWER';

/** Application in which a calendar is switched on or off. */
export type CalendarSource =
  | 'MOBILE'
  | 'WEB';

/** Whose a calendar is. */
export type CalendarType =
  /** The firm's own; there is one. */
  | 'ACCOUNT_CALENDAR'
  /** Made by hand, for a team or a room for example. */
  | 'ADHOC_CALENDAR'
  /** A user's own; each user has one. */
  | 'USER_CALENDAR';

/** Colours of task calendars: the CSS hex code behind `HEX_`. None of them is in `CalendarColor`. */
export type CalendarVisibilityColor =
  | 'HEX_8BBF3C'
  | 'HEX_8C66DA'
  | 'HEX_49B050'
  | 'HEX_56BFB3'
  | 'HEX_64AD88'
  | 'HEX_84AAA5'
  | 'HEX_93A2BE'
  | 'HEX_658CB3'
  | 'HEX_658CDA'
  | 'HEX_8897A5'
  | 'HEX_A7A77D'
  | 'HEX_A992A9'
  | 'HEX_B473B4'
  | 'HEX_BE9494'
  | 'HEX_BFBF4B'
  | 'HEX_C4A882'
  | 'HEX_DA6666'
  | 'HEX_E7804C'
  | 'HEX_E77399'
  | 'HEX_F2A53D';

/**
 * Colours that a calendar of tasks can be given: the CSS hex code behind `HEX_`. `CalendarVisibilityColor`, for reading,
 * has others.
 */
export type CalendarVisibilityColorInput =
  | 'HEX_009CEC'
  | 'HEX_6AC9DE'
  | 'HEX_8E3F64'
  | 'HEX_9EEDCB'
  | 'HEX_62D6B1'
  | 'HEX_83D17F'
  | 'HEX_367B9C'
  | 'HEX_616161'
  | 'HEX_BBDA81'
  | 'HEX_BFC2E1'
  | 'HEX_C75300'
  | 'HEX_CDE2F5'
  | 'HEX_D6C4A5'
  | 'HEX_DADADA'
  | 'HEX_DFD3F8'
  | 'HEX_EABBB0'
  | 'HEX_F9A2C4'
  | 'HEX_FFA5A4'
  | 'HEX_FFAC7B'
  | 'HEX_FFD478';

/** Which calendar visibilities to return; all conditions given must hold. */
export type CalendarVisibilityFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Where an original paper goes, when, and on whose behalf. */
export type ChangeSafeCustodyRecordStateInput = {
  /** User or contact behind the change: global id or Clio's number. `actorType` says which of the two. */
  actorId: Scalars['ID']['input'];
  /** What `actorId` stands for: a user is 1, a contact 2. */
  actorType: Scalars['Int']['input'];
  /** Day of the change; the record's `storedOn` unless given. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Paper in safe custody: global id or Clio's number of its record. */
  id: Scalars['ID']['input'];
  /** Why the paper changes hands. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** State that the paper goes to; it must follow from the present one. */
  state: ChangeSafeCustodyRecordStateStateInput;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Where an original paper can go: held by the firm, lent out, or handed over for good. */
export type ChangeSafeCustodyRecordStateStateInput =
  | 'HELD'
  | 'REMOVED'
  | 'TEMPORARILY_REMOVED';

/** Whether a creator is a user of the firm (MANAGE_USER) or a client or other guest (CLIENT_USER). */
export type ClioCreatorType =
  | 'CLIENT_USER'
  | 'MANAGE_USER';

/** Which clio payments links to return; all conditions given must hold. */
export type ClioPaymentsLinkFilter = {
  /** True for links that have not expired, false for those that have. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What a payment link can collect for: a bill or trust request, a client's open bills, or straight into a bank account. */
export type ClioPaymentsLinkSubjectTypeInput =
  | 'BANK_ACCOUNT'
  | 'BILL'
  | 'CONTACT';

/** Which clio payments payments to return; all conditions given must hold. */
export type ClioPaymentsPaymentFilter = {
  /** Only what belongs to this bill: global id or Clio's number. */
  billId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what belongs to this contact: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only those in this state. */
  state?: InputMaybe<ClioPaymentsPaymentState>;
};

/** Steps of an online payment. */
export type ClioPaymentsPaymentState =
  /** Approved, but the money has not been collected yet. */
  | 'AUTHORIZED'
  | 'CANCELED'
  | 'COMPLETED'
  /** The money has arrived but still has to be allocated. */
  | 'COMPLETED_REQUIRING_ALLOCATION'
  | 'FAILED'
  | 'PENDING'
  | 'REQUIRES_CONFIRMATION'
  | 'VOIDED';

/** Which comments to return; all conditions given must hold. */
export type CommentFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Comments on this document or folder. A bare number could mean either; a global id tells which. */
  itemId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which communications to return; all conditions given must hold. */
export type CommunicationFilter = {
  /** Communications that this contact sent or received. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Communications of this day. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Only records with an external property of this name. */
  externalPropertyName?: InputMaybe<Scalars['String']['input']>;
  /** Only records whose external property has this value; `externalPropertyName` must be given too. */
  externalPropertyValue?: InputMaybe<Scalars['String']['input']>;
  /** True for those that time was recorded on, false for those without. */
  havingTimeEntries?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in subject and body. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Communications of this instant; `receivedSince` and `receivedBefore` bound a span. */
  receivedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Communications of this time or earlier. */
  receivedBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Communications of this time or later. */
  receivedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only phone calls, or only e-mails. */
  type?: InputMaybe<CommunicationType>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only what belongs to this user: global id or Clio's number. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/**
 * Orders in which communications can be listed; Clio's own is DATE_ASC. Only ID_ASC reaches beyond the first 10,000
 * records.
 */
export type CommunicationOrderBy =
  | 'DATE_ASC'
  | 'DATE_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'MATTER_ASC'
  | 'MATTER_DESC'
  | 'RECEIVED_AT_ASC'
  | 'RECEIVED_AT_DESC';

/** Who can be called or written to. Reading tells persons from companies instead of CONTACT. */
export type CommunicationReceiverTypeInput =
  | 'CONTACT'
  | 'USER';

/** Who can call or write. Reading tells persons from companies instead of CONTACT. */
export type CommunicationSenderTypeInput =
  | 'CONTACT'
  | 'USER';

/** Kind of communication that is logged. */
export type CommunicationType =
  | 'EMAIL_COMMUNICATION'
  | 'PHONE_COMMUNICATION';

/** What an e-mail address is for. */
export type ContactEmailAddressNameInput =
  | 'HOME'
  | 'OTHER'
  | 'WORK';

/** Which contacts to return; all conditions given must hold. */
export type ContactFilter = {
  /** True for only those contacts who are clients. */
  clientOnly?: InputMaybe<Scalars['Boolean']['input']>;
  /** True for only those contacts who use the client portal. */
  clioConnectOnly?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Return in `customFieldValues` only the values of these custom fields. It chooses values, not records. */
  customFieldIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Conditions on the values of custom fields; all of them must hold. */
  customFieldValues?: InputMaybe<Array<CustomFieldValueFilter>>;
  /** True for only those contacts with an e-mail address. */
  emailOnly?: InputMaybe<Scalars['Boolean']['input']>;
  /** Contacts to leave out, such as those already chosen: global ids or Clio's numbers. */
  excludeIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only contacts whose last name or company name begins with this letter. */
  initial?: InputMaybe<ContactInitialFilter>;
  /**
   * Text to search for in names, titles, addresses of all kinds, phone numbers, custom fields, related matters or the
   * company's name.
   */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only contacts who can see this shared record. Clio's own number, which no field of this API gives. */
  sharedResourceId?: InputMaybe<Scalars['ID']['input']>;
  /** Only persons, or only companies. */
  type?: InputMaybe<ContactType>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** First letter of a person's last name or of a company's name. */
export type ContactInitialFilter =
  | 'A'
  | 'B'
  | 'C'
  | 'D'
  | 'E'
  | 'F'
  | 'G'
  | 'H'
  | 'I'
  | 'J'
  | 'K'
  | 'L'
  | 'M'
  | 'N'
  | 'O'
  | 'P'
  | 'Q'
  | 'R'
  | 'S'
  | 'T'
  | 'U'
  | 'V'
  | 'W'
  | 'X'
  | 'Y'
  | 'Z';

/** Orders in which contacts can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type ContactOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'SHARED_AT_ASC'
  | 'SHARED_AT_DESC';

/** What a phone number is for. Reading has other labels: see `PhoneNumberName`. */
export type ContactPhoneNumberNameInput =
  | 'FAX'
  | 'HOME'
  | 'MOBILE'
  | 'OTHER'
  | 'PAGER'
  | 'SKYPE'
  | 'WORK';

/** Whether a contact is a person or a company. */
export type ContactType =
  | 'COMPANY'
  | 'PERSON';

/** Which conversations to return; all conditions given must hold. */
export type ConversationFilter = {
  /** True for conversations that the login has archived, false for the rest. */
  archived?: InputMaybe<Scalars['Boolean']['input']>;
  /** Conversations that this contact takes part in. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Conversations begun on this day. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** True for all that the login's groups may see, member or not; false for those that the login takes part in. */
  forUser?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** True for conversations that have been read, false for unread ones. */
  readStatus?: InputMaybe<Scalars['Boolean']['input']>;
  /** True for those that time was recorded on, false for those without. */
  timeEntries?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which conversation messages to return; all conditions given must hold. */
export type ConversationMessageFilter = {
  /** Conversation to list the messages of. Clio lists messages within a conversation only. */
  conversationId: Scalars['ID']['input'];
  /** Only messages of conversations that began after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Text to search for in the body of the message. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only messages of conversations that changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which conversation messages can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type ConversationMessageOrderBy =
  | 'ID_ASC'
  | 'ID_DESC';

/** Who can get a message. */
export type ConversationMessageReceiverTypeInput =
  | 'CONTACT'
  | 'USER';

/** Which conversation messages to return; all conditions given must hold. */
export type ConversationMessageRelationFilter = {
  /** Only messages of conversations that began after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Text to search for in the body of the message. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only messages of conversations that changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which conversations can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type ConversationOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'LAST_MESSAGE_ID_ASC'
  | 'LAST_MESSAGE_ID_DESC'
  | 'MATTER_ID_ASC'
  | 'MATTER_ID_DESC';

/** One of the `externalProperties` of CopyDocumentInput. */
export type CopyDocumentExternalPropertyInput = {
  /** Of no use for a new record. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of no use for a new record. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Name to keep the value under. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** What to keep, as text. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** Which document to copy, and where the copy goes. */
export type CopyDocumentInput = {
  /** E-mail or phone call that it belongs to: global id or Clio's number. */
  communicationId?: InputMaybe<Scalars['ID']['input']>;
  /** Category that the firm files it under: global id or Clio's number. An explicit null takes it off. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Names with values for an application to keep with the record, 5 at most. */
  externalProperties?: InputMaybe<Array<CopyDocumentExternalPropertyInput>>;
  /** Name of the copy's file; the original's unless given. */
  filename?: InputMaybe<Scalars['String']['input']>;
  /** Document to copy: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /** Name of the copy, shown in Clio; the original's unless given. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Where the copy goes: to a folder, a matter or a contact. */
  parent: CopyDocumentParentInput;
  /** When the document reached the firm. */
  receivedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Where a document goes. */
export type CopyDocumentParentInput = {
  /** The folder, matter, contact or document: global id or Clio's number. */
  id: Scalars['ID']['input'];
  /** What `id` stands for. */
  type: CopyDocumentParentTypeInput;
};

/** What a copy of a document can be put under. */
export type CopyDocumentParentTypeInput =
  | 'CONTACT'
  | 'DOCUMENT'
  | 'FOLDER'
  | 'MATTER';

/** Which task template list to copy, and what the copy is called. */
export type CopyTaskTemplateListInput = {
  /** Description of the copy. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Task template list to copy: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /** Name of the copy. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Practice area that the copy is meant for: global id or Clio's number. */
  practiceAreaId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Activity category of a time entry: one from the firm's list, or a UTBMS activity with a UTBMS task. */
export type CreateActivityActivityDescriptionInput = {
  /** Category from the firm's list: global id or Clio's number. Not needed where two UTBMS codes are given. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** UTBMS activity code: Clio's number or the global id. `utbmsTaskId` belongs with it. */
  utbmsActivityId?: InputMaybe<Scalars['ID']['input']>;
  /** UTBMS task code: Clio's number or the global id. `utbmsActivityId` belongs with it. */
  utbmsTaskId?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `groups` of CreateActivityDescriptionInput. */
export type CreateActivityDescriptionGroupInput = {
  /** Group whose members may use the category: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `createActivityDescription`. */
export type CreateActivityDescriptionInput = {
  /** Currency of `rate`, as a JSON object such as `{ id: 1 }`. Clio does not say which keys it takes. */
  currency?: InputMaybe<Scalars['JSON']['input']>;
  /** True when this is the description that the login's new time entries start with. */
  default?: InputMaybe<Scalars['Boolean']['input']>;
  /** Text that Clio fills in as the note of an activity when this category is chosen. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Groups whose members may use the description. */
  groups?: InputMaybe<Array<CreateActivityDescriptionGroupInput>>;
  /** What users see in the list of activity categories, such as "Phone call". */
  name: Scalars['String']['input'];
  /** Rate of the category: a flat amount, an amount per hour, or whatever the user's own rate is. */
  rate?: InputMaybe<CreateActivityDescriptionRateInput>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when co-counsel who are guests of the firm may choose it. */
  visibleToCoCounsel?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Rate of an activity category. */
export type CreateActivityDescriptionRateInput = {
  /** Amount per hour, or for the whole entry where `type` is FLAT_RATE. Has no effect where `type` is USER. */
  amount?: InputMaybe<Scalars['Float']['input']>;
  /** What a non-billable entry is valued at, per hour or as a whole. Has no effect where `type` is USER. */
  nonBillableAmount?: InputMaybe<Scalars['Float']['input']>;
  /** What the rate follows: the user's own rate, a flat rate or a custom rate. */
  type?: InputMaybe<ActivityDescriptionRateType>;
};

/** Input of `createActivity`. */
export type CreateActivityInput = {
  /** Activity category of a time entry: one of the firm's list, or two UTBMS codes. Clio ignores it for expenses. */
  activityDescription?: InputMaybe<CreateActivityActivityDescriptionInput>;
  /** Calendar entry that the time was spent on: global id or Clio's own id. */
  calendarEntryId?: InputMaybe<Scalars['ID']['input']>;
  /** Message channel of the client portal that the time was spent on: global id or Clio's number. */
  clientPortalId?: InputMaybe<Scalars['ID']['input']>;
  /** E-mail or phone call that it belongs to: global id or Clio's number. */
  communicationId?: InputMaybe<Scalars['ID']['input']>;
  /** Note on a contact that the time was spent on: global id or Clio's number. */
  contactNoteId?: InputMaybe<Scalars['ID']['input']>;
  /** Day on which the work was done or the cost arose; the day that reports and bills go by. */
  date: Scalars['Date']['input'];
  /** Category of an expense: global id or Clio's number. An explicit null takes it off. */
  expenseCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Taxes that the firm itself paid on a hard cost, at most two; `taxSettings` are those for the client. */
  inputTaxSettings?: InputMaybe<Array<CreateActivityInputTaxSettingInput>>;
  /** Matter that the work or the cost is for: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Note on a matter that the time was spent on: global id or Clio's number. */
  matterNoteId?: InputMaybe<Scalars['ID']['input']>;
  /** True for a non-billable activity that the client still gets to see on the bill, at no charge. */
  noCharge?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when the client is not charged for the activity; see `noCharge` for whether the bill shows it. */
  nonBillable?: InputMaybe<Scalars['Boolean']['input']>;
  /** What was done, in the user's words; the text that appears on the bill. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Rate per hour, whole amount of a flat-rate entry, or amount of an expense. */
  price?: InputMaybe<Scalars['Float']['input']>;
  /** Seconds worked for a time entry, a count for an expense. A hard cost takes none. */
  quantity?: InputMaybe<Scalars['Float']['input']>;
  /** Number of the cheque by which a hard cost was paid. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** True starts the login's timer on the entry: for a time entry only, neither flat-rate nor billed. */
  startTimer?: InputMaybe<Scalars['Boolean']['input']>;
  /** Task that the time was spent on: global id or Clio's number. */
  taskId?: InputMaybe<Scalars['ID']['input']>;
  /** Which of the firm's two taxes an expense bears: the older form of `taxSettings`. */
  taxSetting?: InputMaybe<ActivityTaxSetting>;
  /** Taxes charged to the client on an expense, at most two, in order of calculation. */
  taxSettings?: InputMaybe<Array<CreateActivityTaxSettingInput>>;
  /** Exchange of text messages that the time was spent on: global id or Clio's number. */
  textMessageConversationId?: InputMaybe<Scalars['ID']['input']>;
  /** Time entry or one of the kinds of expense. */
  type: ActivityType;
  /** User who did the work or had the expense: global id or Clio's number. Without it, the login's own user. */
  userId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * UTBMS code of an expense: global id or Clio's number. Billable expenses need it where the matter demands UTBMS
   * codes.
   */
  utbmsExpenseId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Who was paid by a hard cost: global id of the contact or Clio's number. Clio refuses a contact that the login may
   * not see.
   */
  vendorId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `inputTaxSettings` of CreateActivityInput. */
export type CreateActivityInputTaxSettingInput = {
  /** Place in the calculation; the tax with 1 goes first. */
  order: Scalars['Int']['input'];
  /**
   * What the rate is taken of: PRE for the untaxed amount, POST for that with the tax before it. The first tax is always
   * PRE.
   */
  rule?: InputMaybe<ActivityInputTaxSettingRuleInput>;
  /** Configured tax rate: global id or Clio's number. */
  taxRateConfigurationId: Scalars['ID']['input'];
};

/** Input of `createActivityRate`. */
export type CreateActivityRateInput = {
  /** Outside co-counsel whose rate it is: global id of the contact or Clio's number. Either this or `contactId`. */
  coCounselContactId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Client for whose work the rate holds: global id of the contact or Clio's number. Either this or
   * `coCounselContactId`.
   */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** True when `rate` is for the whole entry rather than per hour. */
  flatRate?: InputMaybe<Scalars['Boolean']['input']>;
  /** Price per hour, or the whole price where it is a flat rate. */
  rate?: InputMaybe<Scalars['Float']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `taxSettings` of CreateActivityInput. */
export type CreateActivityTaxSettingInput = {
  /** Place in the calculation; the tax with 1 goes first. */
  order: Scalars['Int']['input'];
  /** What the rate is taken of: PRE for the untaxed amount, POST for that with the tax before it. */
  rule?: InputMaybe<ActivityTaxSettingRuleInput>;
  /** Configured tax rate: global id or Clio's number. */
  taxRateConfigurationId: Scalars['ID']['input'];
};

/** Input of `createBankAccount`. */
export type CreateBankAccountInput = {
  /** Account number at the bank. With Clio's compliant trust accounting, operating and controlled accounts need it. */
  accountNumber?: InputMaybe<Scalars['String']['input']>;
  /** Balance to start with, in the account's currency. */
  balance?: InputMaybe<Scalars['Float']['input']>;
  /**
   * Client of a controlled account: global id of the contact or Clio's number. Compliant trust accounting demands it for
   * new ones, for good.
   */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True for a controlled account. With compliant trust accounting it is a trust account and needs `institution`,
   * `clientId` and `matterId`.
   */
  controlledAccount?: InputMaybe<Scalars['Boolean']['input']>;
  /** Currency of the account as a code, such as USD. */
  currency: Scalars['String']['input'];
  /** Whether the account is used where no other is chosen. */
  defaultAccount?: InputMaybe<Scalars['Boolean']['input']>;
  /** Branch of the bank at which the account was opened. */
  domicileBranch?: InputMaybe<Scalars['String']['input']>;
  /** Number of the account in the firm's general ledger. */
  generalLedgerNumber?: InputMaybe<Scalars['String']['input']>;
  /** Person or business in whose name the account is. */
  holder?: InputMaybe<Scalars['String']['input']>;
  /** Name of the bank. With compliant trust accounting, controlled accounts need it. */
  institution?: InputMaybe<Scalars['String']['input']>;
  /**
   * Matter of a controlled account, one of the client's: global id or Clio's number. Compliant trust accounting demands
   * it for new ones, for good.
   */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Name the firm gave the account, such as its purpose. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** SWIFT code (BIC) of the bank. */
  swift?: InputMaybe<Scalars['String']['input']>;
  /**
   * Number of the bank's branch: transit, routing or sort code. With compliant trust accounting, operating accounts need
   * it.
   */
  transitNumber?: InputMaybe<Scalars['String']['input']>;
  /** Operating account (the firm's own money) or trust account (money held for clients). It cannot change later. */
  type: BankAccountType;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createBankTransaction`. */
export type CreateBankTransactionInput = {
  /** Amount in whole currency units. */
  amount: Scalars['Float']['input'];
  /** Bank account whose money moves: global id or Clio's number. */
  bankAccountId: Scalars['ID']['input'];
  /** Finer kind of movement in Clio's own words, such as `trust_interest` or `bank_charge`. */
  bankAccountTransactionType?: InputMaybe<Scalars['String']['input']>;
  /** Client whose money it is: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** Reference of the transaction, such as a cheque number. */
  confirmation?: InputMaybe<Scalars['String']['input']>;
  /** Currency of the transaction as a code, such as USD. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Day that it counts for, which need not be today. */
  date: Scalars['Date']['input'];
  /** Free text that describes it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Exchange rate that was used where money was exchanged. */
  exchangeRate?: InputMaybe<Scalars['Float']['input']>;
  /** Matter that the money is for: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Origin of the money or of the entry, in the firm's or Clio's words. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** Kind of movement, such as a deposit or withdrawal, in Clio's words. */
  transactionType?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `attendees` of CreateCalendarEntryInput. */
export type CreateCalendarEntryAttendeeInput = {
  /** Of no use for a new record. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Contact or calendar: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** `Contact`, or `Calendar` for a user, who attends by calendar. */
  type?: InputMaybe<AttendeeType>;
};

/** Video meeting of a calendar entry. */
export type CreateCalendarEntryConferenceMeetingInput = {
  /** Video conference service to set the meeting up with. */
  type?: InputMaybe<CalendarEntryConferenceMeetingTypeInput>;
};

/** Input of `createCalendarEntryEventType`. */
export type CreateCalendarEntryEventTypeInput = {
  /** Colour in which such entries are shown, a CSS hex code behind `HEX_`. */
  color: CalendarColor;
  /** Name, as users see it in Clio. */
  name: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `externalProperties` of CreateCalendarEntryInput. */
export type CreateCalendarEntryExternalPropertyInput = {
  /** Name to keep the value under. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** What to keep, as text. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `createCalendarEntry`. */
export type CreateCalendarEntryInput = {
  /** True when the entry takes whole days; its times of day then say nothing. */
  allDay?: InputMaybe<Scalars['Boolean']['input']>;
  /** Contacts and calendars to invite. Clio refuses a contact that the login may not see. */
  attendees?: InputMaybe<Array<CreateCalendarEntryAttendeeInput>>;
  /** Event type of the firm's own that the entry is of: global id or Clio's number. An explicit null takes it off. */
  calendarEntryEventTypeId?: InputMaybe<Scalars['ID']['input']>;
  /** Calendar that the entry goes into: global id or Clio's number. */
  calendarOwnerId: Scalars['ID']['input'];
  /** Video meeting to set up; not every plan of Clio's has them. */
  conferenceMeeting?: InputMaybe<CreateCalendarEntryConferenceMeetingInput>;
  /** Long text of the entry. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Of no use for a new record. */
  destroy?: InputMaybe<CalendarEntryDeletedInput>;
  /** Instant at which the entry ends. */
  endAt: Scalars['DateTime']['input'];
  /** Names with values for an application to keep with the record, 5 at most. */
  externalProperties?: InputMaybe<Array<CreateCalendarEntryExternalPropertyInput>>;
  /** Where it takes place, as typed by the user. */
  location?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the entry is for: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** How the entry repeats, as an iCalendar RRULE. */
  recurrenceRule?: InputMaybe<Scalars['String']['input']>;
  /** True tells the attendees by e-mail. */
  sendEmailNotification?: InputMaybe<Scalars['Boolean']['input']>;
  /** Instant at which the entry starts. Clio moves what lies before 1900 to 1900. */
  startAt: Scalars['DateTime']['input'];
  /** Title of the entry, as the calendar shows it. */
  summary: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createCalendar`. */
export type CreateCalendarInput = {
  /** Colour in which the calendar is shown, a CSS hex code behind `HEX_`. */
  color?: InputMaybe<CalendarColor>;
  /** Name, as users see it in Clio. */
  name: Scalars['String']['input'];
  /** Application that `visible` speaks of; the web one unless given. */
  source?: InputMaybe<CalendarSource>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when the calendar is switched on in the application named by `source`. */
  visible?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createClioPaymentsLink`. */
export type CreateClioPaymentsLinkInput = {
  /** Amount to pay; left out, the payer decides. */
  amount?: InputMaybe<Scalars['Float']['input']>;
  /** Currency to collect in, the one of the firm's country, as a code: USD, CAD or GBP. */
  currency: Scalars['String']['input'];
  /** What a direct payment is for, in 255 characters at most. Required even where the link is for a bill. */
  description: Scalars['String']['input'];
  /** Bank account that the payment goes to: global id or Clio's number. */
  destinationAccountId: Scalars['ID']['input'];
  /**
   * Contact that a direct payment is booked for: global id or Clio's number. Without it, someone has to choose the
   * contact in Clio afterwards.
   */
  destinationContactId?: InputMaybe<Scalars['ID']['input']>;
  /** Seconds until the link stops working: 7,776,000 (90 days) at most. */
  duration: Scalars['Float']['input'];
  /** E-mail address to fill in on the payment page. */
  emailAddress?: InputMaybe<Scalars['String']['input']>;
  /**
   * True books a direct payment as revenue, so that no bill can take it later; otherwise it stays unallocated. Not for
   * trust money.
   */
  isAllocatedAsRevenue?: InputMaybe<Scalars['Boolean']['input']>;
  /** What is to be paid: it decides how the link works. */
  subject: CreateClioPaymentsLinkSubjectInput;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What a payment link collects for. */
export type CreateClioPaymentsLinkSubjectInput = {
  /** The bill, trust request, contact or bank account: global id or Clio's number. */
  id: Scalars['ID']['input'];
  /** BILL for one bill or trust request, CONTACT for all open bills of a client, BANK_ACCOUNT for a direct payment. */
  type: ClioPaymentsLinkSubjectTypeInput;
};

/** Input of `createComment`. */
export type CreateCommentInput = {
  /** Document or folder that the comment is on: global id or Clio's number. */
  itemId: Scalars['ID']['input'];
  /** Text of the comment. */
  message: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `externalProperties` of CreateCommunicationInput. */
export type CreateCommunicationExternalPropertyInput = {
  /** Name to keep the value under. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** What to keep, as text. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `createCommunication`. */
export type CreateCommunicationInput = {
  /** Text of the e-mail, or the notes on the phone call. */
  body: Scalars['String']['input'];
  /** Names with values for an application to keep with the record, 5 at most. */
  externalProperties?: InputMaybe<Array<CreateCommunicationExternalPropertyInput>>;
  /** Matter that the call or e-mail is about: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Users to tell of a logged phone call. Clio refuses them for e-mails. */
  notificationEventSubscribers?: InputMaybe<Array<CreateCommunicationNotificationEventSubscriberInput>>;
  /** Instant of the call or e-mail, whether received or sent: ISO 8601 with a time zone. */
  receivedAt: Scalars['DateTime']['input'];
  /** Users and contacts who were called or written to. One that the login may not see is answered as not found. */
  receivers?: InputMaybe<Array<CreateCommunicationReceiverInput>>;
  /** Users and contacts who called or wrote. One that the login may not see is answered as not found. */
  senders?: InputMaybe<Array<CreateCommunicationSenderInput>>;
  /** Subject of the e-mail or of the phone call. */
  subject: Scalars['String']['input'];
  /** E-mail or phone call. */
  type: CommunicationType;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `notificationEventSubscribers` of CreateCommunicationInput. */
export type CreateCommunicationNotificationEventSubscriberInput = {
  /** User to notify: global id or Clio's number. */
  userId: Scalars['ID']['input'];
};

/** One of the `receivers` of CreateCommunicationInput. */
export type CreateCommunicationReceiverInput = {
  /** Of no use for a new record. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** User or contact: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Whether `id` stands for a user or a contact. */
  type?: InputMaybe<CommunicationReceiverTypeInput>;
};

/** One of the `senders` of CreateCommunicationInput. */
export type CreateCommunicationSenderInput = {
  /** Of no use for a new record. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** User or contact: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Whether `id` stands for a user or a contact. */
  type?: InputMaybe<CommunicationSenderTypeInput>;
};

/** One of the `addresses` of CreateContactInput. */
export type CreateContactAddressInput = {
  /** City of the postal address. */
  city?: InputMaybe<Scalars['String']['input']>;
  /** Country of the postal address. */
  country?: InputMaybe<Scalars['String']['input']>;
  /** What the address is for; OTHER unless given. */
  name?: InputMaybe<AddressName>;
  /** Postal code or ZIP code. */
  postalCode?: InputMaybe<Scalars['String']['input']>;
  /** State or province of the postal address. */
  province?: InputMaybe<Scalars['String']['input']>;
  /** Street and number; may hold several lines. */
  street?: InputMaybe<Scalars['String']['input']>;
};

/** Profile picture of a contact. */
export type CreateContactAvatarInput = {
  /** Of no use for a new record. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** The picture as base64 text: GIF, JPG or PNG, below 2 MB. */
  image?: InputMaybe<Scalars['String']['input']>;
};

/** Rate of a contact as outside co-counsel. */
export type CreateContactCoCounselRateInput = {
  /** Price per hour. */
  rate?: InputMaybe<Scalars['Float']['input']>;
};

/** One of the `customFieldSetAssociations` of CreateContactInput. */
export type CreateContactCustomFieldSetAssociationInput = {
  /** Custom field set to show on the record: global id or Clio's number. */
  customFieldSetId: Scalars['ID']['input'];
  /** Position of the set on the record; lower comes first. Without it, a new set comes last. */
  displayOrder?: InputMaybe<Scalars['Int']['input']>;
};

/** One of the `customFieldValues` of CreateContactInput. */
export type CreateContactCustomFieldValueInput = {
  /** Custom field to fill in: global id or Clio's number. */
  customFieldId: Scalars['ID']['input'];
  /**
   * The value: true or false for a checkbox, a number for an amount, the id of the option, contact or matter chosen,
   * else text.
   */
  value: Scalars['JSON']['input'];
};

/** One of the `emailAddresses` of CreateContactInput. */
export type CreateContactEmailAddressInput = {
  /** The address: `ann@example.com`. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** True makes it the contact's main e-mail address. */
  defaultEmail?: InputMaybe<Scalars['Boolean']['input']>;
  /** What the address is for; OTHER unless given. */
  name?: InputMaybe<ContactEmailAddressNameInput>;
};

/** A contact to be made. A person takes `firstName` and `lastName`, a company takes `name`. */
export type CreateContactInput = {
  /** Postal addresses, at most 20. */
  addresses?: InputMaybe<Array<CreateContactAddressInput>>;
  /** Profile picture. */
  avatar?: InputMaybe<CreateContactAvatarInput>;
  /** Address to which the client portal sends its notices. */
  clioConnectEmail?: InputMaybe<Scalars['String']['input']>;
  /** Clio refuses it for a new contact; `updateContact` can set it afterwards. */
  coCounselRate?: InputMaybe<CreateContactCoCounselRateInput>;
  /** Company that a person works for: global id of the contact or Clio's number. */
  companyId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Currency in which the contact is billed, as a JSON object such as `{ id: 1 }`. Clio does not say which keys it
   * takes.
   */
  currency?: InputMaybe<Scalars['JSON']['input']>;
  /** Custom field sets to show on the contact. */
  customFieldSetAssociations?: InputMaybe<Array<CreateContactCustomFieldSetAssociationInput>>;
  /** Values of custom fields, each naming its field by `customFieldId`. */
  customFieldValues?: InputMaybe<Array<CreateContactCustomFieldValueInput>>;
  /** Birthday of a person. */
  dateOfBirth?: InputMaybe<Scalars['Date']['input']>;
  /** E-mail addresses, at most 20. */
  emailAddresses?: InputMaybe<Array<CreateContactEmailAddressInput>>;
  /** Given name of a person. */
  firstName?: InputMaybe<Scalars['String']['input']>;
  /** Instant-messaging addresses. */
  instantMessengers?: InputMaybe<Array<CreateContactInstantMessengerInput>>;
  /** Know-your-customer answers about the contact; only for firms in countries where Clio offers them. */
  kycFieldValues?: InputMaybe<Array<CreateContactKycFieldValueInput>>;
  /** Family name of a person. */
  lastName?: InputMaybe<Scalars['String']['input']>;
  /** The client's code in LEDES e-billing files; free text, not the id of a record. */
  ledesClientId?: InputMaybe<Scalars['String']['input']>;
  /** Middle name of a person. */
  middleName?: InputMaybe<Scalars['String']['input']>;
  /** Name of a company. Clio has refused it for persons, who have `firstName` and `lastName` instead. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Phone numbers, at most 20. */
  phoneNumbers?: InputMaybe<Array<CreateContactPhoneNumberInput>>;
  /** Form of address before a person's name, such as Mr or Dr. */
  prefix?: InputMaybe<Scalars['String']['input']>;
  /** Rate table to use here, with the category within it. */
  rateTableAssignment?: InputMaybe<CreateContactRateTableAssignmentInput>;
  /**
   * True when new matters of this client start out demanding UTBMS codes. Has an effect only in firms that make LEDES
   * billing mandatory.
   */
  requireUtbmsCodes?: InputMaybe<Scalars['Boolean']['input']>;
  /** The contact's tax registration number, printed on its bills. */
  salesTaxNumber?: InputMaybe<Scalars['String']['input']>;
  /** Job title or position. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** Company or person; persons have first and last names, companies do not. */
  type: ContactType;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
  /** Web sites, each with a label. */
  webSites?: InputMaybe<Array<CreateContactWebSiteInput>>;
};

/** One of the `instantMessengers` of CreateContactInput. */
export type CreateContactInstantMessengerInput = {
  /** Name or number to write to. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** What the address is for; OTHER unless given. */
  name?: InputMaybe<InstantMessengerName>;
};

/** One of the `kycFieldValues` of CreateContactInput. */
export type CreateContactKycFieldValueInput = {
  /** Name of the question in Clio, as `fieldName` of the answers reads; not its label. */
  fieldName: Scalars['String']['input'];
  /** Form of the answer. */
  fieldType: KycFieldValueFieldType;
  /** The answer as text, whatever its type. */
  fieldValue: Scalars['String']['input'];
};

/** One of the `phoneNumbers` of CreateContactInput. */
export type CreateContactPhoneNumberInput = {
  /** True makes it the contact's main phone number. */
  defaultNumber?: InputMaybe<Scalars['Boolean']['input']>;
  /** What the number is for; OTHER unless given. */
  name?: InputMaybe<ContactPhoneNumberNameInput>;
  /** The number as it was typed; no common format. */
  number?: InputMaybe<Scalars['String']['input']>;
};

/** Rate table of a contact; both fields belong together. */
export type CreateContactRateTableAssignmentInput = {
  /** Category within the rate table: Clio's number. Rate tables cannot be read here. */
  rateTableCategoryId: Scalars['ID']['input'];
  /** Rate table: Clio's number. Rate tables cannot be read here. */
  rateTableId: Scalars['ID']['input'];
};

/** One of the `webSites` of CreateContactInput. */
export type CreateContactWebSiteInput = {
  /** The web address. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** True makes it the contact's main web address. */
  defaultWebSite?: InputMaybe<Scalars['Boolean']['input']>;
  /** What the address is: a site for work, a profile on a network, or other; OTHER unless given. */
  name?: InputMaybe<WebSiteName>;
};

/** Document to send along with a message. */
export type CreateConversationMessageAttachmentInput = {
  /** Document to send along: global id or Clio's number. */
  documentId?: InputMaybe<Scalars['ID']['input']>;
  /** Version of the document to send along: global id or Clio's number. */
  documentVersionId?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `createConversationMessage`. */
export type CreateConversationMessageInput = {
  /** Document to send along. */
  attachment?: InputMaybe<CreateConversationMessageAttachmentInput>;
  /** Text of the message. */
  body: Scalars['String']['input'];
  /** Conversation that the message goes on with: global id or Clio's number. */
  conversationId?: InputMaybe<Scalars['ID']['input']>;
  /** Matter that the message is about: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Users and contacts to send it to. Clio refuses a contact that the login may not see. */
  receivers: Array<CreateConversationMessageReceiverInput>;
  /** Subject of the message. */
  subject: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `receivers` of CreateConversationMessageInput. */
export type CreateConversationMessageReceiverInput = {
  /** User or contact: global id or Clio's number. */
  id: Scalars['ID']['input'];
  /** Whether `id` stands for a user or a contact. */
  type: ConversationMessageReceiverTypeInput;
};

/** Input of `createCustomAction`. */
export type CreateCustomActionInput = {
  /** Text of the link, as the user sees it. */
  label: Scalars['String']['input'];
  /**
   * Page that a click opens in a new tab. Clio adds the action's id, the user's id, `subject_url` and
   * `custom_action_nonce` to it.
   */
  targetUrl: Scalars['URL']['input'];
  /** Kind of page in Clio on which the link appears. */
  uiReference: CustomActionUiReference;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createCustomField`. */
export type CreateCustomFieldInput = {
  /** Position of the field on a record; lower comes first. */
  displayOrder?: InputMaybe<Scalars['Int']['input']>;
  /** True, unless given, to show the field on every contact or matter, even while it is empty. */
  displayed?: InputMaybe<Scalars['Boolean']['input']>;
  /** Type of the values; it cannot change later. */
  fieldType: CustomFieldType;
  /** Label of the field, as people see it. */
  name: Scalars['String']['input'];
  /** Whether the field is for contacts or for matters; it cannot change later. */
  parentType: CustomFieldParentType;
  /** Choices, for a field of type PICKLIST only. */
  picklistOptions?: InputMaybe<Array<CreateCustomFieldPicklistOptionInput>>;
  /** True when the field must be filled in. */
  required?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `picklistOptions` of CreateCustomFieldInput. */
export type CreateCustomFieldPicklistOptionInput = {
  /** Of no use for a new record. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of no use for a new record. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Text of the choice. A value holds the option's id, not this text. */
  option?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `createCustomFieldSet`. */
export type CreateCustomFieldSetInput = {
  /** Custom fields that make up the set: global ids or Clio's numbers. */
  customFieldIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** True when the set is shown on every contact or matter, without being added to it. */
  displayed?: InputMaybe<Scalars['Boolean']['input']>;
  /** Label of the set, as people see it. */
  name: Scalars['String']['input'];
  /** Whether the set is for contacts or for matters. */
  parentType?: InputMaybe<CustomFieldParentType>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createDamage`. */
export type CreateDamageInput = {
  /** Money claimed for the loss, in the matter's currency. */
  amount: Scalars['Float']['input'];
  /** Legal kind of the loss; see the values. */
  damageType: DamageDamageType;
  /** What was lost or suffered. */
  description: Scalars['String']['input'];
  /** Personal-injury matter in which the loss is claimed: global id or Clio's number. It cannot change later. */
  matterId: Scalars['ID']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createDocumentArchive`. */
export type CreateDocumentArchiveInput = {
  /** Documents and folders to pack. */
  items: Array<CreateDocumentArchiveItemInput>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `items` of CreateDocumentArchiveInput. */
export type CreateDocumentArchiveItemInput = {
  /** The document or folder: global id or Clio's number. */
  id: Scalars['ID']['input'];
  /** Kind of item, as a number whose meanings Clio does not publish. */
  type: Scalars['Int']['input'];
};

/** Input of `createDocumentAutomation`. */
export type CreateDocumentAutomationInput = {
  /** Template to make the documents from: global id or Clio's number. */
  documentTemplateId: Scalars['ID']['input'];
  /** Name for the files that are made. */
  filename: Scalars['String']['input'];
  /** File formats to make: PDF, the template's own, or both. */
  formats: Array<DocumentAutomationFormatsInput>;
  /** Matter whose data fills the template: global id or Clio's number. */
  matterId: Scalars['ID']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createDocumentCategory`. */
export type CreateDocumentCategoryInput = {
  /** Name, as users see it in Clio. */
  name: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `externalProperties` of CreateDocumentInput. */
export type CreateDocumentExternalPropertyInput = {
  /** Name to keep the value under. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** What to keep, as text. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `createDocument`. */
export type CreateDocumentInput = {
  /** E-mail or phone call that it belongs to: global id or Clio's number. */
  communicationId?: InputMaybe<Scalars['ID']['input']>;
  /** MIME type of the file, such as `application/pdf`. Needed only where the file's ending does not tell. */
  contentType?: InputMaybe<Scalars['String']['input']>;
  /** Category that the firm files it under: global id or Clio's number. An explicit null takes it off. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Names with values for an application to keep with the record, 5 at most. */
  externalProperties?: InputMaybe<Array<CreateDocumentExternalPropertyInput>>;
  /** Name of the file; the same as `name` unless given. */
  filename?: InputMaybe<Scalars['String']['input']>;
  /**
   * Parts to send the file in, 50 per call at most; advised from 100 MB. `latestDocumentVersion.multiparts` then has an
   * address for each.
   */
  multiparts?: InputMaybe<Array<CreateDocumentMultipartInput>>;
  /** Name shown in Clio, file ending included. */
  name: Scalars['String']['input'];
  /**
   * Where the document goes: to a folder, a matter or a contact. Another document as parent gets the file as a new
   * version.
   */
  parent: CreateDocumentParentInput;
  /** When the document reached the firm. */
  receivedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `multiparts` of CreateDocumentInput. */
export type CreateDocumentMultipartInput = {
  /** Size of the part in bytes. Every part but the last has 5 MB or more. */
  contentLength: Scalars['String']['input'];
  /** MD5 digest of the part in base64; with it, the storage notices a part that was damaged on the way. */
  contentMd5?: InputMaybe<Scalars['String']['input']>;
  /** Place of the part in the file: 1 to 10,000. */
  partNumber: Scalars['Int']['input'];
};

/** Where a document goes. */
export type CreateDocumentParentInput = {
  /** The folder, matter, contact or document: global id or Clio's number. */
  id: Scalars['ID']['input'];
  /** What `id` stands for. DOCUMENT makes the file a new version of that document. */
  type: DocumentParentTypeInput;
};

/** Input of `createDocumentTemplate`. */
export type CreateDocumentTemplateInput = {
  /** Category that the firm files the template under: global id or Clio's number. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** The file itself as base64 text: Word, PowerPoint, Excel, PDF or XML. */
  file: Scalars['String']['input'];
  /** Name of the file, which `file` needs beside it. */
  filename?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `groups` of CreateExpenseCategoryInput. */
export type CreateExpenseCategoryGroupInput = {
  /** Of no use for a new record. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Group whose members may use the category: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `createExpenseCategory`. */
export type CreateExpenseCategoryInput = {
  /** Currency of `rate`, as a JSON object such as `{ id: 1 }`. Clio does not say which keys it takes. */
  currency?: InputMaybe<Scalars['JSON']['input']>;
  /** Text that Clio fills in as the note of an activity when this category is chosen. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Kind of expense that the category is offered for; UNASSOCIATED, which is any, unless given. */
  entryType?: InputMaybe<ExpenseCategoryEntryTypeInput>;
  /** Groups whose members may use the category. */
  groups?: InputMaybe<Array<CreateExpenseCategoryGroupInput>>;
  /** Taxes that the firm itself pays, put on hard costs of this category; at most two. */
  inputTaxSettings?: InputMaybe<Array<CreateExpenseCategoryInputTaxSettingInput>>;
  /** Name, as users see it in Clio. */
  name: Scalars['String']['input'];
  /** Price of one unit of the expense. */
  rate?: InputMaybe<Scalars['Float']['input']>;
  /** Taxes that apply, at most two, each naming its configured tax rate. */
  taxSettings?: InputMaybe<Array<CreateExpenseCategoryTaxSettingInput>>;
  /** UTBMS expense code that the category stands for: global id or Clio's number. */
  utbmsCodeId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `inputTaxSettings` of CreateExpenseCategoryInput. */
export type CreateExpenseCategoryInputTaxSettingInput = {
  /** Place in the calculation; the tax with 1 goes first. */
  order: Scalars['Int']['input'];
  /**
   * What the rate is taken of: PRE for the untaxed amount, POST for that with the tax before it. The first tax is always
   * PRE.
   */
  rule?: InputMaybe<ExpenseCategoryInputTaxSettingRuleInput>;
  /** Configured tax rate: global id or Clio's number. */
  taxRateConfigurationId: Scalars['ID']['input'];
};

/** One of the `taxSettings` of CreateExpenseCategoryInput. */
export type CreateExpenseCategoryTaxSettingInput = {
  /** Place in the calculation; the tax with 1 goes first. */
  order: Scalars['Int']['input'];
  /** What the rate is taken of: PRE for the untaxed amount, POST for that with the tax before it. */
  rule?: InputMaybe<ExpenseCategoryTaxSettingRuleInput>;
  /** Configured tax rate: global id or Clio's number. */
  taxRateConfigurationId: Scalars['ID']['input'];
};

/** One of the `externalProperties` of CreateFolderInput. */
export type CreateFolderExternalPropertyInput = {
  /** Name to keep the value under. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** What to keep, as text. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `createFolder`. */
export type CreateFolderInput = {
  /** Category that the firm files it under: global id or Clio's number. An explicit null takes it off. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Names with values for an application to keep with the record, 5 at most. */
  externalProperties?: InputMaybe<Array<CreateFolderExternalPropertyInput>>;
  /** Name, as users see it in Clio. */
  name: Scalars['String']['input'];
  /** Where the folder goes: into another folder, or to a matter or contact. */
  parent: CreateFolderParentInput;
  /** Of no use for a new record. */
  restore?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Where a folder goes. */
export type CreateFolderParentInput = {
  /** The folder, matter or contact: global id or Clio's number. */
  id: Scalars['ID']['input'];
  /** What `id` stands for. */
  type: FolderParentTypeInput;
};

/** Input of `createGrantFundingSource`. */
export type CreateGrantFundingSourceInput = {
  /** Name of the organisation or programme. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createGrant`. */
export type CreateGrantInput = {
  /** Name of the grant. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createGroup`. */
export type CreateGroupInput = {
  /** Name of the group; a user's own group bears the user's name. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `customFieldSetAssociations` of CreateMatterInput. */
export type CreateMatterCustomFieldSetAssociationInput = {
  /** Custom field set to show on the record: global id or Clio's number. */
  customFieldSetId: Scalars['ID']['input'];
  /** Position of the set on the record; lower comes first. Without it, a new set comes last. */
  displayOrder?: InputMaybe<Scalars['Int']['input']>;
};

/** One of the `customFieldValues` of CreateMatterInput. */
export type CreateMatterCustomFieldValueInput = {
  /** Custom field to fill in: global id or Clio's number. */
  customFieldId: Scalars['ID']['input'];
  /**
   * The value: true or false for a checkbox, a number for an amount, the id of the option, contact or matter chosen,
   * else text.
   */
  value: Scalars['JSON']['input'];
};

/** How a matter is charged where it differs from the firm's usual rates. */
export type CreateMatterCustomRateInput = {
  /** The rates: one for a flat-rate or contingency matter, one per user or group for an hourly matter. */
  rates?: InputMaybe<Array<CreateMatterCustomRateRateInput>>;
  /** Kind of charging; it decides what `rate` means in `rates`. */
  type: MatterCustomRateType;
};

/** One of the `rates` of CreateMatterCustomRateInput. */
export type CreateMatterCustomRateRateInput = {
  /** Activity category that the rate is for: global id or Clio's number. */
  activityDescriptionId?: InputMaybe<Scalars['ID']['input']>;
  /** Sum won, in the matter's currency; for contingency fees only. */
  award?: InputMaybe<Scalars['Float']['input']>;
  /** Day of the award; for contingency fees only. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** User group that the rate is for: global id or Clio's number. */
  groupId?: InputMaybe<Scalars['ID']['input']>;
  /** Remarks on the award; for contingency fees only. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Money per hour, the flat sum, or the contingency percentage, as the custom rate's `type` says. */
  rate: Scalars['Float']['input'];
  /** User that the rate is for: global id or Clio's number. */
  userId: Scalars['ID']['input'];
};

/** Input of `createMatterDocket`. */
export type CreateMatterDocketInput = {
  /** Court or agency whose rules apply: global id or Clio's number. */
  jurisdictionId: Scalars['ID']['input'];
  /** Label of the docket. */
  name: Scalars['String']['input'];
  /** Day of the trigger, from which the deadlines are counted. */
  startDate: Scalars['Date']['input'];
  /** Time of the trigger; some triggers demand it. */
  startTime?: InputMaybe<Scalars['DateTime']['input']>;
  /** Event that sets the deadlines running, one of the jurisdiction's: global id or Clio's number. */
  triggerId: Scalars['ID']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Floor under a matter's trust balance. */
export type CreateMatterEvergreenRetainerInput = {
  /** Floor of the trust balance, in the matter's currency. Below it, the chosen users are notified. */
  minimumThreshold?: InputMaybe<Scalars['Float']['input']>;
  /** Users whom Clio notifies. */
  recipients?: InputMaybe<Array<CreateMatterEvergreenRetainerRecipientInput>>;
};

/** One of the `recipients` of CreateMatterEvergreenRetainerInput. */
export type CreateMatterEvergreenRetainerRecipientInput = {
  /** Of no use for a new record. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** User to notify: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `createMatter`. */
export type CreateMatterInput = {
  /** True when the matter's work can be billed. Work on other matters can be recorded, but reaches no bill. */
  billable?: InputMaybe<Scalars['Boolean']['input']>;
  /** Client of the matter: global id of the contact or Clio's number. */
  clientId: Scalars['ID']['input'];
  /** The client's or another system's own reference for the matter; free text. */
  clientReference?: InputMaybe<Scalars['String']['input']>;
  /** Day on which the matter was closed. */
  closeDate?: InputMaybe<Scalars['Date']['input']>;
  /** Currency in which the matter is billed, as a JSON object such as `{ id: 1 }`. Clio does not say which keys it takes. */
  currency?: InputMaybe<Scalars['JSON']['input']>;
  /** Custom field sets to show on the matter. */
  customFieldSetAssociations?: InputMaybe<Array<CreateMatterCustomFieldSetAssociationInput>>;
  /** Values of custom fields, each naming its field by `customFieldId`. */
  customFieldValues?: InputMaybe<Array<CreateMatterCustomFieldValueInput>>;
  /** Rates agreed for this matter. */
  customRate?: InputMaybe<CreateMatterCustomRateInput>;
  /** What the matter is about; the text that Clio shows beside its number. */
  description: Scalars['String']['input'];
  /**
   * Number and label of the matter, in firms with manual numbering. Elsewhere Clio's numbering scheme makes it; see
   * `resetMatterNumber`.
   */
  displayNumber?: InputMaybe<Scalars['String']['input']>;
  /** Floor under the matter's trust balance, and who is told when the balance falls below it. */
  evergreenRetainer?: InputMaybe<CreateMatterEvergreenRetainerInput>;
  /** User group that has access to the matter: global id or Clio's number. An explicit null takes it off. */
  groupId?: InputMaybe<Scalars['ID']['input']>;
  /** Know-your-customer answers for the matter; only for firms in countries where Clio offers them. */
  kycFieldValues?: InputMaybe<Array<CreateMatterKycFieldValueInput>>;
  /** Free text for a place, such as where the file is kept or the case is heard. */
  location?: InputMaybe<Scalars['String']['input']>;
  /** Budget of the matter. Flat-rate matters have none. */
  matterBudget?: InputMaybe<CreateMatterMatterBudgetInput>;
  /**
   * Stage that the matter has reached, one of its practice area's: global id or Clio's number. An explicit null takes it
   * off.
   */
  matterStageId?: InputMaybe<Scalars['ID']['input']>;
  /** Day on which the matter was opened. */
  openDate?: InputMaybe<Scalars['Date']['input']>;
  /** User who brought the matter in: global id or Clio's number. */
  originatingAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Day on which the matter became pending. */
  pendingDate?: InputMaybe<Scalars['Date']['input']>;
  /** Practice area of the matter: global id or Clio's number. An explicit null takes it off. */
  practiceAreaId?: InputMaybe<Scalars['ID']['input']>;
  /** Rate table to use here, with the category within it. */
  rateTableAssignment?: InputMaybe<CreateMatterRateTableAssignmentInput>;
  /** Ties between the matter and contacts other than its client. */
  relationships?: InputMaybe<Array<CreateMatterRelationshipInput>>;
  /**
   * True when billable time and expenses need UTBMS codes to be saved. Has an effect only in firms that make LEDES
   * billing mandatory.
   */
  requireUtbmsCodes?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * True lets Clio number the matter anew by the firm's numbering scheme. Without it the number stays, whatever else
   * changes.
   */
  resetMatterNumber?: InputMaybe<Scalars['Boolean']['input']>;
  /** User who is in charge of the matter as attorney: global id or Clio's number. */
  responsibleAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** User who looks after the matter as staff: global id or Clio's number. */
  responsibleStaffId?: InputMaybe<Scalars['ID']['input']>;
  /** Contacts who share the matter's bills. */
  splitInvoicePayers?: InputMaybe<Array<CreateMatterSplitInvoicePayerInput>>;
  /** Whether the matter is open, pending or closed. */
  status?: InputMaybe<MatterStatusInput>;
  /** Day by which the claim must be brought, kept as a task with reminders. */
  statuteOfLimitations?: InputMaybe<CreateMatterStatuteOfLimitationsInput>;
  /** Task template lists to use on the matter; Clio makes their tasks. */
  taskTemplateListInstances?: InputMaybe<Array<CreateMatterTaskTemplateListInstanceInput>>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `kycFieldValues` of CreateMatterInput. */
export type CreateMatterKycFieldValueInput = {
  /** Name of the question in Clio, as `fieldName` of the answers reads; not its label. */
  fieldName: Scalars['String']['input'];
  /** Form of the answer. */
  fieldType: KycFieldValueFieldType;
  /** The answer as text, whatever its type. */
  fieldValue: Scalars['String']['input'];
};

/** Budget of a matter. */
export type CreateMatterMatterBudgetInput = {
  /** Sum planned, in the matter's currency. */
  budget?: InputMaybe<Scalars['Float']['input']>;
  /** Of no use for a new record. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when expenses count against the budget too, not only time. */
  includeExpenses?: InputMaybe<Scalars['Boolean']['input']>;
  /** Percentage of the budget, 0 to 100, at which users are warned. */
  notificationThreshold?: InputMaybe<Scalars['Int']['input']>;
  /** True when users are warned at `notificationThreshold`. */
  notifyUsers?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Rate table of a matter; both fields belong together. */
export type CreateMatterRateTableAssignmentInput = {
  /** Category within the rate table: Clio's number. Rate tables cannot be read here. */
  rateTableCategoryId: Scalars['ID']['input'];
  /** Rate table: Clio's number. Rate tables cannot be read here. */
  rateTableId: Scalars['ID']['input'];
};

/** One of the `relationships` of CreateMatterInput. */
export type CreateMatterRelationshipInput = {
  /** Contact who is tied to the matter: global id or Clio's number. */
  contactId: Scalars['ID']['input'];
  /** The contact's part on the matter, such as "Judge" or "Expert witness". */
  description: Scalars['String']['input'];
};

/** One of the `splitInvoicePayers` of CreateMatterInput. */
export type CreateMatterSplitInvoicePayerInput = {
  /** Contact who pays the share: global id or Clio's number. */
  contactId: Scalars['ID']['input'];
  /** True when the matter's bill recipients get this payer's bills too, unless told otherwise. */
  sendToBillRecipients?: InputMaybe<Scalars['Boolean']['input']>;
  /** Share of each bill that the payer bears, in percent. */
  splitPortion: Scalars['Float']['input'];
};

/** Statute of limitations of a matter. */
export type CreateMatterStatuteOfLimitationsInput = {
  /** Day by which the claim must be brought. */
  dueAt?: InputMaybe<Scalars['Date']['input']>;
  /** Reminders of that day. */
  reminders?: InputMaybe<Array<CreateMatterStatuteOfLimitationsReminderInput>>;
  /** Progress of the task. Firms without advanced tasks have only pending and complete. */
  status?: InputMaybe<TaskStatus>;
};

/** One of the `reminders` of CreateMatterStatuteOfLimitationsInput. */
export type CreateMatterStatuteOfLimitationsReminderInput = {
  /** Unit of `durationValue`: minutes, hours, days or weeks. */
  durationUnit: Scalars['String']['input'];
  /** How long before the time in question the reminder goes out, in units of `durationUnit`. */
  durationValue: Scalars['Int']['input'];
  /** Way of reminding, one of a user's `notificationMethods`; it settles who is reminded. Global id or Clio's number. */
  notificationMethodId: Scalars['ID']['input'];
};

/** One of the `taskTemplateListInstances` of CreateMatterInput. */
export type CreateMatterTaskTemplateListInstanceInput = {
  /** User who gets the tasks: global id or Clio's number. */
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  /** Day on which the tasks are due. */
  dueAt?: InputMaybe<Scalars['Date']['input']>;
  /** True tells the assignees of their tasks. */
  notifyAssignees?: InputMaybe<Scalars['Boolean']['input']>;
  /** Task template list to use: global id or Clio's number. */
  taskTemplateListId: Scalars['ID']['input'];
};

/** Input of `createMatterTransfer`. */
export type CreateMatterTransferInput = {
  /** Amount of money in whole currency units, not in cents. */
  amount: Scalars['Float']['input'];
  /** Bank account in which the money stays: global id or Clio's number. */
  bankAccountId: Scalars['ID']['input'];
  /** Client whose money it is: global id of the contact or Clio's number. */
  clientId: Scalars['ID']['input'];
  /** Day that it counts for, which need not be today. */
  date: Scalars['Date']['input'];
  /** Free text that describes it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the money goes to: global id or Clio's number. */
  destinationMatterId: Scalars['ID']['input'];
  /** Matter that the money comes from: global id or Clio's number. */
  sourceMatterId: Scalars['ID']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createMedicalRecordsRequest`. */
export type CreateMedicalRecordsRequestInput = {
  /** When to ask again for bills that have not come. */
  billsFollowUpDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** When the provider was asked for its bills. */
  billsRequestDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** How far the request for bills has got. */
  billsStatus: MedicalRequestStatus;
  /** Free text about the provider or the treatment. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** True while the patient is still being treated by this provider. */
  inTreatment: Scalars['Boolean']['input'];
  /** Personal-injury matter that the request is made for: global id or Clio's number. It cannot change later. */
  matterId: Scalars['ID']['input'];
  /** Bills from this provider. */
  medicalBills?: InputMaybe<Array<CreateMedicalRecordsRequestMedicalBillInput>>;
  /** Contact who gave the treatment: global id or Clio's number. */
  medicalProviderId: Scalars['ID']['input'];
  /** Treatment records from this provider. */
  medicalRecords?: InputMaybe<Array<CreateMedicalRecordsRequestMedicalRecordInput>>;
  /** When to ask again for records that have not come. */
  recordsFollowUpDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** When the provider was asked for its records. */
  recordsRequestDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** How far the request for records has got. */
  recordsStatus: MedicalRequestStatus;
  /** End of the treatment with this provider. */
  treatmentEndDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Start of the treatment with this provider. */
  treatmentStartDate?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `medicalBills` of CreateMedicalRecordsRequestInput. */
export type CreateMedicalRecordsRequestMedicalBillInput = {
  /** Change to the amount billed, such as a reduction agreed with the provider; in the matter's currency. */
  adjustment: Scalars['Float']['input'];
  /** Money billed by the provider, in the matter's currency. */
  amount: Scalars['Float']['input'];
  /** What is left to pay of the bill, in the matter's currency. */
  balance: Scalars['Float']['input'];
  /** Day that the bill carries. */
  billDate?: InputMaybe<Scalars['Date']['input']>;
  /** Day on which the firm got the bill. */
  billReceivedDate?: InputMaybe<Scalars['Date']['input']>;
  /** Document that holds the bill: global id or Clio's number. */
  documentId?: InputMaybe<Scalars['ID']['input']>;
  /** What the balance counts as: a lien, an outstanding balance, or neither. */
  markBalanceTypeAs: MedicalRecordsRequestMedicalBillMarkBalanceTypeAsInput;
  /** Label of the bill. */
  name: Scalars['String']['input'];
  /** Claims on the bill, each with its holder. */
  payers?: InputMaybe<Array<CreateMedicalRecordsRequestMedicalBillPayerInput>>;
};

/** One of the `payers` of CreateMedicalRecordsRequestMedicalBillInput. */
export type CreateMedicalRecordsRequestMedicalBillPayerInput = {
  /** Amount of the claim, in the matter's currency. */
  amount: Scalars['Float']['input'];
  /** Who holds the claim: global id or Clio's number of the contact. */
  holderId: Scalars['ID']['input'];
  /** True when the sum counts as a lien on the proceeds of the case. */
  markAsLien: Scalars['Boolean']['input'];
};

/** One of the `medicalRecords` of CreateMedicalRecordsRequestInput. */
export type CreateMedicalRecordsRequestMedicalRecordInput = {
  /** Document that holds the records: global id or Clio's number. */
  documentId: Scalars['ID']['input'];
  /** End of the treatment that the records cover. */
  endDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Start of the treatment that the records cover. */
  startDate?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A note to be made: `matterId` goes with the type MATTER, `contactId` with CONTACT. */
export type CreateNoteInput = {
  /** Contact that the note is about, where `type` is CONTACT: global id or Clio's number. It cannot change later. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Day that the note is about, which need not be the day it was written. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Body of the note: plain text, or HTML with a few tags where `detailTextType` is `rich_text`. */
  detail?: InputMaybe<Scalars['String']['input']>;
  /** Format of `detail`: `plain_text` (the default) or `rich_text`. */
  detailTextType?: InputMaybe<TextType>;
  /** Matter that the note is about, where `type` is MATTER: global id or Clio's number. It cannot change later. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Users who are notified when the note changes. */
  notificationEventSubscribers?: InputMaybe<Array<CreateNoteNotificationEventSubscriberInput>>;
  /** Heading of the note. */
  subject?: InputMaybe<Scalars['String']['input']>;
  /** Whether the note is about a matter or a contact; the id of that one must be given too. */
  type: NoteType;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `notificationEventSubscribers` of CreateNoteInput. */
export type CreateNoteNotificationEventSubscriberInput = {
  /** User to notify: global id or Clio's number. */
  userId: Scalars['ID']['input'];
};

/** Input of `createPracticeArea`. */
export type CreatePracticeAreaInput = {
  /** Field of law in Clio's own list under which the firm put the area. */
  category?: InputMaybe<PracticeAreaCategory>;
  /** Short code of the area, where the firm or the legal-aid scheme has one. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Label that the firm chose for the area. */
  name: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createRelationship`. */
export type CreateRelationshipInput = {
  /** Contact who is tied to the matter: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** The contact's part on the matter, such as "Judge" or "Expert witness". */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the contact is tied to: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createReminder`. */
export type CreateReminderInput = {
  /** Unit of `durationValue`. */
  durationUnit?: InputMaybe<ReminderDurationUnitInput>;
  /** How long before the task is due or the entry starts the reminder goes out, in units of `durationUnit`. */
  durationValue?: InputMaybe<Scalars['Int']['input']>;
  /** Way of reminding, one of a user's `notificationMethods`; it settles who is reminded. Global id or Clio's number. */
  notificationMethodId: Scalars['ID']['input'];
  /** Task or calendar entry to remind of. It cannot change later. */
  subject: CreateReminderSubjectInput;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Task or calendar entry to remind of. */
export type CreateReminderSubjectInput = {
  /** The task or calendar entry: global id or Clio's own id. */
  id: Scalars['ID']['input'];
  /** Whether it is a task or a calendar entry. */
  type: ReminderSubjectTypeInput;
};

/** Input of `createReport`. */
export type CreateReportInput = {
  /** Only what concerns this client: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** Last day that the report covers. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** File format of the report. */
  format: ReportFormat;
  /** Which report it is. */
  kind: ReportKind;
  /** Only what concerns this matter: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Only matters that this user brought in: global id or Clio's number. */
  originatingAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Only matters of this practice area: global id or Clio's number. */
  practiceAreaId?: InputMaybe<Scalars['ID']['input']>;
  /** Only matters that this user is in charge of as attorney: global id or Clio's number. */
  responsibleAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** First day that the report covers. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only what concerns this user: global id or Clio's number. */
  userId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
  /** Year that the report covers, in place of `startDate` and `endDate`: `2026`. */
  year?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `createReportPreset`. */
export type CreateReportPresetInput = {
  /** File format of the reports made from the preset. */
  format: ReportFormat;
  /** Which report the preset makes; decides what `options` holds. */
  kind: ReportKind;
  /** Label of the preset. */
  name: Scalars['String']['input'];
  /** Settings of the report, a JSON object whose keys depend on `kind`, such as `date_range` and `group_by`. */
  options: Scalars['JSON']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createReportSchedule`. */
export type CreateReportScheduleInput = {
  /** Day on which a monthly report is made, with 32 for the month's last day. */
  dayOfMonth?: InputMaybe<Scalars['Int']['input']>;
  /** Days of a weekly report, from 0 for Sunday to 6 for Saturday. */
  daysOfWeek?: InputMaybe<Array<Scalars['Int']['input']>>;
  /** First day on which the schedule counts. */
  effectiveFrom?: InputMaybe<Scalars['Date']['input']>;
  /** Months from one monthly report to the next: 3 for every quarter. */
  everyNoOfMonths?: InputMaybe<Scalars['Int']['input']>;
  /** Whether reports come daily, weekly or monthly. */
  frequency: ReportScheduleFrequency;
  /** Preset that the reports are made from: global id or Clio's number. */
  reportPresetId: Scalars['ID']['input'];
  /** Time at which reports are made, in `timeZone`. Its day has no meaning. */
  timeOfDay: Scalars['DateTime']['input'];
  /** IANA name of the time zone that `timeOfDay` is in, such as `America/Toronto`. */
  timeZone: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createSafeCustodyPacket`. */
export type CreateSafeCustodyPacketInput = {
  /** Contact for whom the packet is kept: global id or Clio's number. */
  contactId: Scalars['ID']['input'];
  /** Day on which the packet was started; today unless given. */
  createdOn?: InputMaybe<Scalars['Date']['input']>;
  /** Number of the firm's own, shown beside the one that Clio gives. */
  customNumber?: InputMaybe<Scalars['String']['input']>;
  /** Free text that describes it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Place where the packet is kept: global id or Clio's number. */
  safeCustodyLocationId: Scalars['ID']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createSafeCustodyPacketLocation`. */
export type CreateSafeCustodyPacketLocationInput = {
  /** Name, as users see it in Clio. */
  name: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createSafeCustodyRecord`. */
export type CreateSafeCustodyRecordInput = {
  /** Date written on the paper document itself. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Free text that describes it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Kind of paper; OTHER unless given. */
  documentType?: InputMaybe<SafeCustodyRecordDocumentTypeInput>;
  /** Why the paper is in its first state. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** Packet that the paper goes into: global id or Clio's number. It cannot move to another one later. */
  safeCustodyPacketId: Scalars['ID']['input'];
  /** State that the paper starts in; HELD unless given. */
  state?: InputMaybe<SafeCustodyRecordStateInput>;
  /** Day on which the firm took the paper into custody; today unless given. */
  storedOn?: InputMaybe<Scalars['Date']['input']>;
  /** What the document is called in the register. */
  title: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** User or contact who is to do a task. */
export type CreateTaskAssigneeInput = {
  /** The user or contact: global id or Clio's number. */
  id: Scalars['ID']['input'];
  /** Whether `id` stands for a user or a contact. */
  type: TaskAssigneeTypeInput;
};

/** Input of `createTask`. */
export type CreateTaskInput = {
  /** User or contact who is to do the task. Clio refuses a contact that the login may not see. */
  assignee: CreateTaskAssigneeInput;
  /**
   * True when the due date follows from another task's. While it is false, Clio does not look at the other cascading
   * fields.
   */
  cascading?: InputMaybe<Scalars['Boolean']['input']>;
  /** Distance from the other task's due date, in units of `cascadingOffsetType`. */
  cascadingOffset?: InputMaybe<Scalars['Int']['input']>;
  /** Whether the due date lies before or after the other task's. */
  cascadingOffsetPolarity?: InputMaybe<TaskCascadingOffsetPolarityInput>;
  /** Unit of `cascadingOffset`. */
  cascadingOffsetType?: InputMaybe<TaskCascadingOffsetTypeInput>;
  /** Task that sets the due date of this one: Clio's number. */
  cascadingSource?: InputMaybe<Scalars['ID']['input']>;
  /** What is to be done: plain text or HTML, as `descriptionTextType` says. */
  description: Scalars['String']['input'];
  /** Format of `description`; plain text unless given. */
  descriptionTextType?: InputMaybe<TextType>;
  /** Day by which the task is to be done. Clio keeps no time of day. */
  dueAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Matter that the task is for: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Name, as users see it in Clio. */
  name: Scalars['String']['input'];
  /** True tells the assignee of the new task. */
  notifyAssignee?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when `assigner` hears of it once the task is complete. */
  notifyCompletion?: InputMaybe<Scalars['Boolean']['input']>;
  /** Who may see the task: PUBLIC (the default) for all who see its matter, PRIVATE for those involved. */
  permission?: InputMaybe<TaskPermissionInput>;
  /** How urgent the task is; NORMAL unless given. */
  priority?: InputMaybe<TaskPriority>;
  /** Progress of the task. Firms without advanced tasks have only pending and complete. */
  status?: InputMaybe<TaskStatus>;
  /** True when the task stands for its matter's statute of limitations; it cannot change later. */
  statuteOfLimitations?: InputMaybe<Scalars['Boolean']['input']>;
  /** Task type that the task is sorted under: global id or Clio's number. */
  taskTypeId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * How long the task should take. Clio does not name the unit; compare with a task entered by hand before relying on
   * it.
   */
  timeEstimated?: InputMaybe<Scalars['Int']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createTaskTemplate`. */
export type CreateTaskTemplateInput = {
  /**
   * True when the due date follows from that of another template's task. While it is false, Clio does not look at the
   * other cascading fields.
   */
  cascading?: InputMaybe<Scalars['Boolean']['input']>;
  /** Distance from the other task's due date, in units of `cascadingOffsetType`. */
  cascadingOffset?: InputMaybe<Scalars['Int']['input']>;
  /** Whether the due date lies before or after the other task's. */
  cascadingOffsetPolarity?: InputMaybe<TaskTemplateCascadingOffsetPolarityInput>;
  /** Unit of `cascadingOffset`. */
  cascadingOffsetType?: InputMaybe<TaskTemplateCascadingOffsetTypeInput>;
  /** Template whose task sets the due date: global id or Clio's number. */
  cascadingSourceId?: InputMaybe<Scalars['ID']['input']>;
  /** Description that tasks made from the template get: plain text or HTML, as `descriptionTextType` says. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Format of `description`; plain text unless given. */
  descriptionTextType?: InputMaybe<TextType>;
  /** Name of the tasks made from it. */
  name: Scalars['String']['input'];
  /** Priority of the tasks made from it. */
  priority?: InputMaybe<TaskPriority>;
  /** True when the tasks made from it are seen by those involved only. */
  private?: InputMaybe<Scalars['Boolean']['input']>;
  /** Reminders that each task made from it gets. */
  reminderTemplates?: InputMaybe<Array<CreateTaskTemplateReminderTemplateInput>>;
  /** List that the template goes into: global id or Clio's number. It cannot change later. */
  taskTemplateListId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createTaskTemplateList`. */
export type CreateTaskTemplateListInput = {
  /** Free text that describes it. */
  description: Scalars['String']['input'];
  /** Name, as users see it in Clio. */
  name: Scalars['String']['input'];
  /** Practice area that the list is meant for: global id or Clio's number. */
  practiceAreaId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `reminderTemplates` of CreateTaskTemplateInput. */
export type CreateTaskTemplateReminderTemplateInput = {
  /** Unit of `durationValue`: minutes, hours, days or weeks. */
  durationUnit: Scalars['String']['input'];
  /** How long before the time in question the reminder goes out, in units of `durationUnit`. */
  durationValue: Scalars['Int']['input'];
  /** Whether the reminder is an e-mail or a pop-up in Clio. */
  notificationType: ReminderTemplateNotificationType;
};

/** Input of `createTaskType`. */
export type CreateTaskTypeInput = {
  /** Day from which new tasks can no longer take the type; null while it is in use. */
  deletedAt?: InputMaybe<Scalars['Date']['input']>;
  /** Name, as users see it in Clio. */
  name: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createTaxRateConfiguration`. */
export type CreateTaxRateConfigurationInput = {
  /** Country where the tax applies. */
  country: Scalars['String']['input'];
  /** Name of the tax as it appears on bills, such as VAT or HST. */
  name: Scalars['String']['input'];
  /** Tax rate as a fraction between -1 and 1: 0.13 is 13 percent. */
  rate: Scalars['Decimal']['input'];
  /** State or province where the tax applies; null for the whole country. */
  region?: InputMaybe<Scalars['String']['input']>;
  /** Authority that levies the tax. Required for Canadian firms that have this feature, refused for all others. */
  taxAuthority?: InputMaybe<TaxRateConfigurationTaxAuthorityInput>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createTextSnippet`. */
export type CreateTextSnippetInput = {
  /** Text that the abbreviation stands for. */
  phrase: Scalars['String']['input'];
  /** Abbreviation that the user types. */
  snippet: Scalars['String']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when the abbreviation is replaced only once a space follows it. */
  wholeWord?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `createTrustRequest`. */
export type CreateTrustRequestInput = {
  /** True approves the request as it is made. */
  approved: Scalars['Boolean']['input'];
  /** Client who is asked to pay: global id of the contact or Clio's number. */
  clientId: Scalars['ID']['input'];
  /** Currency of the amounts: global id or Clio's number. */
  currencyId?: InputMaybe<Scalars['ID']['input']>;
  /** Day by which the money should come. */
  dueDate: Scalars['Date']['input'];
  /** Day that the request carries as its date of issue. */
  issueDate: Scalars['Date']['input'];
  /** Matters that the money is for, each with its part of the sum. */
  matter?: InputMaybe<Array<CreateTrustRequestMatterInput>>;
  /** Note to the client. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Sum that is asked for, in whole currency units. */
  trustAmount: Scalars['Float']['input'];
  /** Whether the money is asked of the client as a whole or for single matters. */
  trustType: TrustRequestTrustTypeInput;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `matter` of CreateTrustRequestInput. */
export type CreateTrustRequestMatterInput = {
  /** The matter: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Note about this matter's part. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Part of the sum that is for this matter, in whole currency units. */
  trustAmount?: InputMaybe<Scalars['Int']['input']>;
};

/** Input of `createWebhook`. */
export type CreateWebhookInput = {
  /** What the subscription waits for; the events that begin with MATTER are for the model MATTER only. */
  events?: InputMaybe<Array<WebhookEvents>>;
  /** When deliveries end unless the subscription is extended: 3 days after creation by default, 31 days ahead at most. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * What a delivery carries, in the names of Clio's REST API: `id,etag,status`. UPDATED is sent only when one of these
   * changes. 1,000 characters at most.
   */
  fields: Scalars['String']['input'];
  /** Kind of record that is watched. */
  model: WebhookModel;
  /** Address, always https, that deliveries are posted to. */
  url: Scalars['URL']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Which credit memos to return; all conditions given must hold. */
export type CreditMemoFilter = {
  /** Only what belongs to this contact: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which credit memos can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type CreditMemoOrderBy =
  | 'DATE_ASC'
  | 'DATE_DESC'
  | 'ID_ASC'
  | 'ID_DESC';

/** Which currencies to return; all conditions given must hold. */
export type CurrencyFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which custom actions to return; all conditions given must hold. */
export type CustomActionFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Pages in Clio on which a custom action can appear. */
export type CustomActionUiReference =
  /** The page of an activity. */
  | 'ACTIVITIES_SHOW'
  /** The page of a contact. */
  | 'CONTACTS_SHOW'
  /** The page of a document. */
  | 'DOCUMENTS_SHOW'
  /** The page of a folder. */
  | 'FOLDERS_SHOW'
  /** The page of a matter. */
  | 'MATTERS_SHOW';

/** Which custom fields to return; all conditions given must hold. */
export type CustomFieldFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for fields that were deleted, false for those in use. */
  deleted?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only fields of this type. */
  fieldType?: InputMaybe<CustomFieldType>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only fields for contacts, or only fields for matters. */
  parentType?: InputMaybe<CustomFieldParentTypeFilter>;
  /** Text to search for in the field's name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for fields that are shown by default and must be filled in: those that a form has to offer. */
  visibleAndRequired?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Orders in which custom fields can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type CustomFieldOrderBy =
  | 'DISPLAY_ORDER_ASC'
  | 'DISPLAY_ORDER_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC';

/** Kinds of record that custom fields are for. */
export type CustomFieldParentType =
  | 'CONTACT'
  | 'MATTER';

/** Kinds of record that custom fields are for, to filter by. */
export type CustomFieldParentTypeFilter =
  | 'CONTACT'
  | 'MATTER';

/** Which custom field sets to return; all conditions given must hold. */
export type CustomFieldSetFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for sets that are shown on every record, false for those that are added by hand. */
  displayed?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only sets for contacts, or only sets for matters. */
  parentType?: InputMaybe<CustomFieldParentType>;
  /** Text to search for in the set's name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which custom field sets can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type CustomFieldSetOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'PARENT_TYPE_ASC'
  | 'PARENT_TYPE_DESC';

/** Types of custom field; the type decides how `CustomFieldValue.value` reads and which operators a filter takes. */
export type CustomFieldType =
  /** Yes or no; the value is a boolean. */
  | 'CHECKBOX'
  /** A contact of the firm; the value is its Clio id. */
  | 'CONTACT'
  /** An amount of money. */
  | 'CURRENCY'
  | 'DATE'
  | 'EMAIL'
  /** A matter of the firm; the value is its Clio id. */
  | 'MATTER'
  | 'NUMERIC'
  /** One of the field's options; the value is the option's Clio id. */
  | 'PICKLIST'
  /** Text of several lines. */
  | 'TEXT_AREA'
  /** Text of one line. */
  | 'TEXT_LINE'
  /** A time of day. */
  | 'TIME'
  | 'URL';

/**
 * Conditions on the value of one custom field; those given must all hold. Clio compares sizes for currency, date, time
 * and numeric fields only; the other types take `eq` alone.
 */
export type CustomFieldValueFilter = {
  /** Equal to this value. For a picklist, the option's id; for a checkbox, `true` or `false`. */
  eq?: InputMaybe<Scalars['String']['input']>;
  /** The custom field: its global id or Clio's number. */
  field: Scalars['ID']['input'];
  /** Greater than this value. */
  gt?: InputMaybe<Scalars['String']['input']>;
  /** Greater than or equal to this value. */
  gte?: InputMaybe<Scalars['String']['input']>;
  /** Less than this value. */
  lt?: InputMaybe<Scalars['String']['input']>;
  /** Less than or equal to this value. */
  lte?: InputMaybe<Scalars['String']['input']>;
};

/** Kinds of loss in a personal-injury claim. */
export type DamageDamageType =
  /** Losses without a price, such as pain and suffering. */
  | 'GENERAL'
  | 'OTHER'
  /** Losses that can be added up, such as medical costs and lost wages. */
  | 'SPECIAL';

/** Which damages to return; all conditions given must hold. */
export type DamageFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Conditions on a calendar day; those given must all hold. */
export type DateFilter = {
  /** On this day. */
  eq?: InputMaybe<Scalars['Date']['input']>;
  /** After this day. */
  gt?: InputMaybe<Scalars['Date']['input']>;
  /** On or after this day. */
  gte?: InputMaybe<Scalars['Date']['input']>;
  /** Before this day. */
  lt?: InputMaybe<Scalars['Date']['input']>;
  /** On or before this day. */
  lte?: InputMaybe<Scalars['Date']['input']>;
};

/** Input of `deleteActivityDescription`. */
export type DeleteActivityDescriptionInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteActivity`. */
export type DeleteActivityInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteActivityRate`. */
export type DeleteActivityRateInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteBankAccount`. */
export type DeleteBankAccountInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteBankTransaction`. */
export type DeleteBankTransactionInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteBill`. */
export type DeleteBillInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteCalendarEntryEventType`. */
export type DeleteCalendarEntryEventTypeInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteCalendarEntry`. */
export type DeleteCalendarEntryInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteCalendar`. */
export type DeleteCalendarInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteComment`. */
export type DeleteCommentInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteCommunication`. */
export type DeleteCommunicationInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteContact`. */
export type DeleteContactInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteCustomAction`. */
export type DeleteCustomActionInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteCustomField`. */
export type DeleteCustomFieldInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteCustomFieldSet`. */
export type DeleteCustomFieldSetInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteDamage`. */
export type DeleteDamageInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteDocumentCategory`. */
export type DeleteDocumentCategoryInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteDocument`. */
export type DeleteDocumentInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteDocumentTemplate`. */
export type DeleteDocumentTemplateInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteExpenseCategory`. */
export type DeleteExpenseCategoryInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteFolder`. */
export type DeleteFolderInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteGrantFundingSource`. */
export type DeleteGrantFundingSourceInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name of the organisation or programme. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `deleteGrant`. */
export type DeleteGrantInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteGroup`. */
export type DeleteGroupInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteInterestCharge`. */
export type DeleteInterestChargeInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteLineItem`. */
export type DeleteLineItemInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteMatterDocket`. */
export type DeleteMatterDocketInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteMatter`. */
export type DeleteMatterInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteMedicalBill`. */
export type DeleteMedicalBillInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteMedicalRecord`. */
export type DeleteMedicalRecordInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteMedicalRecordsRequest`. */
export type DeleteMedicalRecordsRequestInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteMyEvent`. */
export type DeleteMyEventInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteNote`. */
export type DeleteNoteInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deletePracticeArea`. */
export type DeletePracticeAreaInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteRelationship`. */
export type DeleteRelationshipInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteReminder`. */
export type DeleteReminderInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteReportPreset`. */
export type DeleteReportPresetInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteReportSchedule`. */
export type DeleteReportScheduleInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteTask`. */
export type DeleteTaskInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteTaskTemplate`. */
export type DeleteTaskTemplateInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteTaskTemplateList`. */
export type DeleteTaskTemplateListInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteTaxRateConfiguration`. */
export type DeleteTaxRateConfigurationInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteTextSnippet`. */
export type DeleteTextSnippetInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Input of `deleteWebhook`. */
export type DeleteWebhookInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** How the size of a discount is given. */
export type DiscountType =
  /** A fixed sum in the currency of the bill. */
  | 'MONEY'
  | 'PERCENTAGE';

/** How far the making of an archive has come. COMPLETED and FAILED are final. */
export type DocumentArchiveState =
  | 'COMPLETED'
  | 'FAILED'
  | 'IN_PROGRESS'
  | 'NOT_STARTED'
  | 'QUEUED';

/** Format of a document made from a template. */
export type DocumentAutomationExportFormats =
  /** The format of the template. */
  | 'ORIGINAL'
  | 'PDF';

/** Which document automations to return; all conditions given must hold. */
export type DocumentAutomationFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** File formats that a document automation makes: PDF, or ORIGINAL for the template's own. */
export type DocumentAutomationFormatsInput =
  | 'ORIGINAL'
  | 'PDF';

/** Orders in which document automations can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type DocumentAutomationOrderBy =
  | 'ID_ASC'
  | 'ID_DESC';

/** How far the making of documents has come. COMPLETED, EMPTY and FAILED are final. */
export type DocumentAutomationState =
  | 'COMPLETED'
  | 'EMPTY'
  | 'FAILED'
  | 'IN_PROGRESS'
  | 'NOT_STARTED'
  | 'QUEUED';

/** Which document categories to return; all conditions given must hold. */
export type DocumentCategoryFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Search in the names of the categories. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which document categories can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type DocumentCategoryOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC';

/**
 * Which documents to return; all conditions given must hold. Without more, those in the trash or still uploading are
 * left out.
 */
export type DocumentFilter = {
  /** Only what belongs to this contact: global id or Clio's number. An explicit null finds those without a contact. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Documents of this category; an explicit null for those without one. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Only records with an external property of this name. */
  externalPropertyName?: InputMaybe<Scalars['String']['input']>;
  /** Only records whose external property has this value; `externalPropertyName` must be given too. */
  externalPropertyValue?: InputMaybe<Scalars['String']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** True to add documents in the trash. */
  includeDeleted?: InputMaybe<Scalars['Boolean']['input']>;
  /** True for documents that cannot be changed for now, false for the rest. */
  locked?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only documents in this folder, directly unless `scope` says otherwise: global id or Clio's number. An explicit null
   * finds those in no folder.
   */
  parentId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in the name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** How deep to look below `parentId`; without it, in that folder alone. */
  scope?: InputMaybe<DocumentScopeFilter>;
  /** True to add documents whose upload is not complete. */
  showUncompleted?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which documents can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type DocumentOrderBy =
  | 'CREATED_AT_ASC'
  | 'CREATED_AT_DESC'
  | 'DOCUMENT_NUMBER_ASC'
  | 'DOCUMENT_NUMBER_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'RECEIVED_AT_ASC'
  | 'RECEIVED_AT_DESC'
  | 'UPDATED_AT_ASC'
  | 'UPDATED_AT_DESC';

/** What a document can be put under; under another document it becomes a new version of that one. */
export type DocumentParentTypeInput =
  | 'CONTACT'
  | 'DOCUMENT'
  | 'FOLDER'
  | 'MATTER';

/** How deep below the given folder to look for documents. */
export type DocumentScopeFilter =
  /** In the folder itself; the default. */
  | 'CHILDREN'
  /** In the folder and all its subfolders. */
  | 'DESCENDANTS';

/** Which document templates to return; all conditions given must hold. */
export type DocumentTemplateFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which document templates can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type DocumentTemplateOrderBy =
  | 'CATEGORY_NAME_ASC'
  | 'CATEGORY_NAME_DESC'
  | 'FILENAME_ASC'
  | 'FILENAME_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'LAST_MODIFIED_ASC'
  | 'LAST_MODIFIED_BY_NAME_ASC'
  | 'LAST_MODIFIED_BY_NAME_DESC'
  | 'LAST_MODIFIED_DESC';

/** Type mark of documents, for mixed lists. */
export type DocumentType =
  | 'DOCUMENT';

/** Which document versions to return; all conditions given must hold. */
export type DocumentVersionFilter = {
  /** True for versions whose upload is complete, false for those still uploading. */
  fullyUploaded?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Which email addresses to return; all conditions given must hold. */
export type EmailAddressFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Kind of expense that a category is offered for. */
export type ExpenseCategoryEntryTypeFilter =
  | 'HARD_COST'
  | 'SOFT_COST'
  /** Offered for either kind of cost. */
  | 'UNASSOCIATED';

/** Kinds of expense that a category can be offered for; UNASSOCIATED is any. */
export type ExpenseCategoryEntryTypeInput =
  | 'HARD_COST'
  | 'SOFT_COST'
  | 'UNASSOCIATED';

/** Which expense categories to return; all conditions given must hold. */
export type ExpenseCategoryFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** By the kind of expense that the category is offered for. */
  entryType?: InputMaybe<ExpenseCategoryEntryTypeFilter>;
  /** Text to search for in the name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What a tax is taken of: PRE for the untaxed amount, POST for that amount with the tax before it. */
export type ExpenseCategoryInputTaxSettingRuleInput =
  | 'POST'
  | 'PRE';

/** Orders in which expense categories can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type ExpenseCategoryOrderBy =
  | 'ENTRY_TYPE_ASC'
  | 'ENTRY_TYPE_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'RATE_ASC'
  | 'RATE_DESC';

/** What a tax is taken of: PRE for the untaxed amount, POST for that amount with the tax before it. */
export type ExpenseCategoryTaxSettingRuleInput =
  | 'POST'
  | 'PRE';

/** Which folders to return; all conditions given must hold. */
export type FolderFilter = {
  /** Only what belongs to this contact: global id or Clio's number. An explicit null finds those without a contact. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Folders of this category; an explicit null for those without one. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Only records with an external property of this name. */
  externalPropertyName?: InputMaybe<Scalars['String']['input']>;
  /** Only records whose external property has this value; `externalPropertyName` must be given too. */
  externalPropertyValue?: InputMaybe<Scalars['String']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** True to add folders in the trash. */
  includeDeleted?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what lies in this folder, directly unless `scope` says otherwise: global id or Clio's number. */
  parentId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in the name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** How deep to look below `parentId`; without it, in that folder alone. */
  scope?: InputMaybe<FolderScopeFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which folders can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type FolderOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'UPDATED_AT_ASC'
  | 'UPDATED_AT_DESC';

/** What a folder can be put under. */
export type FolderParentTypeInput =
  | 'CONTACT'
  | 'FOLDER'
  | 'MATTER';

/** How deep below the given folder to look for folders. */
export type FolderScopeFilter =
  /** In the folder itself; the default. */
  | 'CHILDREN'
  /** In the folder and all its subfolders. */
  | 'DESCENDANTS';

/** Type mark of folders, for mixed lists. */
export type FolderType =
  | 'FOLDER';

/** Which preset to make a report from. */
export type GenerateReportInput = {
  /** Preset to make the report from: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Which grants to return; all conditions given must hold. */
export type GrantFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only those whose name matches this text. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which grant funding sources to return; all conditions given must hold. */
export type GrantFundingSourceFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only those whose name matches this text. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which groups to return; all conditions given must hold. */
export type GroupFilter = {
  /** True for archived groups, false for those in use. */
  archived?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only those whose name matches this text. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Text to search for in the name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only groups of this kind. */
  type?: InputMaybe<GroupTypeFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only groups that this user is a member of: global id or Clio's number. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** Orders in which groups can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type GroupOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC';

/** How a group of users came to be. */
export type GroupType =
  /** Everybody in the firm. */
  | 'ACCOUNT_GROUP'
  /** Made by hand. */
  | 'ADHOC_GROUP'
  | 'TEAM_GROUP'
  /** One user alone. */
  | 'USER_GROUP';

/** Kind of group to list. */
export type GroupTypeFilter =
  /** Everybody in the firm. */
  | 'ACCOUNT_GROUP'
  /** Made by hand. */
  | 'ADHOC_GROUP'
  /** One user alone. */
  | 'USER_GROUP';

/** What an instant-messaging address is for. */
export type InstantMessengerName =
  | 'OTHER'
  | 'PERSONAL'
  | 'WORK';

/** Which interest charges to return; all conditions given must hold. */
export type InterestChargeFilter = {
  /** Only what belongs to this bill: global id or Clio's number. */
  billId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Leave out these interest charges: global ids or Clio's numbers. */
  excludeIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How interest grows on an overdue bill. */
export type InterestType =
  /** Interest is charged on earlier interest too. */
  | 'COMPOUND'
  /** Interest is charged on the original amount only. */
  | 'SIMPLE';

/** Which items to return; all conditions given must hold. */
export type ItemFilter = {
  /** Only what belongs to this contact: global id or Clio's number. An explicit null finds those without a contact. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** What is of this category; an explicit null for what has none. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Only records with an external property of this name. */
  externalPropertyName?: InputMaybe<Scalars['String']['input']>;
  /** Only records whose external property has this value; `externalPropertyName` must be given too. */
  externalPropertyValue?: InputMaybe<Scalars['String']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** True to add what is in the trash. */
  includeDeleted?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Folder whose contents to list: global id or Clio's number. Without it, the firm's root folder. */
  parentId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in the name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** How deep to look below `parentId`; without it, in that folder alone. */
  scope?: InputMaybe<ItemScopeFilter>;
  /** True to add documents whose upload is not complete. */
  showUncompleted?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which items can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type ItemOrderBy =
  | 'CREATED_AT_ASC'
  | 'CREATED_AT_DESC'
  | 'DOCUMENT_NUMBER_ASC'
  | 'DOCUMENT_NUMBER_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'RECEIVED_AT_ASC'
  | 'RECEIVED_AT_DESC'
  | 'UPDATED_AT_ASC'
  | 'UPDATED_AT_DESC';

/** How deep below the given folder to look. */
export type ItemScopeFilter =
  /** In the folder itself; the default. */
  | 'CHILDREN'
  /** In the folder and all its subfolders. */
  | 'DESCENDANTS';

/** What an item of a folder is. */
export type ItemType =
  | 'DOCUMENT'
  | 'FOLDER';

/** Which jurisdictions to return; all conditions given must hold. */
export type JurisdictionFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for only the jurisdictions that the firm has set up. */
  forCurrentAccount?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Text to search for in the jurisdiction's name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which jurisdictions can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type JurisdictionOrderBy =
  | 'DESCRIPTION_ASC'
  | 'DESCRIPTION_DESC'
  | 'ID_ASC'
  | 'ID_DESC';

/** Which triggers to return; all conditions given must hold. */
export type JurisdictionsToTriggerFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** True for triggers that need more than a day, mostly a time. */
  isRequirementsRequired?: InputMaybe<Scalars['Boolean']['input']>;
  /** True for triggers that need a service type. */
  isServed?: InputMaybe<Scalars['Boolean']['input']>;
  /** Text to search for in the trigger's description. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which triggers can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type JurisdictionsToTriggerOrderBy =
  | 'DESCRIPTION_ASC'
  | 'DESCRIPTION_DESC'
  | 'ID_ASC'
  | 'ID_DESC';

/** Forms that a know-your-customer answer can have. */
export type KycFieldValueFieldType =
  | 'DATE'
  | 'PICKLIST'
  | 'TEXT';

/** Which lauk civil certificated rates to return; all conditions given must hold. */
export type LaukCivilCertificatedRateFilter = {
  /** Only rates for this activity, in the words of the legal aid tables. */
  activity?: InputMaybe<Scalars['String']['input']>;
  /** Only rates for this division of the activity. */
  activitySubCategory?: InputMaybe<Scalars['String']['input']>;
  /** Whether several hearings were attended for several clients. */
  attendedSeveralHearingsForMultipleClients?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only rates of this category of law. */
  categoryOfLaw?: InputMaybe<Scalars['String']['input']>;
  /** Whether the case changes solicitor. */
  changeOfSolicitor?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only rates for work at this court. */
  court?: InputMaybe<Scalars['String']['input']>;
  /** Whether the rate takes the Specialist Quality Mark (SQM). */
  eligibleForSqm?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only rates of this fee scheme. */
  feeScheme?: InputMaybe<Scalars['String']['input']>;
  /** Whether the solicitor is the one who conducts the case first. */
  firstConductingSolicitor?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only the entry with this key in Clio's legal aid tables. */
  key?: InputMaybe<Scalars['String']['input']>;
  /** Only rates for this number of clients, in the words of the tables. */
  numberOfClients?: InputMaybe<Scalars['String']['input']>;
  /** Only rates for representing this party. */
  party?: InputMaybe<Scalars['String']['input']>;
  /** Only rates for this number of clients after a transfer, in the words of the tables. */
  postTransferClientsRepresented?: InputMaybe<Scalars['String']['input']>;
  /** Only rates that are paid in this way. */
  rateType?: InputMaybe<Scalars['String']['input']>;
  /** Region of legal aid in England and Wales. */
  region?: InputMaybe<Scalars['String']['input']>;
  /** Only rates for this kind of session. */
  sessionType?: InputMaybe<Scalars['String']['input']>;
  /** Only rates for this kind of lawyer. */
  userType?: InputMaybe<Scalars['String']['input']>;
};

/** Which lauk civil controlled rates to return; all conditions given must hold. */
export type LaukCivilControlledRateFilter = {
  /** Only rates for this activity, in the words of the legal aid tables. */
  activity?: InputMaybe<Scalars['String']['input']>;
  /** Only rates of this category of law. */
  categoryOfLaw?: InputMaybe<Scalars['String']['input']>;
  /** Only the entry with this key in Clio's legal aid tables. */
  key?: InputMaybe<Scalars['String']['input']>;
  /** Only rates with this first matter type code. */
  matterType1?: InputMaybe<Scalars['Int']['input']>;
  /** Only rates with this second matter type code. */
  matterType2?: InputMaybe<Scalars['Int']['input']>;
  /** Only rates that are paid in this way. */
  rateType?: InputMaybe<Scalars['String']['input']>;
  /** Region of legal aid in England and Wales. */
  region?: InputMaybe<Scalars['String']['input']>;
};

/** Which lauk criminal controlled rates to return; all conditions given must hold. */
export type LaukCriminalControlledRateFilter = {
  /** Only rates for this activity, in the words of the legal aid tables. */
  activity?: InputMaybe<Scalars['String']['input']>;
  /** Only rates of this category of law. */
  categoryOfLaw?: InputMaybe<Scalars['String']['input']>;
  /** Only rates for this counsel. */
  counsel?: InputMaybe<Scalars['String']['input']>;
  /** Only rates for work at this court. */
  court?: InputMaybe<Scalars['String']['input']>;
  /** Only the entry with this key in Clio's legal aid tables. */
  key?: InputMaybe<Scalars['String']['input']>;
  /** Only rates that are paid in this way. */
  rateType?: InputMaybe<Scalars['String']['input']>;
  /** Region of legal aid in England and Wales. */
  region?: InputMaybe<Scalars['String']['input']>;
  /** Only rates for this kind of solicitor. */
  solicitorType?: InputMaybe<Scalars['String']['input']>;
  /** Only rates of this category of standard fee. */
  standardFeeCategory?: InputMaybe<Scalars['String']['input']>;
};

/** Which legal-aid expense categories to return, and for which region to give the rate; all conditions given must hold. */
export type LaukExpenseCategoryFilter = {
  /** Only the entry with this key in Clio's legal aid tables. */
  key?: InputMaybe<Scalars['String']['input']>;
  /** Only those whose name matches this text. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Categories of this area of legal aid. */
  practiceArea?: InputMaybe<Scalars['String']['input']>;
  /** Region that the rate is for: London, or anything else for the rate outside London. */
  region: Scalars['String']['input'];
};

/** Who claims a lien on the proceeds of a case. */
export type LienLienType =
  | 'GENERAL'
  /** Whoever paid for a treatment, such as an insurer. */
  | 'MEDICAL_PAYER'
  /** Whoever gave a treatment and is still owed for it. */
  | 'MEDICAL_PROVIDER';

/** Which line items to return; all conditions given must hold. */
export type LineItemFilter = {
  /**
   * Only the lines that bill this activity: global id or Clio's number. An explicit null finds lines that come from no
   * activity.
   */
  activityId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what belongs to this bill: global id or Clio's number. */
  billId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for only the lines that are shown on the bill. */
  display?: InputMaybe<Scalars['Boolean']['input']>;
  /** True for the order in which the lines stand on the bill. */
  displayOrder?: InputMaybe<Scalars['Boolean']['input']>;
  /** Leave out these lines: global ids or Clio's numbers. */
  excludeIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only lines with this `groupOrdering`. */
  groupOrdering?: InputMaybe<Scalars['Int']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only lines of this kind, in Clio's spelling: Service or Expense. */
  kind?: InputMaybe<Scalars['String']['input']>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in description and note. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Services (time) or expenses. */
export type LineItemKind =
  | 'EXPENSE'
  | 'SERVICE';

/** What a line of a bill can be for. */
export type LineItemKindInput =
  | 'EXPENSE'
  | 'PRODUCT'
  | 'SERVICE';

/** What a tax is taken of: PRE for the untaxed amount, POST for that amount with the tax before it. */
export type LineItemTaxSettingRuleInput =
  | 'POST'
  | 'PRE';

/** Where a line of a bill comes from. */
export type LineItemType =
  /** From a time entry or an expense. */
  | 'ACTIVITY_LINE_ITEM'
  | 'LINE_ITEM'
  /** Shown on the bill without being charged. */
  | 'NO_CHARGE_LINE_ITEM'
  /** Stands for several other lines. */
  | 'SUMMARY_LINE_ITEM';

/** Which log entries to return; all conditions given must hold. */
export type LogEntryFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which log entries can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type LogEntryOrderBy =
  | 'ACCESSED_AT_ASC'
  | 'ACCESSED_AT_DESC'
  | 'ID_ASC'
  | 'ID_DESC';

/** Kinds of record whose opening is logged. */
export type LogEntryType =
  | 'CALENDAR_ENTRY_LOG_ENTRY'
  | 'COMMUNICATION_LOG_ENTRY'
  | 'CONTACT_LOG_ENTRY'
  | 'CONVERSATION_LOG_ENTRY'
  | 'DOCUMENT_LOG_ENTRY'
  | 'MATTER_LOG_ENTRY'
  | 'NOTE_LOG_ENTRY'
  /** A conversation by text message. */
  | 'SMS_CONVERSATION_LOG_ENTRY';

/** Ways to charge for a matter. */
export type MatterBillingMethod =
  | 'CONTINGENCY'
  | 'FLAT'
  | 'HOURLY';

/** Which matter contacts to return; all conditions given must hold. */
export type MatterContactFilter = {
  /** Return in `customFieldValues` only the values of these custom fields. It chooses values, not records. */
  customFieldIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/**
 * Orders in which a matter's contacts can be listed. `ID` goes by the relationship's id, not the contact's; only ID_ASC
 * reaches beyond the first 10,000.
 */
export type MatterContactOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'IS_CLIENT_ASC'
  | 'IS_CLIENT_DESC';

/** Kinds of custom rate: money per hour, one sum for the matter, or a percentage of what is won. */
export type MatterCustomRateType =
  | 'CONTINGENCY_FEE'
  | 'FLAT_RATE'
  | 'HOURLY_RATE';

/** Which matter dockets to return; all conditions given must hold. */
export type MatterDocketFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what belongs to this matter: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Only dockets of matters in this state. */
  matterStatus?: InputMaybe<MatterDocketMatterStatusFilter>;
  /** Text to search for in the docket's name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only dockets with this service type: global id or Clio's number. An explicit null finds those without one. */
  serviceTypeId?: InputMaybe<Scalars['ID']['input']>;
  /** Only dockets whose calendar entries are this far. */
  status?: InputMaybe<MatterDocketStatusFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Where the matter of a docket stands. */
export type MatterDocketMatterStatusFilter =
  | 'CLOSED'
  | 'OPEN'
  | 'PENDING';

/** Orders in which matter dockets can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type MatterDocketOrderBy =
  | 'DATE_ASC'
  | 'DATE_DESC'
  | 'ID_ASC'
  | 'ID_DESC';

/** How far Clio is with a docket's calendar entries. */
export type MatterDocketStatusFilter =
  | 'COMPLETED'
  | 'FAILED'
  | 'IN_PROGRESS'
  | 'NOT_STARTED';

/** Which matters to return; all conditions given must hold. */
export type MatterFilter = {
  /** True for matters that can be billed, false for the others. */
  billable?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what is for this client: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** Only matters closed on, before or after a day. */
  closeDate?: InputMaybe<DateFilter>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only matters billed in this currency: global id or Clio's number. */
  currencyId?: InputMaybe<Scalars['ID']['input']>;
  /** Return in `customFieldValues` only the values of these custom fields. It chooses values, not records. */
  customFieldIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Conditions on the values of custom fields; all of them must hold. */
  customFieldValues?: InputMaybe<Array<CustomFieldValueFilter>>;
  /** True for matters whose evergreen retainer asks for trust money by itself, false for the others. */
  evergreenRetainerFilter?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only matters paid for by this grant: global id or Clio's number. An explicit null finds those without a grant. */
  grantId?: InputMaybe<Scalars['ID']['input']>;
  /** Only matters shared with this user group: global id or Clio's number. */
  groupId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /**
   * Only matters of whose events this user is notified: global id or Clio's number. An explicit null finds those of
   * which nobody is.
   */
  notificationEventSubscriberUserId?: InputMaybe<Scalars['ID']['input']>;
  /** Only matters opened on, before or after a day. */
  openDate?: InputMaybe<DateFilter>;
  /**
   * Only matters that this user brought in: global id or Clio's number. An explicit null finds those without an
   * originating attorney.
   */
  originatingAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Only matters that became pending on, before or after a day. */
  pendingDate?: InputMaybe<DateFilter>;
  /** Only matters of this practice area: global id or Clio's number. */
  practiceAreaId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in the matter's number or description, or in the client's name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /**
   * Only matters that this user is in charge of: global id or Clio's number. An explicit null finds those without a
   * responsible attorney.
   */
  responsibleAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only matters that this member of staff looks after: global id or Clio's number. An explicit null finds those without
   * one.
   */
  responsibleStaffId?: InputMaybe<Scalars['ID']['input']>;
  /** Only matters in any of these states. */
  status?: InputMaybe<Array<MatterStatusFilter>>;
  /** Only matters that this user follows: global id or Clio's number. An explicit null finds those that nobody follows. */
  subscriberUserId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which matters can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type MatterOrderBy =
  | 'CLIENTS_ASC'
  | 'CLIENTS_DESC'
  | 'CLIENT_NAME_ASC'
  | 'CLIENT_NAME_DESC'
  | 'CLOSE_DATE_ASC'
  | 'CLOSE_DATE_DESC'
  | 'CREATED_AT_ASC'
  | 'CREATED_AT_DESC'
  | 'CUSTOM_NUMBER_ASC'
  | 'CUSTOM_NUMBER_DESC'
  | 'DISPLAY_NUMBER_ASC'
  | 'DISPLAY_NUMBER_DESC'
  | 'GRANTS_ASC'
  | 'GRANTS_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'MATTER_STAGE_NAME_ASC'
  | 'MATTER_STAGE_NAME_DESC'
  | 'MATTER_STAGE_UPDATED_AT_ASC'
  | 'MATTER_STAGE_UPDATED_AT_DESC'
  | 'OPEN_DATE_ASC'
  | 'OPEN_DATE_DESC'
  | 'ORIGINATING_ATTORNEY_NAME_ASC'
  | 'ORIGINATING_ATTORNEY_NAME_DESC'
  | 'PENDING_DATE_ASC'
  | 'PENDING_DATE_DESC'
  | 'PRACTICE_AREA_NAME_ASC'
  | 'PRACTICE_AREA_NAME_DESC'
  | 'RESPONSIBLE_ATTORNEY_NAME_ASC'
  | 'RESPONSIBLE_ATTORNEY_NAME_DESC'
  | 'STATUTE_OF_LIMITATIONS_DUE_AT_ASC'
  | 'STATUTE_OF_LIMITATIONS_DUE_AT_DESC'
  | 'UPDATED_AT_ASC'
  | 'UPDATED_AT_DESC';

/** Which matter protected funds to return; all conditions given must hold. */
export type MatterProtectedFundFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which matter stages to return; all conditions given must hold. */
export type MatterStageFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only stages of this practice area: global id or Clio's number. */
  practiceAreaId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Where a matter stands: being worked on, waiting, or done. */
export type MatterStatus =
  | 'CLOSED'
  | 'OPEN'
  | 'PENDING';

/** Where a matter stands, to filter by. */
export type MatterStatusFilter =
  | 'CLOSED'
  | 'OPEN'
  | 'PENDING';

/** Statuses that a matter can be given. */
export type MatterStatusInput =
  | 'CLOSED'
  | 'OPEN'
  | 'PENDING';

/** What the balance of a medical bill counts as. */
export type MedicalBillMarkBalanceTypeAsInput =
  | 'LIEN'
  | 'NEITHER'
  | 'OUTSTANDING_BALANCE';

/** Which medical records requests to return; all conditions given must hold. */
export type MedicalRecordsRequestFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only requests whose treatment ended then. */
  treatmentEndDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only requests whose treatment began then. */
  treatmentStartDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What the balance of a medical bill counts as. */
export type MedicalRecordsRequestMedicalBillMarkBalanceTypeAsInput =
  | 'LIEN'
  | 'NEITHER'
  | 'OUTSTANDING_BALANCE';

/** How far a request for medical records or bills has got. */
export type MedicalRequestStatus =
  /** Received, with the provider's certification. */
  | 'CERTIFIED'
  /** Received in part; something is missing. */
  | 'INCOMPLETE'
  | 'NOT_YET_REQUESTED'
  | 'RECEIVED'
  | 'REQUESTED';

/** Which notes to return; all conditions given must hold. */
export type NoteFilter = {
  /** Only what belongs to this contact: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for notes with time recorded for them, false for those without. */
  hasTimeEntries?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what belongs to this matter: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in subject and detail. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only notes on matters, or only notes on contacts; Clio does not list both at once. */
  type: NoteType;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which notes can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type NoteOrderBy =
  | 'AUTHOR_ASC'
  | 'AUTHOR_DESC'
  | 'DATE_ASC'
  | 'DATE_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'UPDATED_AT_ASC'
  | 'UPDATED_AT_DESC';

/** Which notes to return; all conditions given must hold. */
export type NoteRelationFilter = {
  /** Only what belongs to this contact: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for notes with time recorded for them, false for those without. */
  hasTimeEntries?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Text to search for in subject and detail. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What a note is about. A note never moves from one kind to the other. */
export type NoteType =
  | 'CONTACT'
  | 'MATTER';

/** Channels for reminders. */
export type NotificationMethodType =
  | 'EMAIL'
  /** A window within Clio. */
  | 'POPUP'
  /** A text message to a phone. */
  | 'SMS';

/** Which outstanding client balances to return; all conditions given must hold. */
export type OutstandingClientBalanceFilter = {
  /** Only the balance of this client: global id of the contact or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only clients who last paid before this day. */
  lastPaidEndDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only clients who last paid after this day. */
  lastPaidStartDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only clients whose newest bill is due before this day. */
  newestBillDueEndDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only clients whose newest bill is due after this day. */
  newestBillDueStartDate?: InputMaybe<Scalars['Date']['input']>;
  /** Only where this user is the originating attorney of the matter, who brought it in: global id or Clio's number. */
  originatingAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Only where this user is the responsible attorney of the matter: global id or Clio's number. */
  responsibleAttorneyId?: InputMaybe<Scalars['ID']['input']>;
};

/** What a participant is. PERSON and COMPANY are kinds of contact. */
export type ParticipantType =
  | 'COMPANY'
  | 'PERSON'
  | 'USER';

/** How a client's money came to the firm. */
export type PaymentPaymentSourceType =
  | 'ACH'
  | 'BANK_ACCOUNT'
  | 'CASH'
  | 'CASH_APP'
  | 'CHECK'
  | 'CREDIT_CARD'
  | 'DIRECT_PAYMENT'
  | 'ECHECK'
  | 'EFT'
  | 'INTERAC_ETRANSFER'
  | 'LAWPAY'
  | 'OTHER'
  | 'PAYPAL'
  | 'VENMO'
  | 'WIRE_TRANSFER'
  | 'ZELLE';

/** Whether a payment came from funds held for the client as a whole or for one matter. */
export type PaymentSourceFundType =
  | 'CLIENT'
  | 'MATTER';

/** Which phone numbers to return; all conditions given must hold. */
export type PhoneNumberFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What a phone number is for. */
export type PhoneNumberName =
  | 'OTHER'
  | 'PERSONAL'
  | 'WORK';

/** Types of record that a reference can point to. PAYMENT and TEXT_MESSAGE_CONVERSATION cannot be loaded. */
export type PolymorphicObjectType =
  | 'CALENDAR_ENTRY'
  | 'COMMUNICATION'
  | 'CONTACT'
  | 'CONTACT_NOTE'
  | 'CONVERSATION'
  | 'CREDIT_MEMO'
  | 'DOCUMENT'
  | 'MATTER'
  | 'MATTER_NOTE'
  | 'PAYMENT'
  | 'TASK'
  | 'TEXT_MESSAGE_CONVERSATION'
  | 'USER';

/** Fields of law in Clio's fixed list, under which firms put their own practice areas. */
export type PracticeAreaCategory =
  | 'ADMINISTRATIVE'
  | 'ADMIRALTY_AND_MARITIME'
  | 'ANTI_TRUST_AND_COMPETITION'
  | 'APPELLATE'
  | 'BANKING_AND_FINANCE'
  | 'BANKRUPTCY'
  | 'BUSINESS_FORMATION_AND_COMPLIANCE'
  | 'CIVIL_LITIGATION'
  | 'CIVIL_RIGHTS_AND_CONSTITUTIONAL'
  | 'COLLECTIONS_AND_DEBT'
  | 'COMMERCIAL_AND_SALE_OF_GOODS'
  | 'COMMERCIAL_LITIGATION'
  | 'CONSTRUCTION'
  | 'CONSUMER_PROTECTION'
  | 'CONTRACTS'
  | 'CORPORATE_LITIGATION'
  | 'CRIMINAL'
  | 'DISABILITY_AND_SOCIAL_SECURITY'
  | 'EDUCATION'
  | 'ELDER'
  | 'EMPLOYMENT_AND_LABOR'
  | 'ENERGY_AND_ENVIRONMENTAL'
  | 'ETHICS'
  | 'FAMILY'
  | 'FOOD_AND_DRUG'
  | 'GENERAL_PRACTICE'
  | 'GOVERNMENT'
  | 'HEALTHCARE'
  | 'IMMIGRATION'
  | 'INSURANCE'
  | 'INTELLECTUAL_PROPERTY'
  | 'INTERNATIONAL'
  | 'IN_HOUSE_COUNSEL'
  | 'JUVENILE'
  | 'LEGAL_AID'
  | 'MEDIATION_AND_ARBITRATION'
  | 'MEDICAL_MALPRACTICE'
  | 'MILITARY'
  | 'MULTI_PRACTICE'
  | 'NON_PROFIT_AND_PRO_BONO'
  | 'OTHER'
  | 'PERSONAL_INJURY'
  | 'PRIVACY_AND_INFORMATION_SECURITY'
  | 'PRIVATE_CLIENT'
  | 'PRODUCT_LIABILITY'
  | 'REAL_ESTATE'
  | 'SCIENCE_AND_TECHNOLOGY'
  | 'SECURITIES_AND_MERGERS_AND_ACQUISITIONS'
  | 'SMALL_CLAIMS'
  | 'SPORTS_AND_ENTERTAINMENT_AND_GAMING'
  | 'TAX'
  | 'TELECOMMUNICATIONS'
  | 'TRAFFIC_OFFENSES'
  | 'TRANSPORTATION'
  | 'TRIBAL'
  | 'TRUSTS'
  | 'WILLS_AND_ESTATES'
  | 'WORKERS_COMPENSATION';

/** Which practice areas to return; all conditions given must hold. */
export type PracticeAreaFilter = {
  /** Only practice areas with this code. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /**
   * For choosing an area for this matter (global id or Clio's number): leaves out UK legal-aid areas if it has
   * activities. Does not look for the matter's own area.
   */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Only those whose name matches this text. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which practice areas can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type PracticeAreaOrderBy =
  | 'CATEGORY_ASC'
  | 'CATEGORY_DESC'
  | 'CODE_ASC'
  | 'CODE_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC';

/**
 * Orders in which a matter's related contacts can be listed. `ID` goes by the relationship's id, not the contact's; only
 * ID_ASC reaches beyond the first 10,000.
 */
export type RelatedContactOrderBy =
  | 'CONTACT_NAME_ASC'
  | 'CONTACT_NAME_DESC'
  | 'ID_ASC'
  | 'ID_DESC';

/** Which relationships to return; all conditions given must hold. */
export type RelationshipFilter = {
  /** Only what belongs to this contact: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what belongs to this matter: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Units of the time between a reminder and what it reminds of. */
export type ReminderDurationUnitInput =
  | 'DAYS'
  | 'HOURS'
  | 'MINUTES'
  | 'WEEKS';

/** Which reminders to return; all conditions given must hold. */
export type ReminderFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Reminders sent by this notification method. */
  notificationMethodId?: InputMaybe<Scalars['ID']['input']>;
  /** Reminders whose sending has come this far. */
  state?: InputMaybe<ReminderState>;
  /** Reminders of this calendar entry or task. Needs `subjectType`. */
  subjectId?: InputMaybe<Scalars['ID']['input']>;
  /** Whether `subjectId` is a calendar entry's or a task's; by itself, all reminders of that kind. */
  subjectType?: InputMaybe<ReminderSubjectTypeFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Reminders that go to this user. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** Orders in which reminders can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type ReminderOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NEXT_DELIVERY_AT_ASC'
  | 'NEXT_DELIVERY_AT_DESC';

/** How far the sending of a reminder has come. */
export type ReminderState =
  | 'ATTEMPTING_DELIVERY'
  | 'DELIVERED'
  | 'DELIVERY_FAILED'
  /** Not sent, on purpose. */
  | 'DELIVERY_SKIPPED'
  | 'INITIALIZING'
  /** Cannot be sent: its user is gone or disabled. */
  | 'INVALID_USER'
  | 'RESCHEDULING'
  | 'SCHEDULED'
  | 'SCHEDULING';

/** What a reminder reminds of. */
export type ReminderSubjectTypeFilter =
  | 'CALENDAR_ENTRY'
  | 'TASK';

/** What a reminder can remind of. */
export type ReminderSubjectTypeInput =
  | 'CALENDAR_ENTRY'
  | 'TASK';

/** How a reminder reaches its user. */
export type ReminderTemplateNotificationType =
  | 'EMAIL'
  | 'POPUP';

/** Subject areas under which Clio files reports. */
export type ReportCategory =
  | 'BILLING'
  | 'CLIENT'
  | 'COMPLIANCE'
  | 'FINANCIAL'
  | 'MATTER'
  | 'ONLINE_PAYMENTS'
  | 'PRODUCTIVITY'
  | 'REVENUE'
  | 'TASK';

/** Which reports to return; all conditions given must hold. */
export type ReportFilter = {
  /** Only reports of this subject area, in Clio's lower-case spelling: `billing`, `online_payments`. */
  category?: InputMaybe<Scalars['String']['input']>;
  /** Only reports created before this moment. */
  createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only reports of this kind. */
  kind?: InputMaybe<ReportKind>;
  /** Only reports in this file format, in lower case: `csv`, `pdf`. */
  outputFormat?: InputMaybe<Scalars['String']['input']>;
  /** Text to search for in the report's name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only reports that came from here, in lower case: `reports`, `presets` or `scheduled`. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** Only reports that are this far, in Clio's lower-case spelling: `in_progress`, `completed`. */
  state?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** File formats of reports. Not every kind of report comes in every format. */
export type ReportFormat =
  | 'CSV'
  | 'HTML'
  | 'JSON'
  | 'PDF'
  | 'XLSX'
  | 'ZIP';

/** The reports that Clio can make. Which ones a firm has depends on its country and plan. */
export type ReportKind =
  | 'ACCOUNTS_RECEIVABLE'
  | 'ACCOUNTS_RECEIVABLE_AGING'
  | 'BANK_ACCOUNT_ACTIVITY'
  | 'BILLING_HISTORY'
  | 'BILLING_RATE'
  | 'CLIENT_ACTIVITY'
  | 'CLIENT_LEDGER'
  | 'CLIO_PAYMENTS_DEPOSIT'
  | 'CLIO_PAYMENTS_LEDGER'
  | 'CLIO_PAYMENTS_MONTHLY_STATEMENT'
  | 'CLIO_PAYMENTS_SALES_TAX'
  | 'CLIO_PAYMENTS_TRANSACTION'
  | 'CONTACT_INFORMATION'
  | 'CURRENCY_CONVERSION_GAIN_LOSS'
  | 'DISBURSEMENT_PAYMENT'
  | 'FEE_ALLOCATION'
  | 'GENERAL_LEDGER'
  | 'GRANT_MATTERS'
  | 'INVOICE_PAYMENTS_V2'
  | 'LAW_SOCIETY_OF_ALBERTA'
  | 'LAW_SOCIETY_OF_ALBERTA_AL'
  | 'LAW_SOCIETY_OF_ALBERTA_BAR'
  | 'LAW_SOCIETY_OF_ALBERTA_TL'
  | 'LAW_SOCIETY_OF_ALBERTA_TT'
  | 'MATTER'
  | 'MATTERS_BY_RESPONSIBLE_ATTORNEY'
  | 'MATTER_BALANCE_SUMMARY'
  | 'MATTER_LEDGER_FULL'
  | 'MATTER_PRODUCTIVITY_BY_USER'
  | 'ORIGINATING_ATTORNEY_REVENUE'
  | 'OTHER_REVENUE'
  | 'POTENTIAL_TRUST_TO_OFFICE'
  | 'PRODUCTIVITY_BY_CLIENT'
  | 'PRODUCTIVITY_BY_USER'
  | 'REVENUE'
  | 'TASK_PRODUCTIVITY_BY_USER'
  | 'TASK_PROGRESS_BY_USER'
  | 'TRUST_LEDGER'
  /** The trust ledger in the form that New South Wales asks for. */
  | 'TRUST_LEDGER_NSW'
  | 'TRUST_LISTING'
  | 'TRUST_MANAGEMENT'
  | 'WORK_IN_PROGRESS';

/** Which report presets to return; all conditions given must hold. */
export type ReportPresetFilter = {
  /** Only presets for reports of this subject area. */
  category?: InputMaybe<ReportCategory>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for presets with a schedule, false for those without. */
  hasSchedule?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only presets for reports in this file format, in lower case: `csv`, `pdf`. */
  outputFormat?: InputMaybe<Scalars['String']['input']>;
  /** Text to search for in the preset's name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only presets whose schedule runs this often. */
  scheduleFrequency?: InputMaybe<ReportPresetScheduleFrequencyFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which report presets can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type ReportPresetOrderBy =
  | 'CREATED_AT_ASC'
  | 'CREATED_AT_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'LAST_GENERATED_AT_ASC'
  | 'LAST_GENERATED_AT_DESC'
  | 'LAST_MODIFIED_AT_ASC'
  | 'LAST_MODIFIED_AT_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'NEXT_SCHEDULED_DATE_ASC'
  | 'NEXT_SCHEDULED_DATE_DESC';

/** How often a preset's schedule makes a report, to filter by. */
export type ReportPresetScheduleFrequencyFilter =
  | 'DAILY'
  | 'MONTHLY'
  | 'WEEKLY';

/** Which report schedules to return; all conditions given must hold. */
export type ReportScheduleFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How often a schedule makes a report. */
export type ReportScheduleFrequency =
  | 'DAILY'
  | 'MONTHLY'
  | 'WEEKLY';

/** How the latest run of a report schedule stands. */
export type ReportScheduleStatus =
  | 'COMPLETED'
  | 'FAILED'
  /** Has not run yet. */
  | 'INITIAL'
  | 'PROCESSING'
  | 'QUEUED';

/** What a report came from. */
export type ReportSource =
  /** Made from a preset on request. */
  | 'PRESETS'
  /** Asked for directly, without a preset. */
  | 'REPORTS'
  /** Made by a schedule. */
  | 'SCHEDULED';

/** How far Clio is with a report. */
export type ReportState =
  /** Done; `downloadUrl` leads to the file. */
  | 'COMPLETED'
  /** Done, but nothing matched; there is no file. */
  | 'EMPTY'
  | 'FAILED'
  | 'IN_PROGRESS'
  | 'NOT_STARTED'
  /** Waiting for its turn. */
  | 'QUEUED';

/** Which safe custody packets to return; all conditions given must hold. */
export type SafeCustodyPacketFilter = {
  /** Packets kept for this contact. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which safe custody packet locations to return; all conditions given must hold. */
export type SafeCustodyPacketLocationFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Kinds of paper that can be kept in safe custody. */
export type SafeCustodyRecordDocumentTypeInput =
  | 'ABN_REGISTRATION_CONFIRMATIONS'
  | 'ACKNOWLEDGEMENT'
  | 'AFFIDAVIT'
  | 'AGREEMENT'
  | 'AGREEMENT_FOR_SALE'
  | 'APPOINTMENT_OF_ENDURING_GUARDIANSHIP'
  | 'BIRTH_DEATH_MARRIAGE_CERTIFICATE'
  | 'BOE'
  | 'BUILDING_CERTIFICATE'
  | 'CARE_REGISTRATION_PAPERS'
  | 'CERTIFICATE'
  | 'CERTIFICATE_OF_TITLE'
  | 'CLIENT_INSTRUCTIONS'
  | 'COMMON_SEAL'
  | 'CONVEYANCE'
  | 'CROP_LIEN'
  | 'CROWN_LAND_LEASE'
  | 'DEATH_CERTIFICATE'
  | 'DEED'
  | 'DEED_OF_FAMILY_ARRANGEMENT'
  | 'DEEP_POLL'
  | 'DIVORCE_ORDER'
  | 'EMAIL'
  | 'FILE_NOTE'
  | 'GRANT_OF_PROBATE'
  | 'GUARANTEE'
  | 'GUARDIANSHIP_APPOINTMENT'
  | 'INSURANCE_POLICY'
  | 'LEASE'
  | 'LETTER'
  | 'LETTER_SEALED_ENVELOPE'
  | 'MEDICAL_AUTHORITY'
  | 'MEMO_ARTICLES_OF_ASSOCIATION'
  | 'MINUTES'
  | 'MISCELLANEOUS'
  | 'MORTGAGE_BILL_OF_SALE'
  | 'OTHER'
  | 'PARTNERSHIP_AGREEMENT'
  | 'PHOTOGRAPHS'
  | 'POWER_OF_ATTORNEY'
  | 'POWER_OF_ENDURING_GUARDIANSHIP'
  | 'PROBATE'
  | 'REGISTRATION_OF_BUSINESS_NAME'
  | 'SEARCH'
  | 'SETTLEMENT'
  | 'SHAREFARMING_AGREEMENT'
  | 'SHARE_CERTIFICATE'
  | 'STATUTORY_DECLARATION'
  | 'SURVEY_CERTIFICATE'
  | 'TENANCY_AGREEMENT'
  | 'TRANSFER'
  | 'TRANSFER_OF_LEGAL_FILE_AUTHORITY'
  | 'TRANSFER_RETURNED'
  | 'TRUST_DEED'
  | 'VALUATION'
  | 'VERIFICATION_OF_IDENTITY'
  | 'WATER_LICENCE'
  | 'WILL'
  | 'WILL_CODICIL_POA_PEG'
  | 'XREF';

/** Which safe custody records to return; all conditions given must hold. */
export type SafeCustodyRecordFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Papers in this packet. */
  packetId?: InputMaybe<Scalars['ID']['input']>;
  /** Papers that are held, lent out or handed over. */
  state?: InputMaybe<SafeCustodyRecordStateFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Where an original paper is. */
export type SafeCustodyRecordStateFilter =
  | 'ALL'
  /** In the firm's custody. */
  | 'HELD'
  /** Handed over for good. */
  | 'REMOVED'
  /** Lent out, expected back. */
  | 'TEMPORARILY_REMOVED';

/** Where an original paper is: held by the firm, lent out, or handed over for good. */
export type SafeCustodyRecordStateInput =
  | 'HELD'
  | 'REMOVED'
  | 'TEMPORARILY_REMOVED';

/** Which version of which document to make the latest again. */
export type SaveDocumentVersionAsLatestInput = {
  /** Version to make the latest again: global id or Clio's number. */
  documentVersionId: Scalars['ID']['input'];
  /** Document whose version it is: its global id or Clio's number. */
  id: Scalars['ID']['input'];
};

/** Which service types to return; all conditions given must hold. */
export type ServiceTypeFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which service types can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type ServiceTypeOrderBy =
  | 'DESCRIPTION_ASC'
  | 'DESCRIPTION_DESC'
  | 'ID_ASC'
  | 'ID_DESC';

/** A custom field, and the value it is to have. */
export type SetCustomFieldValueInput = {
  /** The custom field: its global id, Clio's number, or its name. */
  field: Scalars['ID']['input'];
  /**
   * What the field's type takes: text, a number, `true` or `false`, a day as `YYYY-MM-DD`, the id of a contact or matter, the label
   * or id of a picklist option. `null` removes the value; left out, it stays.
   */
  value?: InputMaybe<Scalars['JSON']['input']>;
};

/** Values to set in the custom fields of one record. Those not named stay as they are. */
export type SetCustomFieldValuesInput = {
  /** The record's etag as it was read: nothing is written if it has changed since. */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Global id of the record: `Contact:101` or `Matter:4`. */
  record: Scalars['ID']['input'];
  /** The fields to set, each once. */
  values: Array<SetCustomFieldValueInput>;
  /** Reads the values back in the same call, and reports each that did not stick as `NOT_APPLIED`. */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Which time entry to run the timer on. */
export type StartTimerInput = {
  /** Time entry to run the timer on: global id or Clio's number. Neither flat-rate nor billed. */
  activityId: Scalars['ID']['input'];
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Kind of paid seat that a user takes. */
export type SubscriptionType =
  | 'ATTORNEY'
  | 'NON_ATTORNEY';

/** What an assignee is. */
export type TaskAssigneeTypeFilter =
  | 'CONTACT'
  | 'USER';

/** Who a task can be given to. Reading tells persons from companies instead of CONTACT. */
export type TaskAssigneeTypeInput =
  | 'CONTACT'
  | 'USER';

/** On which side of another task's due date a task is due. */
export type TaskCascadingOffsetPolarityInput =
  | 'AFTER'
  | 'BEFORE';

/** Units of the distance from another task's due date. */
export type TaskCascadingOffsetTypeInput =
  | 'BUSINESS_DAYS'
  | 'CALENDAR_DAYS'
  | 'CALENDAR_MONTHS'
  | 'CALENDAR_WEEKS'
  | 'CALENDAR_YEARS';

/** Which tasks to return; all conditions given must hold. */
export type TaskFilter = {
  /** Tasks for this user or contact; an explicit null for those given to nobody. Needs `assigneeType`. */
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  /** Whether `assigneeId` is a user's or a contact's; required with it. */
  assigneeType?: InputMaybe<TaskAssigneeTypeFilter>;
  /** Tasks given out by this user; an explicit null for those given out by nobody. */
  assignerId?: InputMaybe<Scalars['ID']['input']>;
  /** Tasks whose due date follows from this task. */
  cascadingSourceId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only tasks on matters of this client: global id of the contact or Clio's number. An explicit null finds those
   * without a client.
   */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** True for tasks that are done, false for open ones. */
  complete?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** First due day to include. */
  dueAtFrom?: InputMaybe<Scalars['Date']['input']>;
  /** True for tasks with a due date, false for those without. */
  dueAtPresent?: InputMaybe<Scalars['Boolean']['input']>;
  /** Last due day to include. */
  dueAtTo?: InputMaybe<Scalars['Date']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Only tasks that all may see, or only private ones; without it, both. */
  permission?: InputMaybe<TaskPermissionFilter>;
  /** Tasks of this priority. */
  priority?: InputMaybe<TaskPriorityFilter>;
  /** Text to search for in name and description. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Tasks of matters that this user is the responsible attorney of. */
  responsibleAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only tasks with this status; `statuses` takes several. Firms without advanced tasks may ask for complete and pending
   * only.
   */
  status?: InputMaybe<TaskStatus>;
  /** Tasks in any of these statuses. Firms without advanced tasks may name PENDING and COMPLETE only. */
  statuses?: InputMaybe<Array<TaskStatus>>;
  /** True for tasks that stand for a statute of limitations, false for the rest. */
  statuteOfLimitations?: InputMaybe<Scalars['Boolean']['input']>;
  /** Tasks of this type; an explicit null for those without one. */
  taskTypeId?: InputMaybe<Scalars['ID']['input']>;
  /** True for tasks that time was recorded on, false for those without. */
  timeEntriesPresent?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/**
 * Orders in which tasks can be listed; DUE_AT_STRICT is Clio's stricter variant of DUE_AT. Only ID_ASC reaches beyond
 * the first 10,000 records.
 */
export type TaskOrderBy =
  | 'COMPLETED_AT_ASC'
  | 'COMPLETED_AT_DESC'
  | 'DUE_AT_ASC'
  | 'DUE_AT_DESC'
  | 'DUE_AT_STRICT_ASC'
  | 'DUE_AT_STRICT_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'MATTER_DISPLAY_NUMBER_ASC'
  | 'MATTER_DISPLAY_NUMBER_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'PRIORITY_ASC'
  | 'PRIORITY_DESC'
  | 'TASK_TYPE_NAME_ASC'
  | 'TASK_TYPE_NAME_DESC';

/** Who may see a task. */
export type TaskPermissionFilter =
  /** Seen by those involved only. */
  | 'PRIVATE'
  /** Seen by all who may see its matter. */
  | 'PUBLIC';

/** Who may see a task: all who see its matter (PUBLIC), or those involved (PRIVATE). */
export type TaskPermissionInput =
  | 'PRIVATE'
  | 'PUBLIC';

/** How urgent a task is. */
export type TaskPriority =
  | 'HIGH'
  | 'LOW'
  | 'NORMAL';

/** Priority to list tasks of. */
export type TaskPriorityFilter =
  | 'HIGH'
  | 'LOW'
  | 'NORMAL';

/**
 * How far a task has come. Firms without advanced tasks have PENDING and COMPLETE only, and filters by the others fail
 * for them.
 */
export type TaskStatus =
  | 'COMPLETE'
  /** Prepared, but not handed out yet. */
  | 'DRAFT'
  | 'IN_PROGRESS'
  | 'IN_REVIEW'
  | 'PENDING';

/** On which side of another task's due date a task is due. */
export type TaskTemplateCascadingOffsetPolarityInput =
  | 'AFTER'
  | 'BEFORE';

/** Units of the distance from another task's due date. */
export type TaskTemplateCascadingOffsetTypeInput =
  | 'BUSINESS_DAYS'
  | 'CALENDAR_DAYS'
  | 'CALENDAR_MONTHS'
  | 'CALENDAR_WEEKS'
  | 'CALENDAR_YEARS';

/** Which task templates to return; all conditions given must hold. */
export type TaskTemplateFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Templates of this priority. */
  priority?: InputMaybe<TaskTemplatePriorityFilter>;
  /** Text to search for in the name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Templates of this list. */
  taskTemplateListId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which task template lists to return; all conditions given must hold. */
export type TaskTemplateListFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for lists without templates, false for those with at least one. */
  empty?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Lists meant for this practice area; an explicit null for those meant for any. */
  practiceAreaId?: InputMaybe<Scalars['ID']['input']>;
  /** Text to search for in the name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which task template lists can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type TaskTemplateListOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'PRACTICE_AREA_NAME_ASC'
  | 'PRACTICE_AREA_NAME_DESC';

/** Orders in which task templates can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type TaskTemplateOrderBy =
  | 'ASSIGNEE_NAME_ASC'
  | 'ASSIGNEE_NAME_DESC'
  | 'DAYS_FROM_ASSIGNMENT_ASC'
  | 'DAYS_FROM_ASSIGNMENT_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'PERMISSION_ASC'
  | 'PERMISSION_DESC'
  | 'PRIORITY_ASC'
  | 'PRIORITY_DESC';

/** Priority to list task templates of. */
export type TaskTemplatePriorityFilter =
  | 'HIGH'
  | 'LOW'
  | 'NORMAL';

/** Which task types to return; all conditions given must hold. */
export type TaskTypeFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for types in use, false for disabled ones. */
  enabled?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only those whose name matches this text. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Text to search for in the name. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which task types can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type TaskTypeOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC';

/** Which tax rate configurations to return; all conditions given must hold. */
export type TaxRateConfigurationFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** False leaves out Clio's own entries, such as the one for tax exemption; they are listed otherwise. */
  includeSystem?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which tax rate configurations can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type TaxRateConfigurationOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'RATE_ASC'
  | 'RATE_DESC';

/** Canadian tax authorities; NONE and OTHER are for rates that none of them levies. */
export type TaxRateConfigurationTaxAuthorityInput =
  | 'BRITISH_COLUMBIA_MINISTRY_OF_FINANCE'
  | 'CANADA_REVENUE_AGENCY_CRA'
  | 'MANITOBA_DEPARTMENT_OF_FINANCE'
  | 'NONE'
  | 'OTHER'
  | 'REVENU_QUEBEC'
  | 'SASKATCHEWAN_MINISTRY_OF_FINANCE';

/** Which text snippets to return; all conditions given must hold. */
export type TextSnippetFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Text to search for in the abbreviation and in the text it stands for. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which text snippets can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type TextSnippetOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'PHRASE_ASC'
  | 'PHRASE_DESC'
  | 'SNIPPET_ASC'
  | 'SNIPPET_DESC'
  | 'WHOLE_WORD_ASC'
  | 'WHOLE_WORD_DESC';

/** Formats of a long text. */
export type TextType =
  | 'PLAIN_TEXT'
  /** HTML with a few tags for emphasis, links, lists and paragraphs. */
  | 'RICH_TEXT';

/** Which trust line items to return; all conditions given must hold. */
export type TrustLineItemFilter = {
  /** Only what belongs to this bill: global id or Clio's number. */
  billId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what belongs to this matter: global id or Clio's number. An explicit null finds those without a matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which trust line items can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type TrustLineItemOrderBy =
  | 'ID_ASC'
  | 'ID_DESC';

/** What a trust request asks for: money for the client as a whole, or for single matters. */
export type TrustRequestTrustTypeInput =
  | 'CLIENT'
  | 'MATTER';

/** Activity category of a time entry: one from the firm's list, or a UTBMS activity with a UTBMS task. */
export type UpdateActivityActivityDescriptionInput = {
  /** Category from the firm's list: global id or Clio's number. Not needed where two UTBMS codes are given. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** UTBMS activity code: Clio's number or the global id. `utbmsTaskId` belongs with it. */
  utbmsActivityId?: InputMaybe<Scalars['ID']['input']>;
  /** UTBMS task code: Clio's number or the global id. `utbmsActivityId` belongs with it. */
  utbmsTaskId?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `groups` of UpdateActivityDescriptionInput. */
export type UpdateActivityDescriptionGroupInput = {
  /** True takes the category away from the group that `id` names. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Group whose members may use the category: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `updateActivityDescription`. */
export type UpdateActivityDescriptionInput = {
  /** Currency of `rate`, as a JSON object such as `{ id: 1 }`. Clio does not say which keys it takes. */
  currency?: InputMaybe<Scalars['JSON']['input']>;
  /** True when this is the description that the login's new time entries start with. */
  default?: InputMaybe<Scalars['Boolean']['input']>;
  /** Text that Clio fills in as the note of an activity when this category is chosen. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Groups whose members may use the description. */
  groups?: InputMaybe<Array<UpdateActivityDescriptionGroupInput>>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** What users see in the list of activity categories, such as "Phone call". */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Rate of the category: a flat amount, an amount per hour, or whatever the user's own rate is. */
  rate?: InputMaybe<UpdateActivityDescriptionRateInput>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when co-counsel who are guests of the firm may choose it. */
  visibleToCoCounsel?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Rate of an activity category. */
export type UpdateActivityDescriptionRateInput = {
  /** Amount per hour, or for the whole entry where `type` is FLAT_RATE. Has no effect where `type` is USER. */
  amount?: InputMaybe<Scalars['Float']['input']>;
  /** What a non-billable entry is valued at, per hour or as a whole. Has no effect where `type` is USER. */
  nonBillableAmount?: InputMaybe<Scalars['Float']['input']>;
  /** What the rate follows: the user's own rate, a flat rate or a custom rate. */
  type?: InputMaybe<ActivityDescriptionRateType>;
};

/** Input of `updateActivity`. */
export type UpdateActivityInput = {
  /** Activity category of a time entry: one of the firm's list, or two UTBMS codes. Clio ignores it for expenses. */
  activityDescription?: InputMaybe<UpdateActivityActivityDescriptionInput>;
  /** Calendar entry that the time was spent on: global id or Clio's own id. */
  calendarEntryId?: InputMaybe<Scalars['ID']['input']>;
  /** Message channel of the client portal that the time was spent on: global id or Clio's number. */
  clientPortalId?: InputMaybe<Scalars['ID']['input']>;
  /** E-mail or phone call that it belongs to: global id or Clio's number. */
  communicationId?: InputMaybe<Scalars['ID']['input']>;
  /** Note on a contact that the time was spent on: global id or Clio's number. */
  contactNoteId?: InputMaybe<Scalars['ID']['input']>;
  /** Day on which the work was done or the cost arose; the day that reports and bills go by. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Category of an expense: global id or Clio's number. An explicit null takes it off. */
  expenseCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Taxes that the firm itself paid on a hard cost, at most two; `taxSettings` are those for the client. */
  inputTaxSettings?: InputMaybe<Array<UpdateActivityInputTaxSettingInput>>;
  /** Matter that the work or the cost is for: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Note on a matter that the time was spent on: global id or Clio's number. */
  matterNoteId?: InputMaybe<Scalars['ID']['input']>;
  /** True for a non-billable activity that the client still gets to see on the bill, at no charge. */
  noCharge?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when the client is not charged for the activity; see `noCharge` for whether the bill shows it. */
  nonBillable?: InputMaybe<Scalars['Boolean']['input']>;
  /** What was done, in the user's words; the text that appears on the bill. */
  note?: InputMaybe<Scalars['String']['input']>;
  /**
   * Rate per hour, amount of a flat-rate entry, or of an expense. When the category, matter or user of a time entry
   * changes and no price is given, the firm's rates set it anew.
   */
  price?: InputMaybe<Scalars['Float']['input']>;
  /** Seconds worked for a time entry, a count for an expense. Not allowed where `quantityRedacted` is true. */
  quantity?: InputMaybe<Scalars['Float']['input']>;
  /** Number of the cheque by which a hard cost was paid. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** True starts the login's timer on the entry: for a time entry only, neither flat-rate nor billed. */
  startTimer?: InputMaybe<Scalars['Boolean']['input']>;
  /** Task that the time was spent on: global id or Clio's number. */
  taskId?: InputMaybe<Scalars['ID']['input']>;
  /** Which of the firm's two taxes an expense bears: the older form of `taxSettings`. */
  taxSetting?: InputMaybe<ActivityTaxSetting>;
  /** Taxes charged to the client on an expense, at most two, in order of calculation. */
  taxSettings?: InputMaybe<Array<UpdateActivityTaxSettingInput>>;
  /** Exchange of text messages that the time was spent on: global id or Clio's number. */
  textMessageConversationId?: InputMaybe<Scalars['ID']['input']>;
  /** Time entry or one of the kinds of expense. */
  type?: InputMaybe<ActivityType>;
  /** User who did the work or had the expense: global id or Clio's number. Not allowed where `quantityRedacted` is true. */
  userId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * UTBMS code of an expense: global id or Clio's number. Billable expenses need it where the matter demands UTBMS
   * codes.
   */
  utbmsExpenseId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Who was paid by a hard cost: global id of the contact or Clio's number. Clio refuses a contact that the login may
   * not see.
   */
  vendorId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `inputTaxSettings` of UpdateActivityInput. */
export type UpdateActivityInputTaxSettingInput = {
  /** Place in the calculation; the tax with 1 goes first. */
  order?: InputMaybe<Scalars['Int']['input']>;
  /**
   * What the rate is taken of: PRE for the untaxed amount, POST for that with the tax before it. The first tax is always
   * PRE.
   */
  rule?: InputMaybe<ActivityInputTaxSettingRuleInput>;
  /** Configured tax rate: global id or Clio's number. */
  taxRateConfigurationId?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `updateActivityRate`. */
export type UpdateActivityRateInput = {
  /** Outside co-counsel whose rate it is: global id of the contact or Clio's number. Either this or `contactId`. */
  coCounselContactId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Client for whose work the rate holds: global id of the contact or Clio's number. Either this or
   * `coCounselContactId`.
   */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** True when `rate` is for the whole entry rather than per hour. */
  flatRate?: InputMaybe<Scalars['Boolean']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Price per hour, or the whole price where it is a flat rate. */
  rate?: InputMaybe<Scalars['Float']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `taxSettings` of UpdateActivityInput. */
export type UpdateActivityTaxSettingInput = {
  /** Place in the calculation; the tax with 1 goes first. */
  order?: InputMaybe<Scalars['Int']['input']>;
  /** What the rate is taken of: PRE for the untaxed amount, POST for that with the tax before it. */
  rule?: InputMaybe<ActivityTaxSettingRuleInput>;
  /** Configured tax rate: global id or Clio's number. */
  taxRateConfigurationId?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `updateBankAccount`. */
export type UpdateBankAccountInput = {
  /** Account number at the bank. With Clio's compliant trust accounting, operating and controlled accounts need it. */
  accountNumber?: InputMaybe<Scalars['String']['input']>;
  /**
   * Client of a controlled account: global id of the contact or Clio's number. Compliant trust accounting demands it for
   * new ones, for good.
   */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True for a controlled account. With compliant trust accounting it is a trust account and needs `institution`,
   * `clientId` and `matterId`.
   */
  controlledAccount?: InputMaybe<Scalars['Boolean']['input']>;
  /** Currency of the account as a code, such as USD. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Whether the account is used where no other is chosen. */
  defaultAccount?: InputMaybe<Scalars['Boolean']['input']>;
  /** Branch of the bank at which the account was opened. */
  domicileBranch?: InputMaybe<Scalars['String']['input']>;
  /** Number of the account in the firm's general ledger. */
  generalLedgerNumber?: InputMaybe<Scalars['String']['input']>;
  /** Person or business in whose name the account is. */
  holder?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name of the bank. With compliant trust accounting, controlled accounts need it. */
  institution?: InputMaybe<Scalars['String']['input']>;
  /**
   * Matter of a controlled account, one of the client's: global id or Clio's number. Compliant trust accounting demands
   * it for new ones, for good.
   */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Name the firm gave the account, such as its purpose. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** SWIFT code (BIC) of the bank. */
  swift?: InputMaybe<Scalars['String']['input']>;
  /**
   * Number of the bank's branch: transit, routing or sort code. With compliant trust accounting, operating accounts need
   * it.
   */
  transitNumber?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateBankTransaction`. */
export type UpdateBankTransactionInput = {
  /** Amount in whole currency units. */
  amount?: InputMaybe<Scalars['Float']['input']>;
  /** Bank account whose money moves: global id or Clio's number. */
  bankAccountId?: InputMaybe<Scalars['ID']['input']>;
  /** Finer kind of movement in Clio's own words, such as `trust_interest` or `bank_charge`. */
  bankAccountTransactionType?: InputMaybe<Scalars['String']['input']>;
  /** Client whose money it is: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** Reference of the transaction, such as a cheque number. */
  confirmation?: InputMaybe<Scalars['String']['input']>;
  /** Currency of the transaction as a code, such as USD. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Day that it counts for, which need not be today. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Free text that describes it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Exchange rate that was used where money was exchanged. */
  exchangeRate?: InputMaybe<Scalars['Float']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the money is for: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Origin of the money or of the entry, in the firm's or Clio's words. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** Kind of movement, such as a deposit or withdrawal, in Clio's words. */
  transactionType?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Reduction of a whole bill. */
export type UpdateBillDiscountInput = {
  /** Reason of the discount, in the firm's words. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Size of the discount: percent, or a sum of money, as `type` says. */
  rate?: InputMaybe<Scalars['Float']['input']>;
  /** Whether `rate` is a percentage or a fixed sum of money. */
  type?: InputMaybe<DiscountType>;
};

/** Input of `updateBill`. */
export type UpdateBillInput = {
  /** Layout that the bill is printed in: global id or Clio's number. */
  billThemeId?: InputMaybe<Scalars['ID']['input']>;
  /** Currency of the amounts: global id or Clio's number. */
  currencyId?: InputMaybe<Scalars['ID']['input']>;
  /** Reduction of the whole bill; lines can have their own. */
  discount?: InputMaybe<UpdateBillDiscountInput>;
  /** Day on which the bill is to be paid. Has no effect where `useGracePeriod` is true. */
  dueAt?: InputMaybe<Scalars['Date']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** How interest is charged once the bill is overdue. */
  interest?: InputMaybe<UpdateBillInterestInput>;
  /** Day the bill carries as its date of issue. */
  issuedAt?: InputMaybe<Scalars['Date']['input']>;
  /** Note to the client, printed on the bill. */
  memo?: InputMaybe<Scalars['String']['input']>;
  /** Number of the bill, as printed on it; not always digits only. */
  number?: InputMaybe<Scalars['String']['input']>;
  /** The client's purchase order number, for bills that must quote one. */
  purchaseOrder?: InputMaybe<Scalars['String']['input']>;
  /** Rate of the second tax in percent, in the older scheme of two fixed taxes. */
  secondaryTaxRate?: InputMaybe<Scalars['Float']['input']>;
  /** State to move the bill to: one of its `availableStateTransitions`. */
  state?: InputMaybe<BillState>;
  /** Subject line printed on the bill. */
  subject?: InputMaybe<Scalars['String']['input']>;
  /** Rate of the first tax in percent, in the older scheme of two fixed taxes. */
  taxRate?: InputMaybe<Scalars['Float']['input']>;
  /** True takes the due date from the client's payment terms; `dueAt` then has no effect. */
  useGracePeriod?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Terms of interest on a bill that is overdue. */
export type UpdateBillInterestInput = {
  /** Days from one charge of interest to the next. */
  period?: InputMaybe<Scalars['Int']['input']>;
  /** Interest rate in percent. */
  rate?: InputMaybe<Scalars['Float']['input']>;
  /** Whether interest is simple or compound. */
  type?: InputMaybe<InterestType>;
};

/** Input of `updateBillTheme`. */
export type UpdateBillThemeInput = {
  /** Settings of the layout as JSON text with the keys `show`, `text` and `css`. */
  config?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name of the theme in the firm's billing settings. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `attendees` of UpdateCalendarEntryInput. */
export type UpdateCalendarEntryAttendeeInput = {
  /** True takes the attendee that `id` names off the entry. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Contact or calendar: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** `Contact`, or `Calendar` for a user, who attends by calendar. */
  type?: InputMaybe<AttendeeType>;
};

/** Video meeting of a calendar entry. */
export type UpdateCalendarEntryConferenceMeetingInput = {
  /** Video conference service to set the meeting up with. */
  type?: InputMaybe<CalendarEntryConferenceMeetingTypeInput>;
};

/** Input of `updateCalendarEntryEventType`. */
export type UpdateCalendarEntryEventTypeInput = {
  /** Colour in which such entries are shown, a CSS hex code behind `HEX_`. */
  color?: InputMaybe<CalendarColor>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name, as users see it in Clio. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `externalProperties` of UpdateCalendarEntryInput. */
export type UpdateCalendarEntryExternalPropertyInput = {
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Property to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Name to keep the value under. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** What to keep, as text. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `updateCalendarEntry`. */
export type UpdateCalendarEntryInput = {
  /** True when the entry takes whole days; its times of day then say nothing. */
  allDay?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Contacts and calendars to invite or to take off; those not mentioned stay. Clio refuses a contact that the login may
   * not see.
   */
  attendees?: InputMaybe<Array<UpdateCalendarEntryAttendeeInput>>;
  /** Event type of the firm's own that the entry is of: global id or Clio's number. An explicit null takes it off. */
  calendarEntryEventTypeId?: InputMaybe<Scalars['ID']['input']>;
  /** Calendar that the entry goes into: global id or Clio's number. */
  calendarOwnerId?: InputMaybe<Scalars['ID']['input']>;
  /** Video meeting to set up; not every plan of Clio's has them. */
  conferenceMeeting?: InputMaybe<UpdateCalendarEntryConferenceMeetingInput>;
  /** Long text of the entry. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Deletes from a repeating entry instead of changing it: SINGLE this occurrence, FUTURE this one and those after it. */
  destroy?: InputMaybe<CalendarEntryDeletedInput>;
  /** Instant at which the entry ends. */
  endAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Names with values for an application to keep with the record, 5 at most. */
  externalProperties?: InputMaybe<Array<UpdateCalendarEntryExternalPropertyInput>>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Where it takes place, as typed by the user. */
  location?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the entry is for: global id or Clio's number. An explicit null takes it off the matter. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** How the entry repeats, as an iCalendar RRULE. An empty text or null makes it happen once. */
  recurrenceRule?: InputMaybe<Scalars['String']['input']>;
  /** True tells the attendees by e-mail. */
  sendEmailNotification?: InputMaybe<Scalars['Boolean']['input']>;
  /** Instant at which the entry starts. Clio moves what lies before 1900 to 1900. */
  startAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Title of the entry, as the calendar shows it. */
  summary?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateCalendar`. */
export type UpdateCalendarInput = {
  /** Colour in which the calendar is shown, a CSS hex code behind `HEX_`. */
  color?: InputMaybe<CalendarColor>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name, as users see it in Clio. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Application that `visible` speaks of; the web one unless given. */
  source?: InputMaybe<CalendarSource>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when the calendar is switched on in the application named by `source`. */
  visible?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateCalendarVisibility`. */
export type UpdateCalendarVisibilityInput = {
  /** Colour in which the calendar's tasks are shown, a CSS hex code behind `HEX_`. Reading has another set of colours. */
  color?: InputMaybe<CalendarVisibilityColorInput>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether the calendar is switched on in Clio's web application: `true` or `false`. */
  visible?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateClioPaymentsLink`. */
export type UpdateClioPaymentsLinkInput = {
  /** True makes the link stop working now. */
  expired?: InputMaybe<Scalars['Boolean']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateComment`. */
export type UpdateCommentInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Document or folder that the comment is on: global id or Clio's number. */
  itemId?: InputMaybe<Scalars['ID']['input']>;
  /** Text of the comment. */
  message?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `externalProperties` of UpdateCommunicationInput. */
export type UpdateCommunicationExternalPropertyInput = {
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Property to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Name to keep the value under. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** What to keep, as text. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `updateCommunication`. */
export type UpdateCommunicationInput = {
  /** Text of the e-mail, or the notes on the phone call. */
  body?: InputMaybe<Scalars['String']['input']>;
  /** Names with values for an application to keep with the record, 5 at most. */
  externalProperties?: InputMaybe<Array<UpdateCommunicationExternalPropertyInput>>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the call or e-mail is about: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Users to tell of a logged phone call. Clio refuses them for e-mails. */
  notificationEventSubscribers?: InputMaybe<Array<UpdateCommunicationNotificationEventSubscriberInput>>;
  /** Instant of the call or e-mail, whether received or sent: ISO 8601 with a time zone. */
  receivedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Users and contacts who were called or written to. One that the login may not see is answered as not found. */
  receivers?: InputMaybe<Array<UpdateCommunicationReceiverInput>>;
  /** Users and contacts who called or wrote. One that the login may not see is answered as not found. */
  senders?: InputMaybe<Array<UpdateCommunicationSenderInput>>;
  /** Subject of the e-mail or of the phone call. */
  subject?: InputMaybe<Scalars['String']['input']>;
  /** E-mail or phone call. */
  type?: InputMaybe<CommunicationType>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `notificationEventSubscribers` of UpdateCommunicationInput. */
export type UpdateCommunicationNotificationEventSubscriberInput = {
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Subscriber to change or remove: Clio's number or the global id. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** User to notify: global id or Clio's number. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `receivers` of UpdateCommunicationInput. */
export type UpdateCommunicationReceiverInput = {
  /** True takes the one that `id` names off the receivers. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** User or contact: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Whether `id` stands for a user or a contact. */
  type?: InputMaybe<CommunicationReceiverTypeInput>;
};

/** One of the `senders` of UpdateCommunicationInput. */
export type UpdateCommunicationSenderInput = {
  /** True takes the one that `id` names off the senders. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** User or contact: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Whether `id` stands for a user or a contact. */
  type?: InputMaybe<CommunicationSenderTypeInput>;
};

/** One of the `addresses` of UpdateContactInput. */
export type UpdateContactAddressInput = {
  /** City of the postal address. */
  city?: InputMaybe<Scalars['String']['input']>;
  /** Country of the postal address. */
  country?: InputMaybe<Scalars['String']['input']>;
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Address to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** What the address is for; OTHER unless given. */
  name?: InputMaybe<AddressName>;
  /** Postal code or ZIP code. */
  postalCode?: InputMaybe<Scalars['String']['input']>;
  /** State or province of the postal address. */
  province?: InputMaybe<Scalars['String']['input']>;
  /** Street and number; may hold several lines. */
  street?: InputMaybe<Scalars['String']['input']>;
};

/** Profile picture of a contact. */
export type UpdateContactAvatarInput = {
  /** True removes the picture. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** The picture as base64 text: GIF, JPG or PNG, below 2 MB. */
  image?: InputMaybe<Scalars['String']['input']>;
};

/** Rate of a contact as outside co-counsel. */
export type UpdateContactCoCounselRateInput = {
  /** Price per hour. */
  rate?: InputMaybe<Scalars['Float']['input']>;
};

/** One of the `customFieldSetAssociations` of UpdateContactInput. */
export type UpdateContactCustomFieldSetAssociationInput = {
  /** Custom field set to show on the record: global id or Clio's number. */
  customFieldSetId?: InputMaybe<Scalars['ID']['input']>;
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Position of the set on the record; lower comes first. Without it, a new set comes last. */
  displayOrder?: InputMaybe<Scalars['Int']['input']>;
  /** Place of a set to change or remove: Clio's number or the global id. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `customFieldValues` of UpdateContactInput. */
export type UpdateContactCustomFieldValueInput = {
  /**
   * Custom field to fill in where the record has no value for it yet: global id or Clio's number. A value that exists is
   * changed by its `id`.
   */
  customFieldId?: InputMaybe<Scalars['ID']['input']>;
  /** True removes the value that `id` names. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Value to change or remove: `CustomFieldValue:text_line-1` or `text_line-1`. It is not the id of the custom field. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /**
   * The value: true or false for a checkbox, a number for an amount, the id of the option, contact or matter chosen,
   * else text.
   */
  value?: InputMaybe<Scalars['JSON']['input']>;
};

/** One of the `emailAddresses` of UpdateContactInput. */
export type UpdateContactEmailAddressInput = {
  /** The address: `ann@example.com`. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** True makes it the contact's main e-mail address. */
  defaultEmail?: InputMaybe<Scalars['Boolean']['input']>;
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** E-mail address to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** What the address is for; OTHER unless given. */
  name?: InputMaybe<ContactEmailAddressNameInput>;
};

/** Input of `updateContact`. */
export type UpdateContactInput = {
  /** Postal addresses, at most 20 in all: rows with `id` change, rows without are added, the others stay. */
  addresses?: InputMaybe<Array<UpdateContactAddressInput>>;
  /** Profile picture. */
  avatar?: InputMaybe<UpdateContactAvatarInput>;
  /** Address to which the client portal sends its notices. */
  clioConnectEmail?: InputMaybe<Scalars['String']['input']>;
  /** Rate of a contact who works as outside co-counsel. */
  coCounselRate?: InputMaybe<UpdateContactCoCounselRateInput>;
  /** Company that a person works for: global id of the contact or Clio's number. */
  companyId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Currency in which the contact is billed, as a JSON object such as `{ id: 1 }`. Clio does not say which keys it
   * takes.
   */
  currency?: InputMaybe<Scalars['JSON']['input']>;
  /** Custom field sets to show on the contact: rows with `id` change, rows without are added, the others stay. */
  customFieldSetAssociations?: InputMaybe<Array<UpdateContactCustomFieldSetAssociationInput>>;
  /**
   * Values of custom fields; read them first. `id` with `value` changes one, `customFieldId` with `value` fills in an
   * empty one, `id` with `destroy` removes one.
   */
  customFieldValues?: InputMaybe<Array<UpdateContactCustomFieldValueInput>>;
  /** Birthday of a person. */
  dateOfBirth?: InputMaybe<Scalars['Date']['input']>;
  /** E-mail addresses, at most 20 in all: rows with `id` change, rows without are added, the others stay. */
  emailAddresses?: InputMaybe<Array<UpdateContactEmailAddressInput>>;
  /** Given name of a person. */
  firstName?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Instant-messaging addresses: rows with `id` change, rows without are added, the others stay. */
  instantMessengers?: InputMaybe<Array<UpdateContactInstantMessengerInput>>;
  /** Know-your-customer answers about the contact; only for firms in countries where Clio offers them. */
  kycFieldValues?: InputMaybe<Array<UpdateContactKycFieldValueInput>>;
  /** Family name of a person. */
  lastName?: InputMaybe<Scalars['String']['input']>;
  /** The client's code in LEDES e-billing files; free text, not the id of a record. */
  ledesClientId?: InputMaybe<Scalars['String']['input']>;
  /** Middle name of a person. */
  middleName?: InputMaybe<Scalars['String']['input']>;
  /** Name of a company. Clio has refused it for persons, who have `firstName` and `lastName` instead. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Phone numbers, at most 20 in all: rows with `id` change, rows without are added, the others stay. */
  phoneNumbers?: InputMaybe<Array<UpdateContactPhoneNumberInput>>;
  /** Form of address before a person's name, such as Mr or Dr. */
  prefix?: InputMaybe<Scalars['String']['input']>;
  /** Rate table to use here, with the category within it. */
  rateTableAssignment?: InputMaybe<UpdateContactRateTableAssignmentInput>;
  /**
   * True when new matters of this client start out demanding UTBMS codes. Has an effect only in firms that make LEDES
   * billing mandatory.
   */
  requireUtbmsCodes?: InputMaybe<Scalars['Boolean']['input']>;
  /** The contact's tax registration number, printed on its bills. */
  salesTaxNumber?: InputMaybe<Scalars['String']['input']>;
  /** Job title or position. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** Company or person; persons have first and last names, companies do not. */
  type?: InputMaybe<ContactType>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
  /** Web sites: rows with `id` change, rows without are added, the others stay. */
  webSites?: InputMaybe<Array<UpdateContactWebSiteInput>>;
};

/** One of the `instantMessengers` of UpdateContactInput. */
export type UpdateContactInstantMessengerInput = {
  /** Name or number to write to. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Instant-messaging address to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** What the address is for; OTHER unless given. */
  name?: InputMaybe<InstantMessengerName>;
};

/** One of the `kycFieldValues` of UpdateContactInput. */
export type UpdateContactKycFieldValueInput = {
  /** Name of the question in Clio, as `fieldName` of the answers reads; not its label. */
  fieldName?: InputMaybe<Scalars['String']['input']>;
  /** Form of the answer. */
  fieldType?: InputMaybe<KycFieldValueFieldType>;
  /** The answer as text, whatever its type. */
  fieldValue?: InputMaybe<Scalars['String']['input']>;
  /** Answer to change: Clio's number or the global id. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `phoneNumbers` of UpdateContactInput. */
export type UpdateContactPhoneNumberInput = {
  /** True makes it the contact's main phone number. */
  defaultNumber?: InputMaybe<Scalars['Boolean']['input']>;
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Phone number to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** What the number is for; OTHER unless given. */
  name?: InputMaybe<ContactPhoneNumberNameInput>;
  /** The number as it was typed; no common format. */
  number?: InputMaybe<Scalars['String']['input']>;
};

/** Rate table of a contact; both fields belong together. */
export type UpdateContactRateTableAssignmentInput = {
  /** Category within the rate table: Clio's number. Rate tables cannot be read here. */
  rateTableCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Rate table: Clio's number. Rate tables cannot be read here. */
  rateTableId?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `webSites` of UpdateContactInput. */
export type UpdateContactWebSiteInput = {
  /** The web address. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** True makes it the contact's main web address. */
  defaultWebSite?: InputMaybe<Scalars['Boolean']['input']>;
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Web site to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** What the address is: a site for work, a profile on a network, or other; OTHER unless given. */
  name?: InputMaybe<WebSiteName>;
};

/** Input of `updateConversation`. */
export type UpdateConversationInput = {
  /** True puts the conversation out of the login's inbox. */
  archived?: InputMaybe<Scalars['Boolean']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the conversation is about: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** True marks the conversation as read by the login, false as unread. */
  read?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateCustomAction`. */
export type UpdateCustomActionInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Text of the link, as the user sees it. */
  label?: InputMaybe<Scalars['String']['input']>;
  /**
   * Page that a click opens in a new tab. Clio adds the action's id, the user's id, `subject_url` and
   * `custom_action_nonce` to it.
   */
  targetUrl?: InputMaybe<Scalars['URL']['input']>;
  /** Kind of page in Clio on which the link appears. */
  uiReference?: InputMaybe<CustomActionUiReference>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateCustomField`. */
export type UpdateCustomFieldInput = {
  /** Position of the field on a record; lower comes first. */
  displayOrder?: InputMaybe<Scalars['Int']['input']>;
  /** True to show the field on every contact or matter, even while it is empty. */
  displayed?: InputMaybe<Scalars['Boolean']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Label of the field, as people see it. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Choices of a picklist: rows with `id` change, rows without are added, the others stay. */
  picklistOptions?: InputMaybe<Array<UpdateCustomFieldPicklistOptionInput>>;
  /** True when the field must be filled in. */
  required?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `picklistOptions` of UpdateCustomFieldInput. */
export type UpdateCustomFieldPicklistOptionInput = {
  /** True withdraws the option that `id` names. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Option to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Text of the choice. A value holds the option's id, not this text. */
  option?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `updateCustomFieldSet`. */
export type UpdateCustomFieldSetInput = {
  /** Custom fields that make up the set: global ids or Clio's numbers. */
  customFieldIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** True when the set is shown on every contact or matter, without being added to it. */
  displayed?: InputMaybe<Scalars['Boolean']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Label of the set, as people see it. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Whether the set is for contacts or for matters. */
  parentType?: InputMaybe<CustomFieldParentType>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateDamage`. */
export type UpdateDamageInput = {
  /** Money claimed for the loss, in the matter's currency. */
  amount?: InputMaybe<Scalars['Float']['input']>;
  /** Legal kind of the loss; see the values. */
  damageType?: InputMaybe<DamageDamageType>;
  /** What was lost or suffered. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateDocumentCategory`. */
export type UpdateDocumentCategoryInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name, as users see it in Clio. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `externalProperties` of UpdateDocumentInput. */
export type UpdateDocumentExternalPropertyInput = {
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Property to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Name to keep the value under. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** What to keep, as text. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `updateDocument`. */
export type UpdateDocumentInput = {
  /** E-mail or phone call that it belongs to: global id or Clio's number. */
  communicationId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True when `name` gets another file ending: Clio then adds a version under the new file name. No effect while the
   * ending stays.
   */
  copyVersion?: InputMaybe<Scalars['Boolean']['input']>;
  /** Category that the firm files it under: global id or Clio's number. An explicit null takes it off. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Names with values for an application to keep with the record, 5 at most. */
  externalProperties?: InputMaybe<Array<UpdateDocumentExternalPropertyInput>>;
  /**
   * True finishes an upload once all bytes have been sent; false asks for the addresses of more `multiparts`. `uuid`
   * must come with it.
   */
  fullyUploaded?: InputMaybe<Scalars['Boolean']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** More parts of the upload that `uuid` names, 50 per call at most; `fullyUploaded` must be false. */
  multiparts?: InputMaybe<Array<UpdateDocumentMultipartInput>>;
  /** Name shown in Clio. When its file ending changes, `copyVersion` should be true. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Where to move the document: to a folder, a matter or a contact. */
  parent?: InputMaybe<UpdateDocumentParentInput>;
  /** When the document reached the firm. */
  receivedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** True takes it out of the trash. */
  restore?: InputMaybe<Scalars['Boolean']['input']>;
  /** `uuid` of the version whose upload goes on or is finished. */
  uuid?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `multiparts` of UpdateDocumentInput. */
export type UpdateDocumentMultipartInput = {
  /** Size of the part in bytes. Every part but the last has 5 MB or more. */
  contentLength?: InputMaybe<Scalars['String']['input']>;
  /** MD5 digest of the part in base64; with it, the storage notices a part that was damaged on the way. */
  contentMd5?: InputMaybe<Scalars['String']['input']>;
  /** Place of the part in the file: 1 to 10,000. */
  partNumber?: InputMaybe<Scalars['Int']['input']>;
};

/** Where a document goes. */
export type UpdateDocumentParentInput = {
  /** The folder, matter, contact or document: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** What `id` stands for. */
  type?: InputMaybe<DocumentParentTypeInput>;
};

/** Input of `updateDocumentTemplate`. */
export type UpdateDocumentTemplateInput = {
  /** Category that the firm files the template under: global id or Clio's number. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** The file itself as base64 text: Word, PowerPoint, Excel, PDF or XML. */
  file?: InputMaybe<Scalars['String']['input']>;
  /** Name of the file, which `file` needs beside it. */
  filename?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `groups` of UpdateExpenseCategoryInput. */
export type UpdateExpenseCategoryGroupInput = {
  /** True takes the category away from the group that `id` names. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Group whose members may use the category: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `updateExpenseCategory`. */
export type UpdateExpenseCategoryInput = {
  /** Currency of `rate`, as a JSON object such as `{ id: 1 }`. Clio does not say which keys it takes. */
  currency?: InputMaybe<Scalars['JSON']['input']>;
  /** Text that Clio fills in as the note of an activity when this category is chosen. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Kind of expense that the category is offered for; UNASSOCIATED is any. */
  entryType?: InputMaybe<ExpenseCategoryEntryTypeInput>;
  /** Groups whose members may use the category. */
  groups?: InputMaybe<Array<UpdateExpenseCategoryGroupInput>>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Taxes that the firm itself pays, put on hard costs of this category; at most two. */
  inputTaxSettings?: InputMaybe<Array<UpdateExpenseCategoryInputTaxSettingInput>>;
  /** Name, as users see it in Clio. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Price of one unit of the expense. */
  rate?: InputMaybe<Scalars['Float']['input']>;
  /** Taxes that apply, at most two, each naming its configured tax rate. */
  taxSettings?: InputMaybe<Array<UpdateExpenseCategoryTaxSettingInput>>;
  /** UTBMS expense code that the category stands for: global id or Clio's number. */
  utbmsCodeId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `inputTaxSettings` of UpdateExpenseCategoryInput. */
export type UpdateExpenseCategoryInputTaxSettingInput = {
  /** Place in the calculation; the tax with 1 goes first. */
  order?: InputMaybe<Scalars['Int']['input']>;
  /**
   * What the rate is taken of: PRE for the untaxed amount, POST for that with the tax before it. The first tax is always
   * PRE.
   */
  rule?: InputMaybe<ExpenseCategoryInputTaxSettingRuleInput>;
  /** Configured tax rate: global id or Clio's number. */
  taxRateConfigurationId?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `taxSettings` of UpdateExpenseCategoryInput. */
export type UpdateExpenseCategoryTaxSettingInput = {
  /** Place in the calculation; the tax with 1 goes first. */
  order?: InputMaybe<Scalars['Int']['input']>;
  /** What the rate is taken of: PRE for the untaxed amount, POST for that with the tax before it. */
  rule?: InputMaybe<ExpenseCategoryTaxSettingRuleInput>;
  /** Configured tax rate: global id or Clio's number. */
  taxRateConfigurationId?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `externalProperties` of UpdateFolderInput. */
export type UpdateFolderExternalPropertyInput = {
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Property to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Name to keep the value under. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** What to keep, as text. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** Input of `updateFolder`. */
export type UpdateFolderInput = {
  /** Category that the firm files it under: global id or Clio's number. An explicit null takes it off. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Names with values for an application to keep with the record, 5 at most. */
  externalProperties?: InputMaybe<Array<UpdateFolderExternalPropertyInput>>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name, as users see it in Clio. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Where to move the folder: into another folder, or to a matter or contact. */
  parent?: InputMaybe<UpdateFolderParentInput>;
  /** True takes it out of the trash. */
  restore?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Where a folder goes. */
export type UpdateFolderParentInput = {
  /** The folder, matter or contact: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** What `id` stands for. */
  type?: InputMaybe<FolderParentTypeInput>;
};

/** Input of `updateGrantFundingSource`. */
export type UpdateGrantFundingSourceInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name of the organisation or programme. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateGrant`. */
export type UpdateGrantInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name of the grant. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateGroup`. */
export type UpdateGroupInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name of the group; a user's own group bears the user's name. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Reduction of one line of a bill. */
export type UpdateLineItemDiscountInput = {
  /** Size of the discount: percent, or a sum of money, as `type` says. */
  rate?: InputMaybe<Scalars['Float']['input']>;
  /** Whether `rate` is a percentage or a fixed sum of money. */
  type?: InputMaybe<DiscountType>;
};

/** Input of `updateLineItem`. */
export type UpdateLineItemInput = {
  /** Activity that the line charges for: global id or Clio's number. */
  activityId?: InputMaybe<Scalars['ID']['input']>;
  /** Bill that the line stands on: global id or Clio's number. */
  billId?: InputMaybe<Scalars['ID']['input']>;
  /** Day that it counts for, which need not be today. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Free text that describes it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Reduction of this line alone. */
  discount?: InputMaybe<UpdateLineItemDiscountInput>;
  /** Position of the line on the bill. */
  groupOrdering?: InputMaybe<Scalars['Int']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Whether the line is for services (time), an expense or a product. */
  kind?: InputMaybe<LineItemKindInput>;
  /** Matter that the line is charged to: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Free-text note, such as what was done or why. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Price of one hour, or of one unit of an expense. */
  price?: InputMaybe<Scalars['Float']['input']>;
  /**
   * Hours (not seconds, as in activities), or units of an expense. Clio ignores it without an error on lines that come
   * from an activity.
   */
  quantity?: InputMaybe<Scalars['Float']['input']>;
  /** Whether the second tax applies. An older flag: where the line has `taxSettings`, those decide. */
  secondaryTaxable?: InputMaybe<Scalars['Boolean']['input']>;
  /** Taxes on this line, at most two. Once there are some, `taxable` and `secondaryTaxable` count no more. */
  taxSettings?: InputMaybe<Array<UpdateLineItemTaxSettingInput>>;
  /** Whether the first tax applies. An older flag: where the line has `taxSettings`, those decide. */
  taxable?: InputMaybe<Scalars['Boolean']['input']>;
  /** True changes the activity behind the line as well. */
  updateOriginalRecord?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `taxSettings` of UpdateLineItemInput. */
export type UpdateLineItemTaxSettingInput = {
  /** Place of this tax among those of the line, where taxes are computed one after another. */
  order?: InputMaybe<Scalars['Int']['input']>;
  /** What the rate is taken of: PRE for the untaxed amount, POST for that with the tax before it. */
  rule?: InputMaybe<LineItemTaxSettingRuleInput>;
  /** Configured tax rate: global id or Clio's number. */
  taxRateConfigurationId?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `customFieldSetAssociations` of UpdateMatterInput. */
export type UpdateMatterCustomFieldSetAssociationInput = {
  /** Custom field set to show on the record: global id or Clio's number. */
  customFieldSetId?: InputMaybe<Scalars['ID']['input']>;
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Position of the set on the record; lower comes first. Without it, a new set comes last. */
  displayOrder?: InputMaybe<Scalars['Int']['input']>;
  /** Place of a set to change or remove: Clio's number or the global id. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `customFieldValues` of UpdateMatterInput. */
export type UpdateMatterCustomFieldValueInput = {
  /**
   * Custom field to fill in where the record has no value for it yet: global id or Clio's number. A value that exists is
   * changed by its `id`.
   */
  customFieldId?: InputMaybe<Scalars['ID']['input']>;
  /** True removes the value that `id` names. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Value to change or remove: `CustomFieldValue:text_line-1` or `text_line-1`. It is not the id of the custom field. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /**
   * The value: true or false for a checkbox, a number for an amount, the id of the option, contact or matter chosen,
   * else text.
   */
  value?: InputMaybe<Scalars['JSON']['input']>;
};

/** How a matter is charged where it differs from the firm's usual rates. */
export type UpdateMatterCustomRateInput = {
  /** The rates: one for a flat-rate or contingency matter, one per user or group for an hourly matter. */
  rates?: InputMaybe<Array<UpdateMatterCustomRateRateInput>>;
  /** Kind of charging; it decides what `rate` means in `rates`. */
  type?: InputMaybe<MatterCustomRateType>;
};

/** One of the `rates` of UpdateMatterCustomRateInput. */
export type UpdateMatterCustomRateRateInput = {
  /** Activity category that the rate is for: global id or Clio's number. */
  activityDescriptionId?: InputMaybe<Scalars['ID']['input']>;
  /** Sum won, in the matter's currency; for contingency fees only. */
  award?: InputMaybe<Scalars['Float']['input']>;
  /** Day of the award; for contingency fees only. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** User group that the rate is for: global id or Clio's number. */
  groupId?: InputMaybe<Scalars['ID']['input']>;
  /** Rate to change or remove: Clio's number or the global id. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Remarks on the award; for contingency fees only. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Money per hour, the flat sum, or the contingency percentage, as the custom rate's `type` says. */
  rate?: InputMaybe<Scalars['Float']['input']>;
  /** User that the rate is for: global id or Clio's number. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** Floor under a matter's trust balance. */
export type UpdateMatterEvergreenRetainerInput = {
  /** True removes the floor and its notifications. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Floor of the trust balance, in the matter's currency. Below it, the chosen users are notified. */
  minimumThreshold?: InputMaybe<Scalars['Float']['input']>;
  /** Users whom Clio notifies. */
  recipients?: InputMaybe<Array<UpdateMatterEvergreenRetainerRecipientInput>>;
};

/** One of the `recipients` of UpdateMatterEvergreenRetainerInput. */
export type UpdateMatterEvergreenRetainerRecipientInput = {
  /** True takes the user off the list. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** User to notify: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `updateMatter`. */
export type UpdateMatterInput = {
  /** True when the matter's work can be billed. Work on other matters can be recorded, but reaches no bill. */
  billable?: InputMaybe<Scalars['Boolean']['input']>;
  /** Client of the matter: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** The client's or another system's own reference for the matter; free text. */
  clientReference?: InputMaybe<Scalars['String']['input']>;
  /** Day on which the matter was closed. */
  closeDate?: InputMaybe<Scalars['Date']['input']>;
  /** Currency in which the matter is billed, as a JSON object such as `{ id: 1 }`. Clio does not say which keys it takes. */
  currency?: InputMaybe<Scalars['JSON']['input']>;
  /** Custom field sets to show on the matter: rows with `id` change, rows without are added, the others stay. */
  customFieldSetAssociations?: InputMaybe<Array<UpdateMatterCustomFieldSetAssociationInput>>;
  /**
   * Values of custom fields; read them first. `id` with `value` changes one, `customFieldId` with `value` fills in an
   * empty one, `id` with `destroy` removes one.
   */
  customFieldValues?: InputMaybe<Array<UpdateMatterCustomFieldValueInput>>;
  /** Rates agreed for this matter. Another `type` than before discards the rates that were stored. */
  customRate?: InputMaybe<UpdateMatterCustomRateInput>;
  /** What the matter is about; the text that Clio shows beside its number. */
  description?: InputMaybe<Scalars['String']['input']>;
  /**
   * Number and label of the matter, in firms with manual numbering. Elsewhere Clio's numbering scheme makes it; see
   * `resetMatterNumber`.
   */
  displayNumber?: InputMaybe<Scalars['String']['input']>;
  /** Floor under the matter's trust balance, and who is told when the balance falls below it. */
  evergreenRetainer?: InputMaybe<UpdateMatterEvergreenRetainerInput>;
  /** User group that has access to the matter: global id or Clio's number. An explicit null takes it off. */
  groupId?: InputMaybe<Scalars['ID']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Know-your-customer answers for the matter; only for firms in countries where Clio offers them. */
  kycFieldValues?: InputMaybe<Array<UpdateMatterKycFieldValueInput>>;
  /** Free text for a place, such as where the file is kept or the case is heard. */
  location?: InputMaybe<Scalars['String']['input']>;
  /** Budget of the matter. Flat-rate matters have none. */
  matterBudget?: InputMaybe<UpdateMatterMatterBudgetInput>;
  /**
   * Stage that the matter has reached, one of its practice area's: global id or Clio's number. An explicit null takes it
   * off.
   */
  matterStageId?: InputMaybe<Scalars['ID']['input']>;
  /** Day on which the matter was opened. */
  openDate?: InputMaybe<Scalars['Date']['input']>;
  /** User who brought the matter in: global id or Clio's number. */
  originatingAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** Day on which the matter became pending. */
  pendingDate?: InputMaybe<Scalars['Date']['input']>;
  /** Practice area of the matter: global id or Clio's number. An explicit null takes it off. */
  practiceAreaId?: InputMaybe<Scalars['ID']['input']>;
  /** Rate table to use here, with the category within it. */
  rateTableAssignment?: InputMaybe<UpdateMatterRateTableAssignmentInput>;
  /**
   * Ties between the matter and contacts other than its client: rows with `id` change, rows without are added, the
   * others stay.
   */
  relationships?: InputMaybe<Array<UpdateMatterRelationshipInput>>;
  /**
   * True when billable time and expenses need UTBMS codes to be saved. Has an effect only in firms that make LEDES
   * billing mandatory.
   */
  requireUtbmsCodes?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * True lets Clio number the matter anew by the firm's numbering scheme. Without it the number stays, whatever else
   * changes.
   */
  resetMatterNumber?: InputMaybe<Scalars['Boolean']['input']>;
  /** User who is in charge of the matter as attorney: global id or Clio's number. */
  responsibleAttorneyId?: InputMaybe<Scalars['ID']['input']>;
  /** User who looks after the matter as staff: global id or Clio's number. */
  responsibleStaffId?: InputMaybe<Scalars['ID']['input']>;
  /** Contacts who share the matter's bills: rows with `id` change, rows without are added, the others stay. */
  splitInvoicePayers?: InputMaybe<Array<UpdateMatterSplitInvoicePayerInput>>;
  /** Whether the matter is open, pending or closed. */
  status?: InputMaybe<MatterStatusInput>;
  /** Day by which the claim must be brought, kept as a task with reminders. */
  statuteOfLimitations?: InputMaybe<UpdateMatterStatuteOfLimitationsInput>;
  /** Task template lists to use on the matter; Clio makes their tasks. */
  taskTemplateListInstances?: InputMaybe<Array<UpdateMatterTaskTemplateListInstanceInput>>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `kycFieldValues` of UpdateMatterInput. */
export type UpdateMatterKycFieldValueInput = {
  /** Name of the question in Clio, as `fieldName` of the answers reads; not its label. */
  fieldName?: InputMaybe<Scalars['String']['input']>;
  /** Form of the answer. */
  fieldType?: InputMaybe<KycFieldValueFieldType>;
  /** The answer as text, whatever its type. */
  fieldValue?: InputMaybe<Scalars['String']['input']>;
  /** Answer to change: Clio's number or the global id. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** Budget of a matter. */
export type UpdateMatterMatterBudgetInput = {
  /** Sum planned, in the matter's currency. */
  budget?: InputMaybe<Scalars['Float']['input']>;
  /** True removes the budget, which not every user may do. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when expenses count against the budget too, not only time. */
  includeExpenses?: InputMaybe<Scalars['Boolean']['input']>;
  /** Percentage of the budget, 0 to 100, at which users are warned. */
  notificationThreshold?: InputMaybe<Scalars['Int']['input']>;
  /** True when users are warned at `notificationThreshold`. */
  notifyUsers?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Rate table of a matter; both fields belong together. */
export type UpdateMatterRateTableAssignmentInput = {
  /** Category within the rate table: Clio's number. Rate tables cannot be read here. */
  rateTableCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Rate table: Clio's number. Rate tables cannot be read here. */
  rateTableId?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `relationships` of UpdateMatterInput. */
export type UpdateMatterRelationshipInput = {
  /** Contact who is tied to the matter: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** The contact's part on the matter, such as "Judge" or "Expert witness". */
  description?: InputMaybe<Scalars['String']['input']>;
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Tie to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `splitInvoicePayers` of UpdateMatterInput. */
export type UpdateMatterSplitInvoicePayerInput = {
  /** Contact who pays the share: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Payer to change or remove: Clio's number or the global id. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** True when the matter's bill recipients get this payer's bills too, unless told otherwise. */
  sendToBillRecipients?: InputMaybe<Scalars['Boolean']['input']>;
  /** Share of each bill that the payer bears, in percent. */
  splitPortion?: InputMaybe<Scalars['Float']['input']>;
};

/** Statute of limitations of a matter. */
export type UpdateMatterStatuteOfLimitationsInput = {
  /** Day by which the claim must be brought. */
  dueAt?: InputMaybe<Scalars['Date']['input']>;
  /** Reminders of that day: rows with `id` change, rows without are added, the others stay. */
  reminders?: InputMaybe<Array<UpdateMatterStatuteOfLimitationsReminderInput>>;
  /** Progress of the task. Firms without advanced tasks have only pending and complete. */
  status?: InputMaybe<TaskStatus>;
};

/** One of the `reminders` of UpdateMatterStatuteOfLimitationsInput. */
export type UpdateMatterStatuteOfLimitationsReminderInput = {
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Unit of `durationValue`: minutes, hours, days or weeks. */
  durationUnit?: InputMaybe<Scalars['String']['input']>;
  /** How long before the time in question the reminder goes out, in units of `durationUnit`. */
  durationValue?: InputMaybe<Scalars['Int']['input']>;
  /** Reminder to change or remove: global id or Clio's number. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Way of reminding, one of a user's `notificationMethods`; it settles who is reminded. Global id or Clio's number. */
  notificationMethodId?: InputMaybe<Scalars['ID']['input']>;
};

/** One of the `taskTemplateListInstances` of UpdateMatterInput. */
export type UpdateMatterTaskTemplateListInstanceInput = {
  /** User who gets the tasks: global id or Clio's number. */
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  /** Day on which the tasks are due. */
  dueAt?: InputMaybe<Scalars['Date']['input']>;
  /** True tells the assignees of their tasks. */
  notifyAssignees?: InputMaybe<Scalars['Boolean']['input']>;
  /** Task template list to use: global id or Clio's number. */
  taskTemplateListId?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `updateMatterTransfer`. */
export type UpdateMatterTransferInput = {
  /** Amount of money in whole currency units, not in cents. */
  amount?: InputMaybe<Scalars['Float']['input']>;
  /** Bank account in which the money stays: global id or Clio's number. */
  bankAccountId?: InputMaybe<Scalars['ID']['input']>;
  /** Client whose money it is: global id of the contact or Clio's number. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** Day that it counts for, which need not be today. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Free text that describes it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the money goes to: global id or Clio's number. */
  destinationMatterId?: InputMaybe<Scalars['ID']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the money comes from: global id or Clio's number. */
  sourceMatterId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateMedicalBill`. */
export type UpdateMedicalBillInput = {
  /** Change to the amount billed, such as a reduction agreed with the provider; in the matter's currency. */
  adjustment?: InputMaybe<Scalars['Float']['input']>;
  /** Money billed by the provider, in the matter's currency. */
  amount?: InputMaybe<Scalars['Float']['input']>;
  /** What is left to pay of the bill, in the matter's currency. */
  balance?: InputMaybe<Scalars['Float']['input']>;
  /** Day that the bill carries. */
  billDate?: InputMaybe<Scalars['Date']['input']>;
  /** Day on which the firm got the bill. */
  billReceivedDate?: InputMaybe<Scalars['Date']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** What the balance counts as: a lien, an outstanding balance, or neither. */
  markBalanceTypeAs?: InputMaybe<MedicalBillMarkBalanceTypeAsInput>;
  /** Label of the bill. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Claims on the bill, each with its holder. */
  payers?: InputMaybe<Array<UpdateMedicalBillPayerInput>>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `payers` of UpdateMedicalBillInput. */
export type UpdateMedicalBillPayerInput = {
  /** Amount of the claim, in the matter's currency. */
  amount?: InputMaybe<Scalars['Float']['input']>;
  /** Who holds the claim: global id or Clio's number of the contact. */
  holderId?: InputMaybe<Scalars['ID']['input']>;
  /** True when the sum counts as a lien on the proceeds of the case. */
  markAsLien?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateMedicalRecord`. */
export type UpdateMedicalRecordInput = {
  /** End of the treatment that the records cover. */
  endDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Start of the treatment that the records cover. */
  startDate?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateMedicalRecordsRequest`. */
export type UpdateMedicalRecordsRequestInput = {
  /** When to ask again for bills that have not come. */
  billsFollowUpDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** When the provider was asked for its bills. */
  billsRequestDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** How far the request for bills has got. */
  billsStatus?: InputMaybe<MedicalRequestStatus>;
  /** Free text about the provider or the treatment. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** True while the patient is still being treated by this provider. */
  inTreatment?: InputMaybe<Scalars['Boolean']['input']>;
  /** Bills to add. Each becomes a new one, even where it looks like one that exists; `updateMedicalBill` changes those. */
  medicalBills?: InputMaybe<Array<UpdateMedicalRecordsRequestMedicalBillInput>>;
  /** Contact who gave the treatment: global id or Clio's number. */
  medicalProviderId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Treatment records to add. Each becomes a new one, even where it looks like one that exists; `updateMedicalRecord`
   * changes those.
   */
  medicalRecords?: InputMaybe<Array<UpdateMedicalRecordsRequestMedicalRecordInput>>;
  /** When to ask again for records that have not come. */
  recordsFollowUpDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** When the provider was asked for its records. */
  recordsRequestDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** How far the request for records has got. */
  recordsStatus?: InputMaybe<MedicalRequestStatus>;
  /** End of the treatment with this provider. */
  treatmentEndDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Start of the treatment with this provider. */
  treatmentStartDate?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `medicalBills` of UpdateMedicalRecordsRequestInput. */
export type UpdateMedicalRecordsRequestMedicalBillInput = {
  /** Change to the amount billed, such as a reduction agreed with the provider; in the matter's currency. */
  adjustment?: InputMaybe<Scalars['Float']['input']>;
  /** Money billed by the provider, in the matter's currency. */
  amount?: InputMaybe<Scalars['Float']['input']>;
  /** What is left to pay of the bill, in the matter's currency. */
  balance?: InputMaybe<Scalars['Float']['input']>;
  /** Day that the bill carries. */
  billDate?: InputMaybe<Scalars['Date']['input']>;
  /** Day on which the firm got the bill. */
  billReceivedDate?: InputMaybe<Scalars['Date']['input']>;
  /** Document that holds the bill: global id or Clio's number. */
  documentId?: InputMaybe<Scalars['ID']['input']>;
  /** What the balance counts as: a lien, an outstanding balance, or neither. */
  markBalanceTypeAs?: InputMaybe<MedicalRecordsRequestMedicalBillMarkBalanceTypeAsInput>;
  /** Label of the bill. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Claims on the bill, each with its holder. */
  payers?: InputMaybe<Array<UpdateMedicalRecordsRequestMedicalBillPayerInput>>;
};

/** One of the `payers` of UpdateMedicalRecordsRequestMedicalBillInput. */
export type UpdateMedicalRecordsRequestMedicalBillPayerInput = {
  /** Amount of the claim, in the matter's currency. */
  amount?: InputMaybe<Scalars['Float']['input']>;
  /** Who holds the claim: global id or Clio's number of the contact. */
  holderId?: InputMaybe<Scalars['ID']['input']>;
  /** True when the sum counts as a lien on the proceeds of the case. */
  markAsLien?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `medicalRecords` of UpdateMedicalRecordsRequestInput. */
export type UpdateMedicalRecordsRequestMedicalRecordInput = {
  /** Document that holds the records: global id or Clio's number. */
  documentId?: InputMaybe<Scalars['ID']['input']>;
  /** End of the treatment that the records cover. */
  endDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Start of the treatment that the records cover. */
  startDate?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Input of `updateMyEvent`. */
export type UpdateMyEventInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** True marks the notification as read, false as unread. */
  markedAsRead?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateNote`. */
export type UpdateNoteInput = {
  /** Day that the note is about, which need not be the day it was written. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Body of the note: plain text, or HTML with a few tags where `detailTextType` is `rich_text`. */
  detail?: InputMaybe<Scalars['String']['input']>;
  /** Format of `detail`: `plain_text` (the default) or `rich_text`. */
  detailTextType?: InputMaybe<TextType>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Users who are notified when the note changes. */
  notificationEventSubscribers?: InputMaybe<Array<UpdateNoteNotificationEventSubscriberInput>>;
  /** Heading of the note. */
  subject?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `notificationEventSubscribers` of UpdateNoteInput. */
export type UpdateNoteNotificationEventSubscriberInput = {
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Subscriber to change or remove: Clio's number or the global id. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** User to notify: global id or Clio's number. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** Input of `updatePracticeArea`. */
export type UpdatePracticeAreaInput = {
  /** Field of law in Clio's own list under which the firm put the area. */
  category?: InputMaybe<PracticeAreaCategory>;
  /** Short code of the area, where the firm or the legal-aid scheme has one. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Label that the firm chose for the area. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateRelationship`. */
export type UpdateRelationshipInput = {
  /** Contact who is tied to the matter: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** The contact's part on the matter, such as "Judge" or "Expert witness". */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the contact is tied to: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateReminder`. */
export type UpdateReminderInput = {
  /** Unit of `durationValue`. */
  durationUnit?: InputMaybe<ReminderDurationUnitInput>;
  /** How long before the task is due or the entry starts the reminder goes out, in units of `durationUnit`. */
  durationValue?: InputMaybe<Scalars['Int']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Way of reminding, one of a user's `notificationMethods`; it settles who is reminded. Global id or Clio's number. */
  notificationMethodId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateReportPreset`. */
export type UpdateReportPresetInput = {
  /** File format of the reports made from the preset. */
  format?: InputMaybe<ReportFormat>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Which report the preset makes; decides what `options` holds. */
  kind?: InputMaybe<ReportKind>;
  /** Label of the preset. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Settings of the report, a JSON object whose keys depend on `kind`, such as `date_range` and `group_by`. */
  options?: InputMaybe<Scalars['JSON']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateReportSchedule`. */
export type UpdateReportScheduleInput = {
  /** Day on which a monthly report is made, with 32 for the month's last day. */
  dayOfMonth?: InputMaybe<Scalars['Int']['input']>;
  /** Days of a weekly report, from 0 for Sunday to 6 for Saturday. */
  daysOfWeek?: InputMaybe<Array<Scalars['Int']['input']>>;
  /** First day on which the schedule counts. */
  effectiveFrom?: InputMaybe<Scalars['Date']['input']>;
  /** Months from one monthly report to the next: 3 for every quarter. */
  everyNoOfMonths?: InputMaybe<Scalars['Int']['input']>;
  /** Whether reports come daily, weekly or monthly. */
  frequency?: InputMaybe<ReportScheduleFrequency>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Preset that the reports are made from: global id or Clio's number. */
  reportPresetId?: InputMaybe<Scalars['ID']['input']>;
  /** Time at which reports are made, in `timeZone`. Its day has no meaning. */
  timeOfDay?: InputMaybe<Scalars['DateTime']['input']>;
  /** IANA name of the time zone that `timeOfDay` is in, such as `America/Toronto`. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateSafeCustodyPacket`. */
export type UpdateSafeCustodyPacketInput = {
  /** Contact for whom the packet is kept: global id or Clio's number. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Day on which the packet was started. */
  createdOn?: InputMaybe<Scalars['Date']['input']>;
  /** Number of the firm's own, shown beside the one that Clio gives. */
  customNumber?: InputMaybe<Scalars['String']['input']>;
  /** Free text that describes it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Place where the packet is kept: global id or Clio's number. */
  safeCustodyLocationId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateSafeCustodyRecord`. */
export type UpdateSafeCustodyRecordInput = {
  /** Date written on the paper document itself. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Free text that describes it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Kind of paper. */
  documentType?: InputMaybe<SafeCustodyRecordDocumentTypeInput>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Day on which the firm took the paper into custody. */
  storedOn?: InputMaybe<Scalars['Date']['input']>;
  /** What the document is called in the register. */
  title?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** User or contact who is to do a task; a change needs both fields. */
export type UpdateTaskAssigneeInput = {
  /** The user or contact: global id or Clio's number. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Whether `id` stands for a user or a contact. */
  type?: InputMaybe<TaskAssigneeTypeInput>;
};

/** Input of `updateTask`. */
export type UpdateTaskInput = {
  /** User or contact who is to do the task. Clio refuses a contact that the login may not see. */
  assignee?: InputMaybe<UpdateTaskAssigneeInput>;
  /**
   * True when the due date follows from another task's. While it is false, Clio does not look at the other cascading
   * fields.
   */
  cascading?: InputMaybe<Scalars['Boolean']['input']>;
  /** Distance from the other task's due date, in units of `cascadingOffsetType`. */
  cascadingOffset?: InputMaybe<Scalars['Int']['input']>;
  /** Whether the due date lies before or after the other task's. */
  cascadingOffsetPolarity?: InputMaybe<TaskCascadingOffsetPolarityInput>;
  /** Unit of `cascadingOffset`. */
  cascadingOffsetType?: InputMaybe<TaskCascadingOffsetTypeInput>;
  /** Task that sets the due date of this one: Clio's number. */
  cascadingSource?: InputMaybe<Scalars['ID']['input']>;
  /** What is to be done: plain text or HTML, as `descriptionTextType` says. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Format of `description`. */
  descriptionTextType?: InputMaybe<TextType>;
  /** Day by which the task is to be done. Clio keeps no time of day. */
  dueAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Matter that the task is for: global id or Clio's number. */
  matterId?: InputMaybe<Scalars['ID']['input']>;
  /** Name, as users see it in Clio. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** True tells the assignee of the task. */
  notifyAssignee?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when `assigner` hears of it once the task is complete. */
  notifyCompletion?: InputMaybe<Scalars['Boolean']['input']>;
  /** Who may see the task: PUBLIC (the default) for all who see its matter, PRIVATE for those involved. */
  permission?: InputMaybe<TaskPermissionInput>;
  /** How urgent the task is; new tasks are NORMAL. */
  priority?: InputMaybe<TaskPriority>;
  /** Progress of the task. Firms without advanced tasks have only pending and complete. */
  status?: InputMaybe<TaskStatus>;
  /** Task type that the task is sorted under: global id or Clio's number. */
  taskTypeId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * How long the task should take. Clio does not name the unit; compare with a task entered by hand before relying on
   * it.
   */
  timeEstimated?: InputMaybe<Scalars['Int']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateTaskTemplate`. */
export type UpdateTaskTemplateInput = {
  /**
   * True when the due date follows from that of another template's task. While it is false, Clio does not look at the
   * other cascading fields.
   */
  cascading?: InputMaybe<Scalars['Boolean']['input']>;
  /** Distance from the other task's due date, in units of `cascadingOffsetType`. */
  cascadingOffset?: InputMaybe<Scalars['Int']['input']>;
  /** Whether the due date lies before or after the other task's. */
  cascadingOffsetPolarity?: InputMaybe<TaskTemplateCascadingOffsetPolarityInput>;
  /** Unit of `cascadingOffset`. */
  cascadingOffsetType?: InputMaybe<TaskTemplateCascadingOffsetTypeInput>;
  /** Template whose task sets the due date: global id or Clio's number. */
  cascadingSourceId?: InputMaybe<Scalars['ID']['input']>;
  /** Description that tasks made from the template get: plain text or HTML, as `descriptionTextType` says. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Format of `description`. */
  descriptionTextType?: InputMaybe<TextType>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name of the tasks made from it. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Priority of the tasks made from it. */
  priority?: InputMaybe<TaskPriority>;
  /** True when the tasks made from it are seen by those involved only. */
  private?: InputMaybe<Scalars['Boolean']['input']>;
  /** Reminders that each task made from it gets: rows with `id` change, rows without are added, the others stay. */
  reminderTemplates?: InputMaybe<Array<UpdateTaskTemplateReminderTemplateInput>>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateTaskTemplateList`. */
export type UpdateTaskTemplateListInput = {
  /** Free text that describes it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name, as users see it in Clio. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Practice area that the list is meant for: global id or Clio's number. */
  practiceAreaId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One of the `reminderTemplates` of UpdateTaskTemplateInput. */
export type UpdateTaskTemplateReminderTemplateInput = {
  /** True removes the row that `id` names. Rows that are not mentioned stay. */
  destroy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Unit of `durationValue`: minutes, hours, days or weeks. */
  durationUnit?: InputMaybe<Scalars['String']['input']>;
  /** How long before the time in question the reminder goes out, in units of `durationUnit`. */
  durationValue?: InputMaybe<Scalars['Int']['input']>;
  /** Reminder to change or remove: Clio's number or the global id. Without it a new one is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Whether the reminder is an e-mail or a pop-up in Clio. */
  notificationType?: InputMaybe<ReminderTemplateNotificationType>;
};

/** Input of `updateTaskType`. */
export type UpdateTaskTypeInput = {
  /** Day from which new tasks can no longer take the type; null while it is in use. */
  deletedAt?: InputMaybe<Scalars['Date']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name, as users see it in Clio. */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateTaxRateConfiguration`. */
export type UpdateTaxRateConfigurationInput = {
  /** Country where the tax applies. */
  country?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Name of the tax as it appears on bills, such as VAT or HST. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Tax rate as a fraction between -1 and 1: 0.13 is 13 percent. */
  rate?: InputMaybe<Scalars['Decimal']['input']>;
  /** State or province where the tax applies; null for the whole country. */
  region?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateTextSnippet`. */
export type UpdateTextSnippetInput = {
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Text that the abbreviation stands for. */
  phrase?: InputMaybe<Scalars['String']['input']>;
  /** Abbreviation that the user types. */
  snippet?: InputMaybe<Scalars['String']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
  /** True when the abbreviation is replaced only once a space follows it. */
  wholeWord?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateTrustLineItem`. */
export type UpdateTrustLineItemInput = {
  /** Day that it counts for, which need not be today. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Free-text note, such as what was done or why. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Amount of the line. */
  total?: InputMaybe<Scalars['Float']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Input of `updateWebhook`. */
export type UpdateWebhookInput = {
  /** What the subscription waits for; the events that begin with MATTER are for the model MATTER only. */
  events?: InputMaybe<Array<WebhookEvents>>;
  /** When deliveries end unless the subscription is extended: 3 days after creation by default, 31 days ahead at most. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * What a delivery carries, in the names of Clio's REST API: `id,etag,status`. UPDATED is sent only when one of these
   * changes. 1,000 characters at most.
   */
  fields?: InputMaybe<Scalars['String']['input']>;
  /** Record that is meant: its global id or Clio's number. */
  id: Scalars['ID']['input'];
  /**
   * `etag` of the record as last read. When it has changed since, nothing is written and the error is STALE; without it,
   * the last write wins.
   */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  /** Kind of record that is watched. */
  model?: InputMaybe<WebhookModel>;
  /** Address, always https, that deliveries are posted to. A new one is PENDING until it has answered Clio's handshake. */
  url?: InputMaybe<Scalars['URL']['input']>;
  /**
   * True to have the written fields read back in the same call: each that did not stick is a `NOT_APPLIED` user error.
   * Default false.
   */
  verify?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A file to put into Clio as a document. */
export type UploadDocumentInput = {
  /** E-mail or phone call that it belongs to: global id or Clio's number. */
  communicationId?: InputMaybe<Scalars['ID']['input']>;
  /** MIME type of the file, such as `application/pdf`. Needed only where the file's ending does not tell. */
  contentType?: InputMaybe<Scalars['String']['input']>;
  /** Category that the firm files it under: global id or Clio's number. */
  documentCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Names with values for an application to keep with the record, 5 at most. */
  externalProperties?: InputMaybe<Array<CreateDocumentExternalPropertyInput>>;
  /** The file itself. */
  file: Scalars['File']['input'];
  /** Name of the file in downloads; the file's own name unless given. */
  filename?: InputMaybe<Scalars['String']['input']>;
  /** Name shown in Clio, file ending included; the file's own name unless given. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Where the document goes: to a folder, a matter or a contact. Another document as parent gets the file as a new version. */
  parent: CreateDocumentParentInput;
  /** When the document reached the firm. */
  receivedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A file to put into Clio as a document's newest version. */
export type UploadDocumentVersionInput = {
  /** MIME type of the file, such as `application/pdf`. Needed only where the file's ending does not tell. */
  contentType?: InputMaybe<Scalars['String']['input']>;
  /** Document that gets the version: global id or Clio's number. */
  documentId: Scalars['ID']['input'];
  /** The file itself. */
  file: Scalars['File']['input'];
  /** Name of the file in downloads; the file's own name unless given. */
  filename?: InputMaybe<Scalars['String']['input']>;
  /** A new name for the document, file ending included. Left out, it keeps its name, which takes one more call to read. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** When this version reached the firm. */
  receivedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What kind of thing a form has to show. */
export type UserErrorCode =
  /** Another operation holds the record, or it is still in use. */
  | 'CONFLICT'
  /** Clio, or the gateway before any call, found a value wrong. */
  | 'INVALID'
  /**
   * Clio accepted the write, and this value reads otherwise afterwards. Reported only with `verify: true`; the record
   * was written.
   */
  | 'NOT_APPLIED'
  /** The record, or one that the input names, does not exist or may not be seen. */
  | 'NOT_FOUND'
  /** A value is missing. */
  | 'REQUIRED'
  /** The record has changed since the etag in `ifMatch` was read. Read it again, decide again, write again. */
  | 'STALE';

/** Which users to return; all conditions given must hold. */
export type UserFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for users who may log in, false for disabled ones. */
  enabled?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** True to add co-counsel who are guests of the firm; they are left out otherwise. */
  includeCoCounsel?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only those whose name matches this text. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** True for users whose invitation is not complete yet, false for the rest. */
  pendingSetup?: InputMaybe<Scalars['Boolean']['input']>;
  /** Users with this role in the firm. */
  role?: InputMaybe<UserRoleFilter>;
  /** Users with this kind of paid seat. */
  subscriptionType?: InputMaybe<UserSubscriptionTypeFilter>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which users can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type UserOrderBy =
  | 'ENABLED_ASC'
  | 'ENABLED_DESC'
  | 'FIRST_NAME_ASC'
  | 'FIRST_NAME_DESC'
  | 'ID_ASC'
  | 'ID_DESC'
  | 'INITIALS_ASC'
  | 'INITIALS_DESC'
  | 'LAST_NAME_ASC'
  | 'LAST_NAME_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'SUBSCRIPTION_TYPE_ASC'
  | 'SUBSCRIPTION_TYPE_DESC';

/** Role in the firm to list users of. */
export type UserRoleFilter =
  | 'ACCOUNTS'
  | 'ADMIN'
  | 'BILLING'
  | 'REPORTS';

/** Kind of paid seat to list users of. */
export type UserSubscriptionTypeFilter =
  | 'ATTORNEY'
  | 'NONATTORNEY';

/** Which UTBMS codes to return; all conditions given must hold. */
export type UtbmsCodeFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only codes for tasks, activities or expenses. */
  type?: InputMaybe<UtbmsCodeType>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Codes of this set; an explicit null for codes of none. */
  utbmsSetId?: InputMaybe<Scalars['ID']['input']>;
};

/** Orders in which UTBMS codes can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type UtbmsCodeOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'SET_ASC'
  | 'SET_DESC';

/** What a UTBMS code classifies. */
export type UtbmsCodeType =
  | 'UTBMS_ACTIVITY'
  | 'UTBMS_EXPENSE'
  | 'UTBMS_TASK';

/** Which UTBMS sets to return; all conditions given must hold. */
export type UtbmsSetFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Orders in which UTBMS sets can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type UtbmsSetOrderBy =
  | 'ID_ASC'
  | 'ID_DESC'
  | 'NAME_ASC'
  | 'NAME_DESC';

/** What a contact's web address is for. */
export type WebSiteName =
  | 'FACEBOOK'
  | 'INSTANT_MESSENGER'
  | 'LINKED_IN'
  | 'OTHER'
  | 'PERSONAL'
  | 'TWITTER'
  | 'WORK';

/** What can happen to a record that is watched. */
export type WebhookEvents =
  | 'CREATED'
  /** Not sent for payments of Clio Payments. */
  | 'DELETED'
  /** A matter became closed; for the model MATTER only. */
  | 'MATTER_CLOSED'
  /** A matter became open; for the model MATTER only. */
  | 'MATTER_OPENED'
  /** A matter became pending; for the model MATTER only. */
  | 'MATTER_PENDED'
  | 'UPDATED';

/** Which webhooks to return; all conditions given must hold. */
export type WebhookFilter = {
  /** Only what was entered after this moment. */
  createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Only these records: global ids or Clio's numbers. Ids that do not exist or may not be seen are left out without an
   * error.
   */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only what changed after this moment. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Kinds of record that can be watched. */
export type WebhookModel =
  | 'ACTIVITY'
  | 'BILL'
  | 'CALENDAR_ENTRY'
  | 'CLIO_PAYMENTS_PAYMENT'
  | 'COMMUNICATION'
  | 'CONTACT'
  | 'DOCUMENT'
  | 'FOLDER'
  | 'MATTER'
  | 'TASK';

/** Orders in which webhooks can be listed. Only ID_ASC reaches beyond the first 10,000 records. */
export type WebhookOrderBy =
  | 'ID_ASC'
  | 'ID_DESC';

/** Whether a webhook delivers. */
export type WebhookStatus =
  /** Delivering. */
  | 'ENABLED'
  /** Waiting for the address to confirm the handshake; nothing is delivered. */
  | 'PENDING'
  /** Stopped after repeated failures; nothing is delivered. */
  | 'SUSPENDED';

export type MattersPageQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MatterFilter>;
}>;


export type MattersPageQuery = { matters?: { __typename: 'MatterConnection', totalCount?: number | null, nodes: Array<{ __typename: 'Matter', id: string, displayNumber?: string | null, description?: string | null, status?: MatterStatus | null, openDate?: string | null, client?: { __typename: 'Contact', id: string, name?: string | null, company?: { __typename: 'Contact', id: string, name?: string | null } | null } | null, responsibleAttorney?: { __typename: 'User', id: string, name?: string | null } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor?: string | null, endCursor?: string | null } } | null };

export type ContactsFoundQueryVariables = Exact<{
  text: Scalars['String']['input'];
}>;


export type ContactsFoundQuery = { contacts?: { __typename: 'ContactConnection', nodes: Array<{ __typename: 'Contact', id: string, name?: string | null, primaryEmailAddress?: string | null }> } | null };

export type NewMatterMutationVariables = Exact<{
  input: CreateMatterInput;
  key: Scalars['String']['input'];
}>;


export type NewMatterMutation = { createMatter?: { __typename: 'CreateMatterPayload', matter?: { __typename: 'Matter', id: string, displayNumber?: string | null } | null, userErrors: Array<{ __typename: 'UserError', code: UserErrorCode, message: string, field?: Array<string> | null }> } | null };


export const MattersPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MattersPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"MatterFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"matters"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"EnumValue","value":"ID_DESC"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayNumber"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"openDate"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"company"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"responsibleAttorney"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<MattersPageQuery, MattersPageQueryVariables>;
export const ContactsFoundDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ContactsFound"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"text"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contacts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"8"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"query"},"value":{"kind":"Variable","name":{"kind":"Name","value":"text"}}}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"EnumValue","value":"NAME_ASC"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"primaryEmailAddress"}}]}}]}}]}}]} as unknown as DocumentNode<ContactsFoundQuery, ContactsFoundQueryVariables>;
export const NewMatterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NewMatter"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateMatterInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createMatter"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"idempotent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"matter"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayNumber"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<NewMatterMutation, NewMatterMutationVariables>;