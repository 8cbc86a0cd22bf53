// What was answered when the project was made: carried out once, and by the script that is there afterwards.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const library = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A project with these answers, whose set-up carries them out with a command that notes what it was told. */
function project(context, answers) {
  const folder = mkdtempSync(join(tmpdir(), 'answers-'));
  context.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'bin/lib'), { recursive: true });
  for (const name of ['env.sh', 'versions.sh', 'steps.sh', 'answers.sh']) copyFileSync(join(library, name), join(folder, 'bin/lib', name));
  const script = (name, text) => {
    writeFileSync(join(folder, name), `#!/usr/bin/env bash\nset -euo pipefail\nsource "$(dirname "$0")/lib/env.sh"\n${text}`);
    chmodSync(join(folder, name), 0o755);
  };
  script('bin/setup', `source "$LIB/steps.sh"\nsource "$LIB/answers.sh"
scaffold() { git ls-files --others | grep -c answers.toml; echo "$*" >>told; printf 'echo second "$@"\\n' >bin/new && chmod +x bin/new && mv bin/new bin/run; }
if has_answers; then carry_out_answers; fi\n`);
  script('bin/run', 'set_up\necho first "$@"\n');
  if (answers) writeFileSync(join(folder, 'answers.toml'), answers);
  return folder;
}

const run = folder => execFileSync(join(folder, 'bin/run'), ['a b', 'c'], { encoding: 'utf8', cwd: tmpdir() });

test('the answers are carried out, and the script that is there then goes on', context => {
  const folder = project(context, 'database = "one"\nexample = "remove"\n');
  assert.match(run(folder), /database one, example remove, as you answered\nsecond a b c\n$/);
  assert.equal(execFileSync('cat', ['told'], { cwd: folder, encoding: 'utf8' }), 'carry-out --database one --example remove\n');
  assert.ok(!existsSync(join(folder, 'answers.toml')));
  assert.ok(!existsSync(join(folder, '.git')));
});

test('where nothing was to change, nothing is run', context => {
  const folder = project(context, 'database = "both"\nexample = "keep"\n');
  assert.match(run(folder), /first a b c\n$/);
  assert.ok(!existsSync(join(folder, 'told')) && !existsSync(join(folder, 'answers.toml')));
});

test('without answers there is nothing to carry out', context => {
  assert.equal(run(project(context, '')), 'first a b c\n');
});
