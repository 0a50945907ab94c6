import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FirmFields, printCustomFields } from '../../../src/custom-fields/custom-fields-file.ts';
import { type CustomField, followFirm } from '../../../src/custom-fields/follow-firm.ts';
import { isRef } from '../../../src/sandbox/record.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';

/** A file of custom fields in its own folder. */
export interface FirmFile extends AsyncDisposable {
  readonly path: string;
  readonly fields: FirmFields;
}

/** The sandbox's current definitions. */
function firmFieldsOf(sandbox: Sandbox): CustomField[] {
  const options = sandbox.records('PicklistOption');
  return [...sandbox.records('CustomField').values()].map((one) => ({
    id: String(one.id),
    name: String(one.name),
    type: String(one.field_type),
    owner: String(one.parent_type),
    required: one.required === true,
    deleted: one.deleted === true,
    options: (Array.isArray(one.picklist_options) ? one.picklist_options : []).filter(isRef).map(({ id }) => {
      const option = options.get(id);
      return {
        id: String(id),
        label: String(option?.option ?? ''),
        deleted: typeof option?.deleted_at === 'string',
      };
    }),
  }));
}

/** Writes a file of the sandbox's custom fields. */
export async function pullFirmFile(
  sandbox: Sandbox,
  change: (fields: FirmFields) => FirmFields = (fields) => fields,
): Promise<FirmFile> {
  const folder = await mkdtemp(join(tmpdir(), 'custom-fields-'));
  const path = join(folder, 'custom-fields.json');
  const fields = change(followFirm({ Contact: {}, Matter: {} }, firmFieldsOf(sandbox)).fields);
  await writeFile(path, printCustomFields(fields));
  return { path, fields, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
