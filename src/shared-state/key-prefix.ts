/** Before all keys in Redis; the number changes with the form of what is kept. */
export const keyPrefix = 'clio-graphql:1:';
