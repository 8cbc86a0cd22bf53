// The four people and two organizations the local Clerk is seeded with.

export type Person = { email: string; firstName: string };

export const password = 'local-clerk-demo';

export const people = {
  ada: { email: 'ada+clerk_test@example.com', firstName: 'Ada' },
  mel: { email: 'mel+clerk_test@example.com', firstName: 'Mel' },
  vic: { email: 'vic+clerk_test@example.com', firstName: 'Vic' },
  sam: { email: 'sam+clerk_test@example.com', firstName: 'Sam' },
} satisfies Record<string, Person>;
