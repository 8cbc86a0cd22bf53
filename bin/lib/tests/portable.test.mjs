// Set-up and the app must start on a machine that has no GNU tools, and from a checkout that would change line ends.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const library = join(dirname(fileURLToPath(import.meta.url)), '..');
const root = join(library, '../..');

const scratch = context => {
  const folder = mkdtempSync(join(tmpdir(), 'portable-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
};

// What a stock macOS lacks, made to fail loudly; everything else stays.
function withoutGnuTools(folder) {
  const missing = ['timeout', 'flock', 'realpath'];
  const halves = { sed: '-i', readlink: '-f', sort: '--version-sort', mktemp: '--directory', df: '--output' };
  for (const name of missing) writeFileSync(join(folder, name), '#!/bin/sh\necho "no $0 here" >&2\nexit 127\n');
  for (const [name, option] of Object.entries(halves)) {
    const real = execFileSync('bash', ['-c', `PATH=/usr/bin:/bin command -v ${name}`], { encoding: 'utf8' }).trim();
    writeFileSync(join(folder, name), `#!/bin/sh\ncase " $* " in *" ${option}"*) echo "no $0 ${option} here" >&2; exit 127 ;; esac\nexec ${real} "$@"\n`);
  }
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o755);
  return `${folder}:${process.env.PATH}`;
}

const bash = (script, env = {}) =>
  spawnSync('bash', ['-c', `set -euo pipefail; for part in env steps apt wasm-std cargo-tools node chromium; do source "$1/$part.sh"; done; ${script}`, 'bash', library], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });

test('a command within its time keeps its answer and its status', context => {
  const PATH = withoutGnuTools(scratch(context));
  assert.equal(bash('within 60 echo here', { PATH }).stdout.trim(), 'here');
  assert.equal(bash('status=0; within 60 bash -c "exit 7" || status=$?; echo $status', { PATH }).stdout.trim(), '7');
});

test('a command that takes longer is ended', context => {
  const PATH = withoutGnuTools(scratch(context));
  const { stdout } = bash('status=0; within 0.1 sleep 600 || status=$?; echo $status', { PATH });
  assert.equal(stdout.trim(), '143');
});

test('links are followed', context => {
  const folder = scratch(context);
  const PATH = withoutGnuTools(folder);
  mkdirSync(join(folder, 'a'));
  writeFileSync(join(folder, 'a/file'), '');
  symlinkSync('a/file', join(folder, 'link'));
  const { stdout } = bash(`real_path "${join(folder, 'link')}"`, { PATH });
  assert.ok(stdout.endsWith('/a/file'), stdout);
});

// Those of the tests may ask for more (bin/test says so).
const ofTests = [
  // begin postgres
  'lend-postgres.sh',
  'test-postgres.sh',
  // end postgres
];
const scripts = () => [
  ...['setup', 'dev', 'release', 'db-reset', 'conformance'].map(name => join(root, 'bin', name)),
  ...readdirSync(library).filter(name => name.endsWith('.sh') && !ofTests.includes(name)).map(name => join(library, name)),
];

test('no script of set-up calls what macOS lacks, or needs a newer bash', () => {
  const GNU = /(?:^|[;&|({]|\$\()\s*(?:timeout|flock|realpath|coproc|mapfile|readarray)\s|\bsed\s+-i|\breadlink\s+-f|\b(?:sort|mktemp|df|head|tail|cp|date)\s+--\w|\bgrep\s+-\w*P|\bdeclare\s+-[An]|\$\{\w+(?:,,|\^\^)\}/m;
  for (const file of scripts()) {
    const code = readFileSync(file, 'utf8').replace(/^\s*#.*$/gm, '');
    assert.doesNotMatch(code, GNU, file);
  }
});

test('a checkout keeps line ends, whatever the machine prefers', context => {
  const folder = scratch(context);
  const git = (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  git('init', '-q');
  git('config', 'core.autocrlf', 'true');
  git('config', 'user.name', 'test');
  git('config', 'user.email', 'test@localhost');
  writeFileSync(join(folder, '.gitattributes'), readFileSync(join(root, '.gitattributes')));
  const files = ['run', '0001_start.sql', 'app.rs', 'Makefile.toml'];
  for (const name of files) writeFileSync(join(folder, name), 'one\ntwo\n');
  git('add', '--all');
  git('commit', '-qm', 'files');
  for (const name of files) rmSync(join(folder, name));
  git('checkout', '-q', '--', '.');
  for (const name of files) assert.equal(readFileSync(join(folder, name), 'utf8'), 'one\ntwo\n', name);
});
