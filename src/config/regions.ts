/** Clio's regions. They share nothing: an account, an application and a token belong to one region. */
export const regions = {
  us: region('app.clio.com', 'developers.clio.com'),
  ca: region('ca.app.clio.com', 'ca.developers.clio.com'),
  eu: region('eu.app.clio.com', 'eu.developers.clio.com'),
  au: region('au.app.clio.com', 'au.developers.clio.com'),
} as const;

interface RegionAddresses {
  readonly host: string;
  /** Of the REST API. */
  readonly baseUrl: string;
  /** Where applications are registered. */
  readonly developerPortal: string;
}

function region(host: string, portal: string): RegionAddresses {
  return { host, baseUrl: `https://${host}/api/v4`, developerPortal: `https://${portal}` };
}

/** Short name of a Clio region: the United States, Canada, the European Union, Australia. */
export type Region = keyof typeof regions;

/** The regions' short names, in the order of lists for readers. */
export const regionNames = Object.freeze(Object.keys(regions) as Region[]);

/** Whether a text is the short name of a region, in lower case. */
export function isRegion(text: string): text is Region {
  return Object.hasOwn(regions, text);
}
