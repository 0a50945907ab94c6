/** The fixed set whose REST calls are recorded in `calls.json`. */
export const queries: Readonly<Record<string, string>> = {
  'one page of matters': '{ matters(first: 50) { nodes { id displayNumber status } } }',
  'matters and their clients': '{ matters(first: 50) { nodes { displayNumber client { name type } } } }',
  'three levels':
    '{ matters(first: 25) { nodes { displayNumber client { name addresses { street city } } } } }',
  'activities to addresses':
    '{ activities(first: 100) { nodes { date total matter { displayNumber client { name company { name addresses { city } } } } } } }',
  'one record at two places':
    '{ matters(first: 50) { nodes { responsibleAttorney { name } originatingAttorney { name email } } } }',
  'a connection for each of ten parents':
    '{ matters(first: 10) { nodes { displayNumber activities(first: 5) { nodes { date total } } } } }',
  'five pages': '{ activities(first: 1000) { nodes { id date } } }',
  'two lists and a count':
    '{ matters(first: 5) { nodes { id } } contacts(first: 5) { nodes { name } } tasks { totalCount } }',
  'records by id':
    '{ nodes(ids: ["Matter:1", "Matter:2", "Contact:1"]) { __typename id ... on Matter { displayNumber } ... on Contact { name } } }',
};
