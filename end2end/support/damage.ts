// What befalls a page between our server and our program: extensions, optimisers, translators, and the program's own end.

import { expect, type Page } from '@playwright/test';

/** An extension's element, first in the body from the moment there is one. */
export async function insertFirst(page: Page) {
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      const foreign = document.createElement('div');
      foreign.id = 'foreign';
      foreign.textContent = 'from an extension';
      document.body.prepend(foreign);
    }).observe(document, { childList: true, subtree: true });
  });
}

/** Changes every document on its way, as a proxy would. */
export async function rewriteDocuments(page: Page, rewrite: (html: string) => string) {
  await page.route('**/*', async route => {
    if (route.request().resourceType() !== 'document' || route.request().method() !== 'GET') return route.fallback();
    const answer = await route.fetch({ maxRedirects: 0 });
    if (!answer.headers()['content-type']?.startsWith('text/html')) return route.fulfill({ response: answer });
    await route.fulfill({ response: answer, body: rewrite(await answer.text()) });
  });
}

/** What an optimiser does to a document: all comments go. */
export const withoutComments = (html: string) => html.replace(/<!--.*?-->|<!>/gs, '');

/** What a page translation does: every text gets an element of its own. */
export function withWrappedTexts(html: string) {
  const [head, body] = html.split(/(?=<body)/);
  const kept = /<(script|style|svg|textarea|select|title)\b.*?<\/\1>|<[^>]*>|[^<]+/gs;
  return head + body!.replace(kept, part => (part.startsWith('<') || !part.trim() ? part : `<font>${part}</font>`));
}

/** The program panics in the handler of the next click on a link: the browser refuses what it takes for granted. */
export async function breakNextNavigation(page: Page) {
  await page.evaluate(() => {
    history.pushState = () => {
      throw new Error('no more history');
    };
  });
}

/** A real trap that no panic hook hears of: eight bytes of module, one function, `unreachable`. */
export async function trap(page: Page) {
  await page.evaluate(() => {
    const code = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(code)));
    setTimeout(instance.exports.f as () => void);
  });
}

/** The sentence that says that the page is the browser's again. */
export const sentence = (page: Page) => page.getByText('Its links and forms still work');

/** The page has been given back, and says so once. */
export async function expectHandedOver(page: Page) {
  await expect(sentence(page)).toHaveCount(1);
  await expect(sentence(page)).toBeInViewport();
  await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
}
