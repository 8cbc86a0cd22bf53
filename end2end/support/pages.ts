// One of each kind of page, and how its theme and its texts are looked at.

import type { Page } from '@playwright/test';

import { enter, hydrated } from './app.js';
// begin examples
import { unique } from './app.js';
// end examples
import { people } from './people.js';
// begin examples
import { apiProject, apiTasks } from './projects.js';
// end examples

/** Pages that nobody needs to be signed in for. */
export const publicPages = ['/', '/sign-in', '/sign-up', '/no/such/page'];

/** Signs in as an admin of Acme and returns one page of each kind, with something to see on it. */
export async function workspacePages(page: Page, _words = 'Something to read.') {
  await enter(page, people.ada);
  const pages = ['/orgs/acme/activity'];
  // begin examples
  const { id } = await apiProject(page, { name: unique('Seen'), description: _words });
  await apiTasks(page, id, ['Look at it', 'Look again']);
  const project = `/orgs/acme/projects/${id}`;
  pages.unshift('/orgs/acme/projects', '/orgs/acme/projects/new', project, `${project}/edit`, `${project}/delete`);
  // end examples
  return pages;
}

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Chooses the theme for all pages from now on. */
export async function choose(page: Page, theme: Theme) {
  await page.addInitScript(theme => localStorage.setItem('theme', theme), theme);
}

/** Loads a page and waits for its program, and for Clerk's parts on it. */
export async function show(page: Page, path: string) {
  await page.goto(path);
  await hydrated(page);
  await page.waitForFunction(() => [...document.querySelectorAll('[data-clerk-component] > :first-child')].every(host => host.querySelector(':scope > :not(:empty)')));
}
