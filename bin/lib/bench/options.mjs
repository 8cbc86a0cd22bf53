// What bin/bench says to the programs that measure.

import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    binary: { type: "string", multiple: true }, // NAME=PATH
    clerk: { type: "string" },
    "clerk-js": { type: "string" },
    roles: { type: "string" },
    lent: { type: "string", multiple: true, default: [] }, // a database for each binary: the server's address and the owner's
    accept: { type: "boolean", default: false },
  },
});

/** The release servers, the one to compare with first. */
export const binaries = values.binary.map((binary) => ({ name: binary.slice(0, binary.indexOf("=")), path: binary.slice(binary.indexOf("=") + 1) }));
/** What the local Clerk needs. */
export const clerkOptions = { program: values.clerk, clerkJs: values["clerk-js"], roles: values.roles };
export const { lent, accept } = values;
