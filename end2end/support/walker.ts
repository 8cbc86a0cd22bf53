// Goes through the app as somebody who presses everything: every link and every button that leads somewhere, ours and
// ClerkJS', in pages, menus and windows; then back and forward, and again after a reload.

import type { Page } from '@playwright/test';

import { controlsOf, hasChanged, layersOf, openEyes, press, type Control } from './controls.js';
import { faultsOf, type Wanted } from './standing.js';

/** What the walk leaves alone, and why. */
const unpressed: { why: string; is: (control: Control) => boolean }[] = [
  { why: 'sends a form of ours: the specs about its data do', is: control => control.sends },
  { why: 'ends the session that the walk needs: sign-in.spec does it', is: named(/^Sign out/) },
  { why: 'destroys what the walk stands on', is: named(/^(Delete|Remove|Leave|Revoke)\b/, 'button') },
  { why: 'sends a form of Clerk, which is empty here', is: named(/^(Continue|Save|Add|Send invitations|Create organization|Verify|Reset|Set password)$/, 'button') },
  { why: 'opens a window of the operating system', is: named(/^Upload/, 'button') },
  { why: 'leads to another site', is: control => control.href !== null && !isHere(control.href) },
  { why: 'asks for what is shown already: the specs about lists search', is: named(/^Search$/, 'button') },
  { why: 'is open already', is: control => control.current },
];

function named(name: RegExp, kind?: Control['kind']) {
  return (control: Control) => name.test(control.name) && (kind === undefined || control.kind === kind);
}

let origin = '';
const isHere = (href: string) => new URL(href).origin === origin;

/** Pages that differ only in whose they are, or in which project they show, are of one kind. */
const kindOf = (address: string) =>
  address
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    .replace(/user_\w+/g, ':user')
    .replace(/(after|redirect_url)=[^& ]*/g, '$1')
    .replace(/\/(personal|orgs\/\w+)/g, '/tenant');

/** Deeper than a menu that opens a window that has tabs there is nothing. */
const deepest = 3;
/** Enough to see what is wrong; each costs its five seconds. */
const mostFaults = 12;

export class Walker {
  readonly faults: string[] = [];
  pressed = 0;
  private here = 'the start';
  /** Kinds of pages that somebody came to, went back from and forward to again, and reloaded. */
  private readonly known = new Set<string>();
  /** What was pressed, by the kind of page it stands on. */
  private readonly done = new Set<string>();
  /** Statuses that the page has that is walked from, whenever it is come to. */
  private declared: number[] = [];
  /** Layers that were looked into, by what opened them. */
  private readonly explored = new Set<string>();

  private constructor(private readonly page: Page) {}

  /** Starts on a new page, so that nothing happens unseen. */
  static async on(page: Page, base: string) {
    origin = base;
    const walker = new Walker(page);
    await openEyes(page.context());
    page.on('pageerror', error => walker.fault(`page error: ${error.message}`));
    page.on('console', message => {
      const text = message.text();
      if (message.type() === 'error' && !walker.declared.some(status => text.includes(`status of ${status}`))) walker.fault(`console: ${text}`);
    });
    page.on('response', response => {
      if (response.status() >= 500) walker.fault(`${response.status()} from ${response.url()}`);
    });
    return walker;
  }

  /**
   * Loads a page and follows all that leads on from it. `statuses` are those that the page itself has; `after` is a page
   * to come from, where the active organization makes a difference.
   */
  async walk(address: string, options: { statuses?: number[]; after?: string } = {}) {
    const { statuses = [], after } = options;
    const begin = async () => (after === undefined || (await this.load(after))) && this.load(address, statuses);
    if (!(await begin())) return;
    const start = this.address();
    // A token that the page before asked for may come late, and be another organization's.
    const beginAgain = async () => {
      for (let tries = 1; tries <= 3 && (await begin()) && this.address() !== start; tries += 1);
    };
    const controls = await controlsOf(this.page);
    const seen = new Set(controls.map(({ key }) => key));
    for (const control of controls) {
      if (this.isOver()) return;
      if (this.isLeftAlone(control) || !this.isNew(`${start} › ${control.key}`)) continue;
      this.here = `${start} › ${control.name || control.key}`;
      if (!(await this.follow(start, control, seen))) await beginAgain();
    }
  }

  /** Loads a page as the address bar does. */
  private async load(address: string, statuses: number[] = []) {
    this.here = address;
    this.declared = statuses;
    await this.page.goto(address);
    return this.stands({});
  }

  private async follow(start: string, control: Control, seen: Set<string>) {
    this.pressed += 1;
    if (!(await this.press(control))) return false;
    if (control.kind === 'link') return this.arrive(start);
    if (!(await this.answers())) return false;
    return this.address() === start ? this.lookInto(start, [control], seen) : this.switched();
  }

  private async press(control: Control) {
    const problem = await press(this.page, control.key);
    return problem === undefined || this.fault(`${control.name}: ${problem}`);
  }

  /** Something came of a press, and is complete: ClerkJS takes its time between what it says and where it goes. */
  private async answers() {
    return (await hasChanged(this.page)) ? this.stands({ frames: 6 }) : this.fault('nothing happens');
  }

  /** At a page that a link led to. When gone back, the page before stands; the first time, so do both after a reload. */
  private async arrive(start: string) {
    if (!(await this.stands({ notAt: start, sameDocument: true }))) return false;
    const there = this.address();
    if (!(await this.travel('back', start))) return false;
    if (this.known.has(kindOf(there))) return true;
    this.known.add(kindOf(there));
    if (!(await this.travel('forward', there))) return false;
    await this.page.reload();
    return (await this.stands({ at: there }, `${this.here}, reloaded`)) && this.travel('back', start);
  }

  /** A button has switched the organization, so the page before may lead on elsewhere when gone back to. */
  private async switched() {
    if (!(await this.stands({ sameDocument: true }))) return false;
    await this.page.evaluate(() => history.back());
    await this.stands({ sameDocument: true, frames: 6 }, `${this.here}, back`);
    return false;
  }

  private async travel(way: 'back' | 'forward', at: string) {
    const left = this.address();
    await this.page.evaluate(way => history[way](), way);
    return this.stands({ at, notAt: left, sameDocument: true }, `${this.here}, ${way}`);
  }

  /** A menu or a window has opened: presses what is new in it, and what that opens in turn. */
  private async lookInto(start: string, path: Control[], seen: Set<string>): Promise<boolean> {
    const opener = path.map(({ key }) => key).join(' › ');
    if (!this.explored.has(opener) && path.length < deepest) {
      this.explored.add(opener);
      const inside = (await controlsOf(this.page)).filter(({ key }) => !seen.has(key));
      const seenNow = new Set([...seen, ...inside.map(({ key }) => key)]);
      for (const control of inside) {
        if (this.isOver()) return false;
        if (this.isLeftAlone(control)) continue;
        this.here = [start, ...[...path, control].map(({ name, key }) => name || key)].join(' › ');
        if (!(await this.pressInside(start, path, control, seenNow))) return false;
      }
    }
    return this.close(start, path);
  }

  private async pressInside(start: string, path: Control[], control: Control, seen: Set<string>) {
    this.pressed += 1;
    if (!(await this.press(control))) return false;
    if (control.kind === 'link') return (await this.arrive(start)) && this.reopen(start, path);
    if (!(await this.answers())) return false;
    if (this.address() === start) return (await this.lookInto(start, [...path, control], seen)) && this.reopen(start, path);
    await this.switched();
    return (await this.load(start)) && this.reopen(start, path);
  }

  private async reopen(start: string, path: Control[]) {
    if (!(await this.close(start, path))) return false;
    for (const control of path) {
      if (!(await this.press(control))) return false;
      if (!(await this.answers())) return false;
    }
    return true;
  }

  /** By the keyboard, as everything that opens must allow; what a summary opens, by the summary. */
  private async close(start: string, path: Control[]) {
    if (path[0]?.kind === 'summary' && !(await this.press(path[0]))) return false;
    for (let layers = await layersOf(this.page); layers > 0; layers -= 1) await this.page.keyboard.press('Escape');
    return this.stands({ at: start });
  }

  private async stands(wanted: Wanted, here = this.here) {
    const faults = await faultsOf(this.page, wanted);
    faults.forEach(fault => this.faults.push(`${here}: ${fault}`));
    return faults.length === 0;
  }

  private fault(what: string) {
    this.faults.push(`${this.here}: ${what}`);
    return false;
  }

  private address() {
    const url = new URL(this.page.url());
    return url.pathname + url.search;
  }

  /** What is on the list above, and a link that leads to where it stands. */
  private isLeftAlone(control: Control) {
    if (unpressed.some(({ is }) => is(control))) return true;
    if (control.href === null) return false;
    const { pathname, search } = new URL(control.href);
    return pathname + search === this.address();
  }

  /** Whether nobody pressed this on such a page yet. */
  private isNew(edge: string) {
    const kind = kindOf(edge);
    return !this.done.has(kind) && this.done.add(kind) !== undefined;
  }

  private isOver() {
    return this.faults.length >= mostFaults;
  }
}
