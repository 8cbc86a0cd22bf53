// The people and organizations that the local Clerk is seeded with.

export { password, people, type Person } from '../../clerk/end2end/support/people.js';
