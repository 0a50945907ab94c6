import { upperFirst } from '../../src/catalog/letter-case.ts';

const titles: Readonly<Record<string, string>> = {
  api: 'API',
  'clio-payments': 'Clio Payments',
  common: 'Common to all',
  'in-app-notifications': 'In-app notifications',
  'legal-aid-england-and-wales': 'Legal aid (England and Wales)',
  'legal-aid-us': 'Legal aid (US)',
};

/** The title of a domain of the schema: `legal-aid-us` → `Legal aid (US)`. */
export function pageTitle(page: string): string {
  return titles[page] ?? upperFirst(page.replaceAll('-', ' '));
}
