// What is measured: a list with twenty rows, and the pages that somebody sees before it.

export const LANDING = { path: "/", isSignedIn: false };
export const SIGN_IN = { path: "/sign-in", isSignedIn: false };

/** A tenant's page that every product has. */
export let LIST = { path: "/orgs/acme/activity" };
export let REST = { path: "/api/activity", accept: "application/json" };
/** What fills it. */
export let ROWS = [];

// begin examples
LIST = { path: "/orgs/acme/projects" };
REST = { path: "/api/projects", accept: "application/json" };
ROWS = Array.from({ length: 20 }, (_, row) => ({
  method: "POST",
  path: "/api/projects",
  accept: "application/json",
  body: { key: `PRJ${10 + row}`, name: `Project number ${row}`, description: `A description of some words ${row}` },
}));
// end examples

/** What the first view is counted of. */
export const VIEWS = { landing: LANDING, "sign-in": SIGN_IN, list: LIST };
