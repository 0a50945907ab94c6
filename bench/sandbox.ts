import { startSandbox } from '../src/sandbox/sandbox.ts';

// The sandbox in a separate process, with a rate limit that no benchmark reaches.
const sandbox = await startSandbox({ limit: 1_000_000 });
console.log(`listening on ${sandbox.baseUrl}#${sandbox.tokens.owner}`);
