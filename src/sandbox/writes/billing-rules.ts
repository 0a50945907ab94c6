import { ApiError } from '../api-error.ts';
import { BILL_TRANSITIONS } from '../data/billing.ts';
import { cents } from '../data/random.ts';
import { instantAt } from '../instant.ts';
import { type Draft, isRecord, listOf, type RawRecord, type RawValue, refersTo } from '../record.ts';
import { unprocessable } from './problems.ts';
import { isBody, rowsOf } from './read-body.ts';
import {
  type DestroyRule,
  type FieldRule,
  forObject,
  type RecordRule,
  type Rules,
  type Write,
} from './write.ts';

const billState: FieldRule = (_w, draft, value, { path }) => {
  const allowed = [draft.state, ...listOf(draft.available_state_transitions)];
  if (!allowed.includes(value as string)) throw unprocessable(`${path} cannot become ${String(value)}`);
  return value as string;
};

const bill: RecordRule = (w, draft, { before, body }) => {
  if (draft.state !== before?.state) enter(w, draft, String(draft.state));
  if (typeof body.currency_id === 'number')
    draft.currency = w.ref('Currency', body.currency_id, 'currency_id') ?? draft.currency ?? null;
};

/** An activity that can be billed again. */
const UNBILLED: Draft = { bill: null, on_bill: false, billed: false };

function enter(w: Write, draft: Draft, state: string): void {
  draft.state = state;
  draft.available_state_transitions = [...(BILL_TRANSITIONS[state] ?? [])];
  if (state === 'awaiting_payment') draft.issued_at ??= w.today;
  if (state === 'void' || state === 'deleted') {
    Object.assign(draft, { due: 0, balance: 0 });
    for (const activity of w.changes.all('Activity'))
      if (refersTo(activity.bill, draft.id)) w.change('Activity', activity, UNBILLED);
  }
}

/** A draft is deleted, and an issued bill voided; a bill with payments is neither. */
const destroyBill: DestroyRule = (w, record) => {
  if (Number(record.paid) > 0 || record.state === 'paid')
    throw unprocessable('A bill with payments cannot be deleted or voided.');
  if (record.state === 'void' || record.state === 'deleted')
    throw unprocessable('The bill is already deleted or void.');
  const draft = w.touch(record);
  enter(w, draft, record.state === 'awaiting_payment' ? 'void' : 'deleted');
  return draft;
};

/** A line of an activity keeps the activity's quantity: Clio ignores another one. */
const quantity: FieldRule = (_w, draft, value) =>
  draft.type === 'ActivityLineItem' ? undefined : (value as RawValue);

const lineItem: RecordRule = (w, draft, { body }) => {
  const total = cents(Number(draft.quantity ?? 0) * Number(draft.price ?? 0));
  if (body.price !== undefined || body.quantity !== undefined)
    Object.assign(draft, { sub_total: total, total });
  const activity = w.find(draft.activity);
  if (body.update_original_record === true && activity && body.description !== undefined)
    w.change('Activity', activity, { note: draft.description ?? null });
};

/** Without its line, an activity can be billed again. */
const destroyLineItem: DestroyRule = (w, record) => {
  const activity = w.find(record.activity);
  if (activity) w.change('Activity', activity, UNBILLED);
};

const bankAccount: RecordRule = (w, draft) => {
  const currency = w.changes.all('Currency').find((one) => one.code === draft.currency);
  draft.currency_id = currency ? Number(currency.id) : (draft.currency_id ?? null);
};

/** A transaction changes the account's balance. */
const bankTransaction: RecordRule = (w, draft, { before }) => {
  const amount = Number(draft.amount ?? 0);
  const account = w.find(draft.bank_account);
  Object.assign(draft, {
    bank_account_id: account ? Number(account.id) : null,
    funds_in: Math.max(amount, 0),
    funds_out: Math.max(-amount, 0),
    type: amount < 0 ? 'liability' : 'asset',
  });
  if (!account) return;
  const balance = cents(Number(account.balance ?? 0) + amount - Number(before?.amount ?? 0));
  draft.current_account_balance = balance;
  draft.currency ??= account.currency ?? null;
  w.change('BankAccount', account, {
    balance,
    bank_transactions_count: Number(account.bank_transactions_count ?? 0) + (before ? 0 : 1),
  });
};

const destroyBankTransaction: DestroyRule = (w, record) => {
  const account = w.find(record.bank_account);
  if (account)
    w.change('BankAccount', account, {
      balance: cents(Number(account.balance ?? 0) - Number(record.amount ?? 0)),
      bank_transactions_count: Number(account.bank_transactions_count ?? 1) - 1,
    });
};

/** Ninety days. */
const LONGEST_LINK_S = 90 * 86_400;

const LINK_SUBJECTS: Readonly<Record<string, string>> = {
  Bill: 'bill',
  BankAccount: 'bank_account',
  Contact: 'contact',
};

const paymentLink: RecordRule = (w, draft, { body, creating }) => {
  if (!creating) {
    if (body.expired === true) Object.assign(draft, { active: false, expires_at: w.now });
    return;
  }
  const seconds = Number(body.duration);
  if (seconds > LONGEST_LINK_S) w.problems.add('duration', `must be at most ${LONGEST_LINK_S}`);
  else draft.expires_at = instantAt(Date.parse(w.now) + seconds * 1000);
  draft.active = true;
  draft.url = `https://pay.example.com/l/${1000 + Number(draft.id)}`;
  if (!isBody(body.subject)) return;
  const type = String(body.subject.type);
  const ref = w.ref(type, body.subject.id ?? null, 'subject.id');
  const key = LINK_SUBJECTS[type];
  if (ref && key !== undefined) draft[key] = ref;
};

const taxRate: RecordRule = (w, draft, { body, creating }) => {
  // Clio forbids the authority for firms outside Canada, such as the sample firm.
  if (creating && body.tax_authority !== undefined && body.tax_authority !== null)
    w.problems.add('tax_authority', 'is not allowed');
  const rate = Number(draft.rate ?? 0);
  Object.assign(draft, {
    active: creating || draft.active === true,
    rate_as_percentage: cents(rate * 100),
    formatted_rate_as_percentage: `${cents(rate * 100)}%`,
  });
};

/**
 * Deletes a tax rate.
 *
 * @throws ApiError 409 for one that is in use or built in
 */
const destroyTaxRate: DestroyRule = (w, record) => {
  const names = (one: RawRecord): boolean =>
    [...listOf(one.tax_settings), ...listOf(one.input_tax_settings)].some(
      (tax) => isRecord(tax) && tax.tax_rate_configuration_id === record.id,
    );
  const isUsed = ['Activity', 'ExpenseCategory', 'LineItem'].some((entity) =>
    w.changes.all(entity).some(names),
  );
  if (isUsed || record.is_system === true) throw new ApiError(409, 'Conflict', 'The tax rate is in use.');
};

/** The rate of an activity description, in a shape without an id. */
const descriptionRate = forObject((w, draft, value, { fact, path, creating }) => {
  const rate: Draft = {
    ...w.blank('ActivityDescriptionRate'),
    hierarchy: 'Activity',
    ...(draft.rate as Draft | null),
  };
  w.fill(rate, value, { entity: 'ActivityDescriptionRate', fact, path, creating });
  return rate;
});

/** A body has `unassociated`, a response null. */
const entryType: FieldRule = (_w, _draft, value) => (value === 'unassociated' ? null : (value as RawValue));

const trustRequest: RecordRule = (w, _draft, { body }) => {
  if (body.trust_type !== 'matter') return;
  for (const [row, path] of rowsOf(body.matter, 'matter')) w.ref('Matter', row.id ?? null, `${path}.id`);
};

export const BILLING_RULES: Rules = {
  fields: {
    'Bill.state': billState,
    'LineItem.quantity': quantity,
    'ActivityDescription.rate': descriptionRate,
    'ExpenseCategory.entry_type': entryType,
  },
  records: {
    Bill: bill,
    LineItem: lineItem,
    BankAccount: bankAccount,
    BankTransaction: bankTransaction,
    ClioPaymentsLink: paymentLink,
    TaxRateConfiguration: taxRate,
    TrustRequest: trustRequest,
  },
  destroys: {
    Bill: destroyBill,
    LineItem: destroyLineItem,
    BankTransaction: destroyBankTransaction,
    TaxRateConfiguration: destroyTaxRate,
  },
};
