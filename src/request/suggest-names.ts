import { GraphQLError, type GraphQLSchema, isEnumType } from 'graphql';
import { didYouMean } from 'graphql/jsutils/didYouMean.js';

/** Changes the message of an error about the schema's names. */
export type Reword = (error: GraphQLError) => GraphQLError;

/**
 * Other names for a field or an argument → the names in this schema, likeliest first. Only names that the
 * type has are suggested.
 */
export const otherNames: Readonly<Record<string, readonly string[]>> = {
  amount: ['total', 'price', 'balance'],
  appointments: ['calendarEntries'],
  assignedTo: ['assignee', 'assigneeId'],
  assigneeId: ['assignee'],
  attorney: ['responsibleAttorney', 'responsibleAttorneyId'],
  author: ['creator', 'user'],
  body: ['detail', 'description'],
  calendarId: ['calendarOwnerId'],
  clients: ['contacts'],
  completeTask: ['updateTask'],
  content: ['detail', 'body'],
  createAppointment: ['createCalendarEntry'],
  createClient: ['createContact'],
  createCompany: ['createContact'],
  createdBy: ['creator', 'user'],
  createEvent: ['createCalendarEntry'],
  createExpense: ['createActivity'],
  createPerson: ['createContact'],
  createTimeEntry: ['createActivity'],
  currentUser: ['viewer'],
  customField: ['customFieldValue'],
  customFields: ['customFieldValues', 'customFieldValue'],
  data: ['input'],
  dueDate: ['dueAt'],
  email: ['primaryEmailAddress', 'emailAddresses'],
  emails: ['emailAddresses', 'communications'],
  endDate: ['endAt', 'closeDate'],
  events: ['calendarEntries'],
  expenses: ['activities', 'expenseEntries'],
  fullName: ['name'],
  hours: ['quantityInHours'],
  id: ['input'],
  invoice: ['bill'],
  invoices: ['bills'],
  lawyer: ['responsibleAttorney', 'responsibleAttorneyId'],
  limit: ['first'],
  me: ['viewer'],
  name: ['query', 'by'],
  number: ['displayNumber', 'clioId', 'billNumber', 'query'],
  overdue: ['dueAt', 'overdueOnly'],
  people: ['contacts'],
  phone: ['primaryPhoneNumber', 'phoneNumbers', 'phoneNumber'],
  phoneNumber: ['primaryPhoneNumber', 'phoneNumbers'],
  query: ['filter'],
  search: ['query', 'filter'],
  sort: ['orderBy'],
  sortBy: ['orderBy'],
  startDate: ['startAt', 'openDate'],
  take: ['first'],
  text: ['query', 'detail', 'description'],
  timeEntries: ['activities'],
  title: ['name', 'summary', 'subject', 'description'],
  trustAccounts: ['bankAccounts'],
  url: ['downloadUrl'],
  where: ['filter'],
};

/** Longer lists of values do not help in a message. */
const maxValues = 5;

/** Adds the names that the client may mean to an error about an unknown name. */
export function suggestNames(schema: GraphQLSchema, error: GraphQLError): GraphQLError {
  const message = withNames(schema, error.message);
  return message === error.message ? error : reworded(error, message);
}

/** Removes "Did you mean …?": its names would show what introspection must not. */
export function withoutNames(error: GraphQLError): GraphQLError {
  const message = error.message.replace(suggestion, '');
  return message === error.message ? error : reworded(error, message);
}

const suggestion = / Did you mean .*\?$/s;

function reworded({ nodes, originalError, extensions }: GraphQLError, message: string): GraphQLError {
  return new GraphQLError(message, { nodes, originalError, extensions });
}

function withNames(schema: GraphQLSchema, message: string): string {
  const [, value, enumName = ''] = /Value "(\w+)" does not exist in "(\w+)" enum\.$/.exec(message) ?? [];
  if (value !== undefined) {
    const type = schema.getType(enumName);
    const values = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
    const like = values.length > maxValues ? values.filter((one) => one.includes(value)) : values;
    return message + didYouMean('the enum value', like);
  }
  const [, unknown = '', owner = '', field] =
    /(?:query field|Field|argument) "(\w+)" (?:on type|is not defined by type|on field) "(\w+)(?:\.(\w+))?"\./.exec(
      message,
    ) ?? [];
  const names = namesOf(schema, owner, field);
  const likely = otherNames[unknown]?.filter((name) => names.includes(name)) ?? [];
  // Lists of records with several references to one: `tasksAsAssignee`.
  const relations = names.filter((name) => name.startsWith(`${unknown}As`));
  const found = unknown === '' ? [] : [...likely, ...relations];
  return found.length === 0 ? message : message.replace(suggestion, '') + didYouMean(found);
}

/** Names of a type's fields, or of a field's arguments. */
function namesOf(schema: GraphQLSchema, owner: string, field: string | undefined): readonly string[] {
  const type = schema.getType(owner);
  if (!type || !('getFields' in type)) return [];
  const fields = type.getFields();
  if (field === undefined) return Object.keys(fields);
  const found = fields[field];
  return found && 'args' in found ? found.args.map(({ name }) => name) : [];
}
