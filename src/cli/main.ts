#!/usr/bin/env node
// No static import, and no syntax newer than dynamic import: an old Node must be able to parse this file, because it
// cannot parse the program.
const { node } = process.versions;
const [major = 0, minor = 0] = node.split('.').map(Number);
if (major > 20 || (major === 20 && minor >= 19)) {
  void import('./program.ts');
} else {
  console.error(`clio-graphql needs Node 20.19 or later, this is ${node}.`);
  process.exitCode = 1;
}
