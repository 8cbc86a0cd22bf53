// Programs that tests start for themselves.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Everything we start is started here, where `.tools` is. */
export const root = join(__dirname, '../../..');

/** A running program and what it has printed. */
export type Child = { output: string; stop: () => Promise<void> };

/** Starts a program and waits until it has printed what says that it is ready. */
export async function start(command: string, args: string[], env: Record<string, string>, ready: string): Promise<Child> {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const running: Child = {
    output: '',
    stop: async () => {
      process.off('exit', end);
      if (child.exitCode === null && child.kill('SIGINT')) await once(child, 'exit');
    },
  };
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      running.output += chunk.toString();
      if (running.output.includes(ready)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`${command} ended with ${code}:\n${running.output}`)));
  });
  return running;
}
