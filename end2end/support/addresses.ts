// Where the app under test listens. One origin everywhere: never mixed with 127.0.0.1, whose cookies and `azp` differ.

export const port = Number(process.env.E2E_PORT ?? 3100);
export const origin = `http://localhost:${port}`;

/** The local Clerk's own port, for its control API. */
export const controlAddress = `127.0.0.1:${port + 1}`;

/** The app that reaches its Clerk instance without a proxy: a server of its own. */
export const directPort = port + 2;
export const directOrigin = `http://localhost:${directPort}`;

/** The app where everybody needs an organization: a server of its own. */
export const requiredPort = port + 3;

/** The app that is walked through: a server of its own, so that what it holds is known. */
export const walkPort = port + 4;

/** The app whose organization gets another address: a server of its own, since other tests want the seeded ones. */
export const movedPort = port + 5;

/** The app whose people come and go: a server of its own, and its local Clerk. */
export const peoplePort = port + 6;
export const peopleControl = `127.0.0.1:${port + 7}`;
