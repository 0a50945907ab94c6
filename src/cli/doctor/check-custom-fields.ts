import { ConfigError } from '../../config/config-error.ts';
import { readCustomFields } from '../../custom-fields/custom-fields-file.ts';
import { followFirm } from '../../custom-fields/follow-firm.ts';
import type { Parts } from '../parts.ts';
import { readFirmFields } from '../read-firm-fields.ts';
import type { Account } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { type Finding, ok, warning, wrong } from './report.ts';

const mostShown = 5;

/** Compares the file of custom fields with the firm; null if there is no file. */
export async function checkCustomFields(parts: Parts, account: Account): Promise<Finding | null> {
  const file = account.config.customFields;
  if (file === null) return null;
  const subject = 'Custom fields';
  const advice = 'Run clio-graphql custom-fields pull, review the difference, and restart the gateway.';
  try {
    const { differences } = followFirm(readCustomFields(file), await readFirmFields(parts, account));
    if (differences.length === 0) return ok(subject, `${file} matches the firm`);
    const more = differences.length > mostShown ? `; and ${differences.length - mostShown} more` : '';
    return warning(subject, `${file} differs: ${differences.slice(0, mostShown).join('; ')}${more}`, advice);
  } catch (error) {
    if (error instanceof ConfigError) return wrong(subject, error.problems.join('; '), advice);
    if (error instanceof UsageError)
      return warning(
        subject,
        error.message,
        'Run doctor again later. If this stays, check the token and the permission Custom Fields.',
      );
    throw error;
  }
}
