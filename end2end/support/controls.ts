// The links and buttons of a page, ours and ClerkJS', as somebody sees them who looks for what can be pressed.

import type { BrowserContext, ElementHandle, Page } from '@playwright/test';

export type Control = {
  /** What tells it from the others on its page; the same whenever that page is drawn again. */
  key: string;
  /** What is written on it. */
  name: string;
  /** Where a link leads. */
  href: string | null;
  kind: 'link' | 'button' | 'summary';
  /** Sends one of our forms, which changes something. */
  sends: boolean;
  /** The tab that is open. */
  current: boolean;
};

type Found = Control & { element: Element };
type Eyes = { controls: () => Found[]; watch: () => void; hasChanged: () => boolean; layers: () => number; requests: () => number };
declare global {
  interface Window {
    walk: Eyes;
  }
}

/** Gives every page of a context what the functions below use. */
export const openEyes = (context: BrowserContext) => context.addInitScript(install);

/** What can be pressed, in the order of the document; of several alike, as rows of a list are, the first. */
export const controlsOf = (page: Page): Promise<Control[]> =>
  page.evaluate(() => window.walk.controls().map(({ element: _, ...control }) => control));

/** Presses a control as a person does; says so when that cannot be done. */
export async function press(page: Page, key: string) {
  const find = (key: string) => window.walk.controls().find(control => control.key === key)?.element ?? null;
  const found = await page.waitForFunction(find, key, { timeout: 5_000 }).catch(() => undefined);
  if (!found) return 'is gone';
  await page.evaluate(() => window.walk.watch());
  return (found as ElementHandle<Element>).click({ timeout: 5_000 }).then(
    () => undefined,
    error => `cannot be pressed: ${/<.*intercepts pointer events|element is not \w+/.exec(String(error))?.[0] ?? error}`,
  );
}

/** Whether anything came of the last press, an address, an element or a window; waits for it. */
export const hasChanged = (page: Page) =>
  page.waitForFunction(() => window.walk.hasChanged(), null, { timeout: 5_000 }).then(
    () => true,
    () => false,
  );

/** How many windows, menus and questions are open. */
export const layersOf = (page: Page) => page.evaluate(() => window.walk.layers());

function install() {
  const pressable = 'a[href], button, summary, [role=button], [role=tab], [role=menuitem]';
  let mutated = false;
  let before = '';
  const layers = () =>
    document.querySelectorAll(':popover-open, dialog[open], details[open], [role=dialog], [role=menu], .cl-modalBackdrop, [data-floating-ui-portal] > *').length;
  const state = () => `${location.href} ${layers()}`;
  // Whatever is asked of a server counts until it is answered.
  let requests = 0;
  const ask = window.fetch;
  window.fetch = (...call) => {
    requests += 1;
    return ask.apply(window, call).finally(() => (requests -= 1));
  };
  new MutationObserver(() => (mutated = true)).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  /** Ids and cursors are of this run. */
  const kindOf = (url: URL) => {
    const path = url.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id');
    const query = [...url.searchParams].map(([name, value]) => (/after$/.test(name) ? name : `${name}=${value}`));
    return url.origin === location.origin ? `${path}?${query.join('&')}` : url.origin;
  };
  const describe = (element: Element): Found => {
    const href = element.getAttribute('href') === null ? null : new URL((element as HTMLAnchorElement).href);
    const text = element.getAttribute('aria-label') ?? (element as HTMLElement).innerText ?? '';
    const name = text.trim().split('\n')[0]!.slice(0, 60);
    const kind = href ? 'link' : element.tagName === 'SUMMARY' ? 'summary' : 'button';
    const form = (element as HTMLButtonElement).form;
    return {
      element,
      key: `${kind} ${href ? kindOf(href) : name}`,
      name,
      href: href?.href ?? null,
      kind,
      sends: form?.method === 'post' && (element as HTMLButtonElement).type === 'submit',
      current: element.classList.contains('cl-active') || element.getAttribute('aria-selected') === 'true',
    };
  };
  const isThere = (element: Element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return element.checkVisibility({ visibilityProperty: true }) && box.width > 4 && box.height > 4 && style.pointerEvents !== 'none' && !element.matches(':disabled, [aria-disabled=true]');
  };
  window.walk = {
    controls: () => {
      const found = [...document.querySelectorAll(pressable)].filter(isThere).map(describe);
      return found.filter((control, place) => found.findIndex(other => other.key === control.key) === place);
    },
    watch: () => {
      before = state();
      mutated = false;
    },
    hasChanged: () => mutated || state() !== before,
    layers,
    requests: () => requests,
  };
}
