import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { bytes, open, post, sha256, uploadParts } from '../../support/clients/upload-files.ts';
import { buildProgram, programFile } from '../../support/programs/build-program.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const mebibyte = 1024 * 1024;
const size = 300 * mebibyte;
/** How much memory 300 MB may add to the gateway: a quarter of the file would exceed it. */
const ceiling = 96 * mebibyte;

interface Gateway extends AsyncDisposable {
  readonly url: string;
  /** Its temporary files. */
  readonly folder: string;
  /** The current and the peak memory in bytes. */
  memory(): { readonly now: number; readonly peak: number };
}

/** A gateway in a process of its own, as `npm start` runs it. */
async function startProcess(sandbox: Sandbox): Promise<Gateway> {
  const folder = await mkdtemp(join(tmpdir(), 'memory-'));
  await buildProgram();
  const child = spawn(process.execPath, [programFile, 'serve'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      TMPDIR: folder,
      PORT: '0',
      LOG_LEVEL: 'warn',
      CLIO_BASE_URL: sandbox.baseUrl,
      CLIO_ACCESS_TOKEN: sandbox.tokens.owner,
    },
  });
  const closed = once(child, 'close');
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  let url: string | undefined;
  while (url === undefined) {
    if (child.exitCode !== null) throw new Error(`The gateway ended:\n${output}`);
    await Promise.race([once(child.stdout, 'data'), closed]);
    url = /listening on (http:\S+)\/graphql/.exec(output)?.[1];
  }
  return {
    url,
    folder,
    memory: () => readMemory(child),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await closed;
      await rm(folder, { recursive: true });
    },
  };
}

/** From the kernel, which records the peak. */
function readMemory({ pid }: ChildProcess): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]);
  return { now: kilobytes('VmRSS') * 1024, peak: kilobytes('VmHWM') * 1024 };
}

describe.skipIf(process.platform !== 'linux')('a file of 300 MB', () => {
  it('is uploaded and downloaded in little memory, and leaves nothing on the disk', {
    timeout: 120_000,
  }, async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startProcess(sandbox);
    // Loads everything that is loaded once.
    await post(gateway.url, uploadParts(bytes(mebibyte)));
    const before = gateway.memory();

    const hash = createHash('sha256');
    const reply = await post(gateway.url, uploadParts(bytes(size, hash)));
    const afterUpload = gateway.memory();
    const { document, userErrors } = reply.body.data.uploadDocument;
    expect({ size: document.size, userErrors }).toEqual({ size, userErrors: [] });
    expect(
      await readdir(gateway.folder).then((names) => names.filter((name) => name.startsWith('clio-'))),
    ).toEqual([]);

    const file = await open(gateway.url, `/files/documents/${document.id}`);
    expect(file.headers['content-length']).toBe(String(size));
    expect(await sha256(file)).toBe(hash.digest('hex'));
    const afterDownload = gateway.memory();

    expect(afterUpload.peak - before.peak).toBeLessThan(ceiling);
    expect(afterDownload.peak - before.peak).toBeLessThan(ceiling);
  });
});
