import { type Draft, ref } from '../record.ts';
import type { Dataset } from './dataset.ts';
import { FIRST_NAMES, LAST_NAMES } from './names.ts';
import type { Random } from './random.ts';
import { cycle, type DraftMaker, each, named, type Recipes, rows } from './recipe.ts';

/** The firm's users. The first three have access tokens of the sandbox, 13 is co-counsel, 14 has left. */
const STAFF = [
  ['Miriam', 'Halloran', 'Attorney', ['admin', 'billing', 'accounts', 'reports'], 420],
  ['Tomas', 'Lindqvist', 'Attorney', ['reports'], 350],
  ['Nadia', 'Oyelaran', 'Attorney', ['admin'], 340],
  ['Felix', 'Castellano', 'Attorney', ['billing', 'reports'], 310],
  ['Grace', 'Iwasaki', 'Attorney', [], 295],
  ['Samir', 'Chaudhry', 'Attorney', ['reports'], 280],
  ['Clara', 'Bergstrom', 'Attorney', [], 265],
  ['Hugo', 'Pemberton', 'NonAttorney', ['accounts', 'billing'], 140],
  ['Esther', 'Mbeki', 'NonAttorney', [], 130],
  ['Leo', 'Marchetti', 'NonAttorney', [], 125],
  ['Petra', 'Novak', 'NonAttorney', ['reports'], 120],
  ['Kofi', 'Quigley', 'NonAttorney', [], 95.5],
  ['Rosa', 'Vasquez', 'Attorney', [], 275],
  ['Elias', 'Thorne', 'Attorney', [], 260.25],
] as const;

/** Number of users with an access token of the sandbox. */
const LOGINS = 3;

/** Number of users who record time; the others are co-counsel or have left. */
export const ACTIVE_USERS = 12;

function users(_data: Dataset, random: Random): Draft[] {
  return STAFF.map(([first, last, subscription, roles, rate], index): Draft => {
    const id = index + 1;
    return {
      id,
      $co_counsel: id === 13,
      $pending_setup: id === 12,
      first_name: first,
      last_name: last,
      name: `${first} ${last}`,
      initials: `${first[0]}${last[0]}`,
      email: `${first}.${last}@example.com`.toLowerCase(),
      enabled: id !== 14,
      account_owner: id === 1,
      clio_connect: false,
      subscription_type: subscription,
      roles: [...roles],
      rate,
      phone_number: `+1-555-${100 + id}-0100`,
      default_calendar_id: id,
      account: ref('Account', 1),
      groups: [],
      job_title: ref('JobTitle', subscription === 'Attorney' ? random.int(1, 3) : random.int(4, 6)),
    };
  });
}

const GROUPS = [
  ['Everyone', 'AccountGroup'],
  ['Litigation', 'UserGroup'],
  ['Estates', 'UserGroup'],
  ['Real estate', 'UserGroup'],
  ['Billing team', 'AdhocGroup'],
  ['Partners', 'TeamGroup'],
  ['Paralegals', 'TeamGroup'],
  ['Pro bono', 'AdhocGroup'],
  ['Immigration', 'UserGroup'],
  ['Former practice groups', 'AdhocGroup'],
] as const;

const group: DraftMaker = (index, random) => {
  const [name = null, type = null] = GROUPS[index] ?? [];
  const all = STAFF.map((_, place) => place + 1);
  const members = type === 'AccountGroup' ? all : random.some(all, random.int(2, 6));
  return {
    name,
    type,
    $archived: index === GROUPS.length - 1,
    client_connect_user: false,
    users: members.map((id) => ref('User', id)),
  };
};

const CURRENCIES = [
  ['USD', '$'],
  ['CAD', 'C$'],
  ['GBP', '£'],
  ['EUR', '€'],
  ['AUD', 'A$'],
  ['NZD', 'NZ$'],
] as const;

/** Most matters are billed in the first one. */
export const CURRENCY_CODES = CURRENCIES.map(([code]) => code);

export const PRACTICE_AREAS = [
  ['Civil litigation', 'civil_litigation', 'CIV'],
  ['Estates and trusts', 'wills_and_estates', 'EST'],
  ['Family', 'family', 'FAM'],
  ['Real estate', 'real_estate', 'REA'],
  ['Employment', 'employment_and_labor', 'EMP'],
  ['Personal injury', 'personal_injury', 'INJ'],
  ['Immigration', 'immigration', 'IMM'],
  ['Business formation', 'business_formation_and_compliance', 'BUS'],
  ['Intellectual property', 'intellectual_property', 'IPR'],
  ['Tax', 'tax', 'TAX'],
  ['Administrative', 'administrative', 'ADM'],
  ['Bankruptcy', 'bankruptcy', 'BAN'],
] as const;

const STAGES = ['Intake', 'Discovery', 'Negotiation', 'Trial', 'Closing'] as const;

/** The same stages for each practice area, in order. */
function stages(): Draft[] {
  return PRACTICE_AREAS.flatMap((_, area) =>
    STAGES.map((name, index): Draft => ({ name, order: index + 1, practice_area_id: String(area + 1) })),
  );
}

export const STAGES_PER_AREA = STAGES.length;

const COURTS = [
  'Brookhaven Superior Court',
  'Carrick County Court',
  'Dunmore District Court',
  'Eastvale Family Court',
  'Ashford Probate Court',
  'Federal Court, North',
  'Federal Court, South',
  'Court of Appeal',
] as const;

function taxRates(): Draft[] {
  const rates: readonly (readonly [string, number, string, string | null, boolean])[] = [
    ['State sales tax', 6.25, 'US', 'TX', false],
    ['City tax', 1.5, 'US', 'TX', false],
    ['GST', 5, 'CA', null, true],
    ['PST', 7, 'CA', 'BC', true],
    ['HST', 13, 'CA', 'ON', true],
    ['VAT', 20, 'GB', null, true],
    ['Reduced VAT', 5, 'GB', null, false],
    ['Use tax', 4.75, 'US', 'NY', false],
    ['Old rate', 8.875, 'US', 'NY', false],
  ];
  return rates.map(([name, rate, country, region, system], index) => ({
    name,
    rate: Math.round(rate * 1000) / 100_000,
    rate_as_percentage: rate,
    formatted_rate_as_percentage: `${rate}%`,
    country,
    region,
    is_system: system,
    active: index !== rates.length - 1,
  }));
}

export const FIRM: Recipes = {
  Account: rows([
    {
      // The firm's name shows that its data is invented.
      name: 'Halloran Lindqvist LLP (sandbox: invented data)',
      address: '12 Quay Street',
      city: 'Brookhaven',
      province: 'WA',
      state: 'active',
      country: 'US',
      postal_code: '98001',
      owner: ref('User', 1),
    },
  ]),
  User: {
    count: STAFF.length,
    drafts: users,
    neverBlank: ['first_name', 'last_name', 'initials', 'roles', 'subscription_type'],
    link(data, drafts) {
      // Users with a token need an account, so they get the accounts of the last users and leave them their own.
      for (let index = 0; index < LOGINS; index += 1) {
        const login = drafts[index];
        const other = drafts.at(-1 - index);
        if (login && other) [login.account, other.account] = [other.account ?? null, login.account ?? null];
      }
      for (const group of data.base('Group')) {
        for (const member of group.users as { id: number }[]) {
          const user = drafts[member.id - 1];
          if (user) user.groups = [...(user.groups as []), ref('Group', group.id)];
        }
      }
    },
  },
  Group: each(GROUPS.length, group),
  JobTitle: rows(
    [
      ['Partner', 'P'],
      ['Associate', 'A'],
      ['Counsel', 'C'],
      ['Paralegal', 'PL'],
      ['Legal assistant', 'LA'],
      ['Bookkeeper', 'B'],
    ].map(([name, initials]): Draft => ({ name: name ?? null, initials: initials ?? null })),
  ),
  Currency: {
    ...rows(CURRENCIES.map(([code, sign]): Draft => ({ code, sign }))),
    neverBlank: ['code', 'sign'],
  },
  PracticeArea: rows(PRACTICE_AREAS.map(([name, category, code]): Draft => ({ name, category, code }))),
  MatterStage: { count: PRACTICE_AREAS.length * STAGES.length, drafts: stages },
  TaxRateConfiguration: { count: 9, drafts: taxRates, neverBlank: ['rate'] },
  BillingSetting: rows([
    {
      currency: 'USD',
      currency_sign: '$',
      billing_currencies: CURRENCIES.slice(0, 3).map(([code, sign], index) => ({
        id: index + 1,
        code,
        sign,
      })),
      multi_currency_billing: true,
      rounding: 6,
      rounded_duration: 0.1,
      tax_name: 'Sales tax',
      tax_rate: 6.25,
      secondary_tax_name: 'City tax',
      secondary_tax_rate: 1.5,
      tax_settings: [
        {
          order: 1,
          rule: 'pre_tax',
          tax_rate_configuration_id: 1,
          tax_rate_configuration_name: 'State sales tax',
          tax_rate_configuration_rate: 0.0625,
          tax_rate_configuration_formatted_rate: '6.25%',
        },
      ],
    },
  ]),
  NotificationMethod: each(40, (index, random) => {
    const type = cycle(['Email', 'Popup', 'SMS'], index);
    const mail = `${random.pick(FIRST_NAMES)}.${random.pick(LAST_NAMES)}@example.com`.toLowerCase();
    return {
      type,
      email_address: type === 'Email' ? mail : null,
      is_default_email_address: index % 6 === 0,
    };
  }),
  TaskType: named(
    'Call',
    'Draft',
    'File',
    'Research',
    'Review',
    'Send',
    'Sign',
    'Meet',
    'Record',
    'Old type',
  ),
  DocumentCategory: named(
    'Agreement',
    'Correspondence',
    'Court filing',
    'Evidence',
    'Identification',
    'Invoice',
    'Medical',
    'Memo',
    'Research',
    'Will',
  ),
  Jurisdiction: rows(
    COURTS.map((description, index) => ({
      description,
      display_timezone: 'America/Los_Angeles',
      default: index === 0,
      valid_subscription: index < 5,
    })),
  ),
  JurisdictionsToTrigger: each(40, (index) => {
    const events = ['Complaint filed', 'Answer due', 'Motion to dismiss', 'Discovery request', 'Trial date'];
    return { $jurisdiction_id: (index % 8) + 1, description: cycle(events, index) };
  }),
};
