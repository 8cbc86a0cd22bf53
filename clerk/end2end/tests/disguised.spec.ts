// A browser that does not say that a program drives it: ClerkJS holds telemetry back by itself only where it sees a test.

import { hostsOf, openEverything } from '../support/components.js';
import { testOn } from '../support/host.js';
import { people } from '../support/people.js';
import { signIn } from '../support/person.js';
import { expect } from '../support/test.js';

const test = testOn({ disguised: true });

test('no request leaves this machine', async ({ visit, baseURL }) => {
  const ada = await visit();
  const hosts = hostsOf(ada);
  await signIn(ada, people.ada, '/private');
  expect(await ada.evaluate(() => navigator.webdriver)).toBe(false);
  await openEverything(ada);
  expect([...hosts].filter(Boolean)).toEqual([new URL(baseURL!).host]);
});
