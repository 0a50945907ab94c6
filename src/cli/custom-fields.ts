import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type FirmFields, printCustomFields, readCustomFields } from '../custom-fields/custom-fields-file.ts';
import { followFirm } from '../custom-fields/follow-firm.ts';
import type { Parts } from './parts.ts';
import { readFirmFields } from './read-firm-fields.ts';
import { loadAccount, readSettings, regionOption, type SettingFlags } from './settings.ts';
import { UsageError } from './usage-error.ts';

interface PullOptions extends Pick<SettingFlags, 'region'> {
  readonly out?: string;
  readonly check: boolean;
}

const usualFile = 'custom-fields.json';
const noFields: FirmFields = { Contact: {}, Matter: {} };

/** `custom-fields pull`: writes or updates the file that `CUSTOM_FIELDS` names. */
export function createCustomFieldsCommand(parts: Parts): Command {
  const command = new Command('custom-fields').description(
    'Give the firm’s custom fields names and types in the schema.',
  );
  command
    .command('pull')
    .description(
      'Read the firm’s custom fields into a file for CUSTOM_FIELDS. Names in the file stay as they are.',
    )
    .option('--out <file>', `file to write (CUSTOM_FIELDS, or ${usualFile})`)
    .option('--check', 'write nothing; end with 1 if the file differs from the firm', false)
    .addOption(regionOption())
    .action((options: PullOptions) => pull(parts, options));
  return command;
}

async function pull(parts: Parts, { out, check, region }: PullOptions): Promise<void> {
  const account = await loadAccount(readSettings({ region }));
  const file = out ?? account.config.customFields ?? usualFile;
  const exists = existsSync(file);
  if (check && !exists)
    throw new UsageError(`There is no file ${file}. Write it with clio-graphql custom-fields pull.`);
  const before = exists ? readCustomFields(file) : noFields;
  const { fields, differences } = followFirm(before, await readFirmFields(parts, account));
  for (const line of differences) console.log(line);
  if (check) {
    console.log(differences.length === 0 ? `${file} matches the firm.` : `${file} differs from the firm.`);
    if (differences.length > 0) process.exitCode = 1;
    return;
  }
  await writeFile(file, printCustomFields(fields));
  const count = Object.keys(fields.Contact).length + Object.keys(fields.Matter).length;
  console.log(`${file} has ${count} custom fields. Set CUSTOM_FIELDS=${file} to serve them.`);
}
