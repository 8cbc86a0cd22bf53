// What set-up asks about tools must not end it where a tool is missing.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const library = join(dirname(fileURLToPath(import.meta.url)), '..');

// As strict as bin/setup, with an empty folder of tools; the shell's own helpers stay.
const ask = question =>
  execFileSync('bash', ['-c', `set -euo pipefail; source "$1/env.sh"; source "$1/steps.sh"; source "$1/cargo-tools.sh"; ${question}; echo "[$found]"`, 'bash', library], {
    env: { HOME: '/nowhere', PATH: '/usr/bin:/bin' },
    encoding: 'utf8',
  });

test('a missing tool has no version', () => {
  assert.equal(ask('found=$(version_of no-such-tool)').trim(), '[]');
});

test('a present tool has one', () => {
  assert.match(ask('found=$(version_of bash)'), /^\[\S+/);
});
