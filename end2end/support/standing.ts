// What every page must be, whoever looks at it and however they came. Runs in the page.

import type { Page } from '@playwright/test';

// What it asks of `window.walk` is there.
import './controls.js';

/** As long as anything may take to be there. */
const patience = 5_000;

export type Wanted = {
  /** The address; a page may also lead on from it at once. */
  at?: string;
  /** An address that is left. */
  notAt?: string;
  /** Came here without a page load: the keyboard has to be somewhere. */
  sameDocument?: boolean;
  /** In how many frames in a row nothing may be wrong. */
  frames?: number;
};

/** What is wrong with the page, in words; nothing when it stands. Waits as long as that changes. */
export async function faultsOf(page: Page, wanted: Wanted = {}): Promise<string[]> {
  const end = Date.now() + 2 * patience;
  for (;;) {
    try {
      return await page.evaluate(faultsHere, { wanted, patience });
    } catch (error) {
      // The document went while it was looked at: the next one counts.
      if (!/context was destroyed|navigation/i.test(String(error)) || Date.now() > end) throw error;
    }
  }
}

async function faultsHere({ wanted, patience }: { wanted: Wanted; patience: number }) {
  const isShown = (element: Element) => element.checkVisibility() && element.getBoundingClientRect().height > 0;
  const look = () => {
    const faults: string[] = [];
    const here = location.pathname + location.search;
    if (wanted.at !== undefined && decodeURIComponent(wanted.at) !== decodeURIComponent(here)) faults.push(`the address is ${here}, not ${wanted.at}`);
    if (wanted.notAt !== undefined && wanted.notAt === here) faults.push(`nothing happened, the address is still ${here}`);
    if (!document.querySelector('html[data-hydrated]')) faults.push('not hydrated');
    const main = document.querySelector('main');
    if (!main?.innerText.trim()) faults.push('main is empty');
    if (window.walk.requests() > 0) faults.push('a request is not answered');
    if (document.querySelector('main .skeleton, main [aria-busy=true]')) faults.push('still loading');
    if (!document.title.trim()) faults.push('no title');
    if (![...document.querySelectorAll('h1')].some(isShown)) faults.push('no h1');
    for (const host of document.querySelectorAll('[data-clerk-component]')) {
      const isMounted = [...host.querySelectorAll('button, input')].some(isShown);
      if (!isMounted) faults.push(`nothing is mounted in Clerk's ${host.getAttribute('data-clerk-component')}`);
    }
    if (wanted.sameDocument && document.activeElement === document.body) faults.push('the focus is nowhere');
    return faults;
  };
  const end = performance.now() + patience;
  let faults: string[];
  let calm = 0;
  do {
    await new Promise(requestAnimationFrame);
    faults = look();
    calm = faults.length === 0 ? calm + 1 : 0;
  } while (calm < (wanted.frames ?? 3) && performance.now() < end);
  return faults;
}
