import { type Draft, isRef, type RawValue, ref } from '../record.ts';
import { customFieldValues } from './custom-fields.ts';
import { distinct } from './dataset.ts';
import type { Dates } from './dates.ts';
import { CITIES, COMPANY_NAMES, FIRST_NAMES, LAST_NAMES, STREETS } from './names.ts';
import type { Random } from './random.ts';
import { type DraftMaker, each, type Recipe, type Recipes } from './recipe.ts';
import { phoneNumber } from './values.ts';

/** Contacts of the firm. */
export const CONTACT_COUNT = 460;

/** Every fourth contact is a company. */
const isCompany = (id: number): boolean => id % 4 === 0;

const contact: DraftMaker = (index, random, data) => {
  const id = index + 1;
  const draft = isCompany(id) ? company(id, random) : person(id, random, data.dates);
  const addresses = Array.from({ length: index % 4 === 3 ? 0 : 1 + (index % 3) }, (_, place) =>
    data.embed('Address', 'Contact', random, address(place, random)),
  );
  const sites = Array.from({ length: [2, 1, 0][index % 3] ?? 0 }, (_, place) =>
    data.embed('WebSite', 'Contact', random, {
      name: place === 0 ? 'Work' : 'LinkedIn',
      address: `https://www.example.com/people/${id}`,
      default_web_site: place === 0,
    }),
  );
  return {
    id,
    $creator_id: random.int(1, 12),
    $shared_at: index % 7 === 0 ? data.dates.someMoment(random, -300, -2) : null,
    ...draft,
    addresses,
    primary_address: addresses[0] ?? null,
    secondary_address: addresses[1] ?? null,
    primary_work_address: addresses.find(({ name }) => name === 'Work') ?? null,
    web_sites: sites,
    primary_web_site: sites[0] ?? null,
    avatar:
      index % 3 === 0
        ? { ...data.embed('Avatar', 'Contact', random), url: `https://files.example.com/avatars/${id}.png` }
        : null,
    custom_field_values: customFieldValues(data, 'Contact', random, index),
    currency: ref('Currency', index % 9 === 0 ? random.int(2, 6) : 1),
    legal_aid_uk_contact: index % 23 === 5 ? data.embed('LegalAidUkContact', 'Contact', random) : null,
    related_contacts:
      index % 6 === 1 ? distinct([data.some('Contact', random), data.some('Contact', random)]) : [],
    // Filled later from their own tables.
    email_addresses: [],
    phone_numbers: [],
    activity_rates: [],
    is_client: false,
    is_bill_recipient: false,
    is_co_counsel: id % 90 === 13,
    is_clio_for_client_user: id % 11 === 3,
  };
};

function person(id: number, random: Random, dates: Dates): Draft {
  const first = random.pick(FIRST_NAMES);
  const last = random.pick(LAST_NAMES);
  const middle = random.chance(0.25) ? random.pick(FIRST_NAMES) : null;
  const mail = `${first}.${last}`.toLowerCase();
  const mails =
    id % 9 === 2
      ? []
      : [`${mail}${id}@example.com`, `${mail}@example.org`].slice(0, 1 + (id % 3 === 0 ? 1 : 0));
  const phones = phoneNumbers(id, random);
  return {
    type: 'Person',
    first_name: first,
    middle_name: middle,
    last_name: last,
    name: [first, middle, last].filter((part) => part !== null).join(' '),
    initials: `${first[0]}${last[0]}`,
    prefix: random.chance(0.3) ? random.pick(['Mr.', 'Ms.', 'Dr.', 'Prof.']) : null,
    title: random.chance(0.5)
      ? random.pick(['Director', 'Owner', 'Manager', 'Engineer', 'Teacher', 'Nurse'])
      : null,
    date_of_birth: random.chance(0.7) ? dates.day(-random.int(7000, 29_000)) : null,
    company: random.chance(0.6) ? ref('Contact', 4 * random.int(1, CONTACT_COUNT / 4)) : null,
    ...emailsAndPhones(mails, phones),
  };
}

function company(id: number, random: Random): Draft {
  const name = COMPANY_NAMES[id / 4 - 1] ?? `${random.pick(COMPANY_NAMES)} ${id}`;
  const mails = id % 12 === 0 ? [] : [`office@${name.split(' ')[0]?.toLowerCase()}${id}.example.com`];
  const phones = phoneNumbers(id, random);
  return {
    type: 'Company',
    first_name: null,
    middle_name: null,
    last_name: null,
    name,
    initials: name[0] ?? null,
    prefix: null,
    title: null,
    date_of_birth: null,
    company: parentOf(id),
    ...emailsAndPhones(mails, phones),
  };
}

function emailsAndPhones(mails: readonly string[], phones: readonly string[]): Draft {
  return {
    $emails: mails,
    $phones: phones,
    primary_email_address: mails[0] ?? null,
    secondary_email_address: mails[1] ?? null,
    primary_phone_number: phones[0] ?? null,
    secondary_phone_number: phones[1] ?? null,
  };
}

/** Some companies belong to another, in chains of up to six. */
function parentOf(id: number): RawValue {
  const parent = id % 16 === 0 ? id / 2 : null;
  return parent === null ? null : ref('Contact', parent);
}

function phoneNumbers(id: number, random: Random): string[] {
  const count = id % 8 === 5 ? 0 : 1 + (id % 5 === 0 ? 1 : 0);
  return Array.from({ length: count }, () => phoneNumber(random));
}

function address(place: number, random: Random): Draft {
  const { city, province, postal, country } = random.pick(CITIES);
  return {
    name: ['Work', 'Home', 'Billing'][place] ?? 'Other',
    street: `${random.int(1, 990)} ${random.pick(STREETS)}`,
    city,
    province,
    postal_code: postal,
    country,
    primary: place === 0,
  };
}

/** The table of the e-mail addresses or phone numbers in a field of contacts. */
function listed(key: '$emails' | '$phones', value: string, names: readonly string[]): Recipe {
  return {
    drafts: (data) =>
      data.base('Contact').flatMap((contact) =>
        ((contact[key] ?? []) as string[]).map(
          (text, place): Draft => ({
            $contact_id: contact.id as number,
            name: names[place % names.length] ?? null,
            [value]: text,
            primary: place === 0,
          }),
        ),
      ),
    neverBlank: [value],
  };
}

export const CONTACTS: Recipes = {
  Contact: each(CONTACT_COUNT, contact, {
    link(data, drafts) {
      for (const matter of data.base('Matter')) {
        const client = isRef(matter.client) ? drafts[Number(matter.client.id) - 1] : undefined;
        if (client)
          Object.assign(client, { is_client: true, is_bill_recipient: Number(matter.id) % 5 === 0 });
      }
    },
    neverBlank: [
      'initials',
      'email_addresses',
      'phone_numbers',
      'primary_email_address',
      'primary_phone_number',
      'primary_address',
      'primary_web_site',
    ],
  }),
  EmailAddress: listed('$emails', 'address', ['Work', 'Home', 'Other']),
  PhoneNumber: listed('$phones', 'number', ['Work', 'Personal', 'Other']),
  Relationship: each(260, (index, random, data) => ({
    contact: data.some('Contact', random),
    // Each of the first matters has one, because a demo shows them first.
    matter: index < 60 ? ref('Matter', index + 1) : data.some('Matter', random),
    description: random.pick([
      'Opposing party',
      'Witness',
      'Expert',
      'Spouse',
      'Trustee',
      'Insurer',
      'Co-counsel',
    ]),
  })),
  ActivityRate: each(40, (index, random) => ({
    contact_id: index % 4 === 3 ? null : random.int(1, CONTACT_COUNT),
    co_counsel_contact_id: index % 4 === 3 ? random.int(1, CONTACT_COUNT) : null,
    user: ref('User', random.int(1, 12)),
    rate: random.int(20, 90) * 5 + 0.5,
  })),
};
