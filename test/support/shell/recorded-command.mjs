#!/usr/bin/env node
// Stands in for npm, npx, git, docker and kubectl where the tests run what the documentation has its readers type. The
// gateway's own program and the examples are run for real; all else is noted in NOTED, for the test to judge.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { basename } from 'node:path';

const { PROGRAM, TSX, NOTED } = process.env;
const command = basename(process.argv[1]);
const args = process.argv.slice(2);
const line = [command, ...args].join(' ');

if (line === 'npm start') process.exitCode = await startAndStop();
else if (line.startsWith('npx clio-graphql ')) process.exitCode = await run([PROGRAM, ...args.slice(1)]);
else if (line.startsWith('npx tsx ')) process.exitCode = await run(['--import', TSX, ...args.slice(1)]);
else {
  appendFileSync(NOTED, `${line}\n`);
  // What follows goes into the folder that it would have made.
  if (line.startsWith('git clone ')) mkdirSync(args.at(-1));
}

/** `npm start` goes on until it is stopped; here that is as soon as it listens. */
async function startAndStop() {
  const gateway = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  gateway.stdout.on('data', (text) => {
    printed += text;
    if (printed.includes('is listening on')) gateway.kill('SIGTERM');
  });
  const code = await ended(gateway);
  process.stdout.write(printed);
  return printed.includes('is listening on') ? code : 1;
}

function run(parameters) {
  return ended(spawn(process.execPath, parameters, { stdio: 'inherit' }));
}

function ended(child) {
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}
