// How the tests start the app: the debug server, with a folder and a port of its own, and nothing of the developer's `.env`.

import { join } from 'node:path';

import { root } from '../../clerk/end2end/support/child.js';

export { root };
export const serverBinary = process.env.SERVER_BINARY ?? join(root, 'target/debug/server');
export const localClerkBinary = process.env.LOCAL_CLERK_BINARY ?? join(root, 'target/debug/clerk-emulator');

export function serverEnvironment(port: number, folder: string) {
  return {
    LISTEN_ADDRESS: `127.0.0.1:${port}`,
    PUBLIC_ORIGIN: `http://localhost:${port}`,
    DATA_DIR: join(folder, 'data'),
    LEPTOS_OUTPUT_NAME: 'app',
    LEPTOS_SITE_ROOT: process.env.LEPTOS_SITE_ROOT ?? 'target/site',
    CLERK_SECRET_KEY: '',
    CLERK_PUBLISHABLE_KEY: '',
    CLERK_PROXY_URL: '',
  };
}
