// Where the app under test listens. One origin everywhere: never mixed with 127.0.0.1, whose cookies and `azp` differ.

export const port = Number(process.env.E2E_PORT ?? 3100);
export const origin = `http://localhost:${port}`;

/** The local Clerk's own port, for its control API. */
export const controlAddress = `127.0.0.1:${port + 1}`;
