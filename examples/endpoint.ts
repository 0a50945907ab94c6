/** Address of the gateway. `npm start` serves sample data there, with a login for requests without a token. */
export const url = process.env.GRAPHQL_URL ?? 'http://127.0.0.1:4000/graphql';

/** A Clio access token, if one is set. */
export const headers: Readonly<Record<string, string>> = process.env.CLIO_TOKEN
  ? { authorization: `Bearer ${process.env.CLIO_TOKEN}` }
  : {};
