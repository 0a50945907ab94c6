/** Where Clio keeps its regions. They share nothing: an account, an application and a token belong to one. */
export const regions = {
  us: { host: 'app.clio.com', baseUrl: 'https://app.clio.com/api/v4' },
  ca: { host: 'ca.app.clio.com', baseUrl: 'https://ca.app.clio.com/api/v4' },
  eu: { host: 'eu.app.clio.com', baseUrl: 'https://eu.app.clio.com/api/v4' },
  au: { host: 'au.app.clio.com', baseUrl: 'https://au.app.clio.com/api/v4' },
} as const satisfies Record<string, { host: string; baseUrl: string }>;

/** Short name of a Clio region: the United States, Canada, the European Union, Australia. */
export type Region = keyof typeof regions;

/** The regions' short names, in the order they are listed to a reader. */
export const regionNames = Object.freeze(Object.keys(regions) as Region[]);

/** Whether `text` is a region's short name, as it comes from the environment or from `X-Clio-Region`. Lower case only. */
export function isRegion(text: string): text is Region {
  return Object.hasOwn(regions, text);
}
