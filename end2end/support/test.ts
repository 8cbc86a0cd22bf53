// Every test of the suite starts from this `test`, Clerk's own tests too.

export { expect, test } from '../../clerk/end2end/support/test.js';
