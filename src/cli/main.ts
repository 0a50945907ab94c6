#!/usr/bin/env node
import { createGateway } from '../gateway.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { runCli } from './run-cli.ts';

await runCli(process.argv.slice(2), { createGateway, startSandbox });
