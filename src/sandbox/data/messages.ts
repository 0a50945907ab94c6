import { type Draft, ref } from '../record.ts';
import { CONTACT_COUNT } from './contacts.ts';
import { type Dataset, distinct } from './dataset.ts';
import { ACTIVE_USERS } from './firm.ts';
import { isMatterNote } from './matters.ts';
import { MATTER_SUBJECTS } from './names.ts';
import { participant, person } from './people.ts';
import type { Random } from './random.ts';
import { type DraftMaker, each, type Recipes } from './recipe.ts';

const CONVERSATIONS = 60;
const MESSAGES_EACH = 4;
const LINES = [
  'Thank you for your message.',
  'Please find the draft attached.',
  'Can we speak tomorrow?',
  'The hearing was moved to next week.',
  'I have no further questions.',
] as const;

const communication: DraftMaker = (index, random, data) => {
  const received = data.dates.someMoment(random, -400, -1);
  const user = random.int(1, ACTIVE_USERS);
  const contacts = [random.int(1, CONTACT_COUNT), random.int(1, CONTACT_COUNT)].slice(0, 1 + (index % 2));
  const staff = [participant(data, 'Communication', random, data.draft('User', user))];
  const others = contacts.map((id) => participant(data, 'Communication', random, data.draft('Contact', id)));
  const isMail = index % 3 > 0;
  return {
    type: isMail ? 'EmailCommunication' : 'PhoneCommunication',
    subject: `${isMail ? 'Re: ' : 'Call: '}${random.pick(MATTER_SUBJECTS)}`,
    body: `${random.pick(LINES)} ${random.pick(LINES)}`,
    received_at: received,
    date: received.slice(0, 10),
    user: ref('User', user),
    matter: index % 6 === 1 ? null : data.some('Matter', random),
    senders: index % 2 === 0 ? staff : others,
    receivers: index % 2 === 0 ? others : staff,
    documents:
      isMail && index % 4 === 0
        ? distinct([data.some('Document', random), data.some('Document', random)])
        : [],
    communication_eml_file: isMail && index % 5 === 1 ? { id: index + 1 } : null,
    time_entries: [],
    time_entries_count: 0,
  };
};

const conversation: DraftMaker = (index, random, data) => {
  const first = index * MESSAGES_EACH + 1;
  const ids = Array.from({ length: MESSAGES_EACH }, (_, place) => first + place);
  const user = (index % ACTIVE_USERS) + 1;
  const contact = random.int(1, CONTACT_COUNT);
  return {
    $user_id: user,
    $contact_id: contact,
    subject: random.pick(MATTER_SUBJECTS),
    archived: index % 10 === 8,
    read: index % 3 > 0,
    read_only: index % 15 === 3,
    current_user_is_member: user === 1,
    message_count: MESSAGES_EACH,
    messages: ids.map((id) => ref('ConversationMessage', id)),
    first_message: ref('ConversationMessage', first),
    last_message: ref('ConversationMessage', first + MESSAGES_EACH - 1),
    matter: index % 4 === 2 ? null : data.some('Matter', random),
    memberships: [
      data.embed('ConversationMembership', 'Conversation', random, {
        member: person(data.draft('User', user)),
      }),
      data.embed('ConversationMembership', 'Conversation', random, {
        member: person(data.draft('Contact', contact)),
      }),
    ],
  };
};

function conversationMessages(data: Dataset, random: Random): Draft[] {
  return data.base('Conversation').flatMap((conversation) => {
    const user = person(data.draft('User', conversation.$user_id as number));
    const contact = person(data.draft('Contact', conversation.$contact_id as number));
    return Array.from({ length: MESSAGES_EACH }, (_, place): Draft => {
      const sent = data.dates.someMoment(random, -300, -1);
      return {
        conversation: ref('Conversation', conversation.id),
        body: random.pick(LINES),
        date: sent.slice(0, 10),
        sender: place % 2 === 0 ? user : contact,
        receivers: [place % 2 === 0 ? contact : user],
        document: place === 2 && Number(conversation.id) % 5 === 0 ? data.some('Document', random) : null,
      };
    });
  });
}

const note: DraftMaker = (index, random, data) => {
  const onMatter = isMatterNote(index + 1);
  return {
    type: onMatter ? 'Matter' : 'Contact',
    matter: onMatter ? data.some('Matter', random) : null,
    contact: onMatter ? null : data.some('Contact', random),
    author: ref('User', random.int(1, ACTIVE_USERS)),
    subject: random.pick(['Intake', 'Strategy', 'Telephone note', 'To do', 'Fee agreement']),
    detail: index % 6 === 0 ? '<p>Client called about the <em>hearing</em>.</p>' : random.pick(LINES),
    detail_text_type: index % 6 === 0 ? 'rich_text' : 'plain_text',
    time_entries: [],
    time_entries_count: 0,
  };
};

export const MESSAGES: Recipes = {
  Communication: each(180, communication, { neverBlank: ['received_at', 'date'] }),
  Conversation: each(CONVERSATIONS, conversation),
  ConversationMessage: {
    count: CONVERSATIONS * MESSAGES_EACH,
    drafts: conversationMessages,
    neverBlank: ['sender'],
  },
  Note: each(260, note, { neverBlank: ['detail_text_type'] }),
};
