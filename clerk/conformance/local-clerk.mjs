// A local Clerk of its own, on a free port: `start(EMULATOR, ...FLAGS)`.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export async function start(program, ...flags) {
  const folder = mkdtempSync(join(tmpdir(), 'local-clerk-'));
  const place = ['--listen', '127.0.0.1:0', '--state-dir', join(folder, 'state'), '--json'];
  const child = spawn(program, [...place, ...flags], { stdio: ['ignore', 'pipe', 'ignore'] });
  const stop = async () => {
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const { value: line } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const ready = JSON.parse(line ?? '{}');
  assert(ready.ready, `the local Clerk is not ready: ${line}`);
  return { secretKey: ready.secret_key, apiUrl: ready.api_url, fapiUrl: ready.fapi_url, controlUrl: ready.control_url, stop };
}
