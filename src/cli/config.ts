import { Command } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import { printDefault, printVariable } from '../config/print-variable.ts';
import { type VariableName, variables } from '../config/variables.ts';
import { addSettingFlags, readSettings, type SettingFlags } from './settings.ts';

/** `config`: the settings in effect, as a `.env` file without its secrets. */
export function createConfigCommand(): Command {
  return addSettingFlags(new Command('config').description('Print the settings in effect, without secrets.'))
    .option('--changed', 'only settings that differ from their defaults', false)
    .action(({ changed, ...flags }: SettingFlags & { readonly changed: boolean }) => {
      const env = readSettings(flags);
      loadConfig(env);
      for (const name of Object.keys(variables) as VariableName[]) {
        const text = env[name]?.trim() ?? '';
        if (text !== '') console.log(`${name}=${printVariable(name, text)}`);
        else if (!changed) console.log(`# ${name}=${printDefault(name)}`);
      }
    });
}
