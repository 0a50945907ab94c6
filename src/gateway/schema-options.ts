import type { Config } from '../config/types.ts';
import { readCustomFields } from '../custom-fields/custom-fields-file.ts';
import type { ServedSchemaOptions } from '../federation/served-schema.ts';

/**
 * The options of the schema, from the settings.
 *
 * @throws ConfigError for a file of custom fields that cannot be used.
 */
export function schemaOptions({
  schemaPrefix,
  subgraphNode,
  customFields,
}: Pick<Config, 'schemaPrefix' | 'subgraphNode' | 'customFields'>): ServedSchemaOptions {
  return {
    prefix: schemaPrefix,
    nodeFields: subgraphNode,
    customFields: customFields === null ? null : readCustomFields(customFields),
  };
}
