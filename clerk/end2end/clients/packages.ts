// The packages that bin/local-clerk-matrix has installed, beside the repository's own.

import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Where they are. */
export const folder = process.env.CLERK_CLIENTS ?? '';

/** A package of that folder. */
export const load = (name: string) => createRequire(join(folder, 'package.json'))(name);
