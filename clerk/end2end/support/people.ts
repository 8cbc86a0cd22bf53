// The four people and two organizations the local Clerk is seeded with.

export type Person = { email: string; firstName: string; name: string; id: string };

export const password = 'local-clerk-demo';

export const people = {
  ada: { email: 'ada+clerk_test@example.com', firstName: 'Ada', name: 'Ada Admin', id: 'user_localAdaAdmin' },
  mel: { email: 'mel+clerk_test@example.com', firstName: 'Mel', name: 'Mel Member', id: 'user_localMelMember' },
  vic: { email: 'vic+clerk_test@example.com', firstName: 'Vic', name: 'Vic Viewer', id: 'user_localVicViewer' },
  sam: { email: 'sam+clerk_test@example.com', firstName: 'Sam', name: 'Sam Stranger', id: 'user_localSamStranger' },
} satisfies Record<string, Person>;
