import { BILLING } from './billing.ts';
import { CONTACTS } from './contacts.ts';
import { CUSTOM_FIELDS } from './custom-fields.ts';
import { DOCUMENTS_AND_FOLDERS } from './documents.ts';
import { FIRM } from './firm.ts';
import { MATTERS } from './matters.ts';
import { MESSAGES } from './messages.ts';
import { OTHERS } from './others.ts';
import type { Recipe } from './recipe.ts';
import { SCHEDULE } from './schedule.ts';

/** Every entity with a table, and how its records are made. */
export const RECIPES: ReadonlyMap<string, Recipe> = new Map(
  [
    FIRM,
    CUSTOM_FIELDS,
    CONTACTS,
    MATTERS,
    BILLING,
    SCHEDULE,
    DOCUMENTS_AND_FOLDERS,
    MESSAGES,
    OTHERS,
  ].flatMap((part) => Object.entries(part)),
);
