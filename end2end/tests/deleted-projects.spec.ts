// What is deleted can be brought back, by whoever may delete it.

import { test, expect } from '../support/test.js';
import { enter, hydrated, unique } from '../support/app.js';
import { people, type Person } from '../support/people.js';
import { apiDelete, apiProject, apiTasks } from '../support/projects.js';

const DELETED = '/orgs/acme/projects?status=deleted&sort=updated';

test('a deleted project comes back as it was, with its tasks', async ({ page }) => {
  const name = unique('Phoenix');
  await enter(page, people.ada);
  const { id } = await apiProject(page, { name, description: 'from the ashes' });
  await apiTasks(page, id, ['Rise']);

  await page.goto(`/orgs/acme/projects/${id}/delete`);
  await hydrated(page);
  await expect(page.getByText('For 30 days it can be restored')).toBeVisible();
  await page.getByRole('button', { name: 'Delete project' }).click();
  await expect(page).toHaveURL('/orgs/acme/projects');
  await expect(page.getByText(name)).toHaveCount(0);

  await page.getByRole('link', { name: 'Deleted' }).click();
  const row = page.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText('Gone for good after');
  await expect(row.getByRole('link')).toHaveCount(0);
  await row.getByRole('button', { name: `Restore ${name}` }).click();
  await expect(page).toHaveURL(`/orgs/acme/projects/${id}`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('from the ashes')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Rise' })).toBeVisible();
});

test('only who may delete may restore', async ({ page, browser }) => {
  const [adas, mels] = [unique('Of Ada'), unique('Of Mel')];
  const as = async (person: Person) => {
    const own = await browser.newPage();
    await enter(own, person);
    return own;
  };
  const [mel, vic] = [await as(people.mel), await as(people.vic)];
  await enter(page, people.ada);
  const { id } = await apiProject(page, { name: adas });
  await apiDelete(page, id);
  await apiDelete(mel, (await apiProject(mel, { name: mels })).id);

  await mel.goto(DELETED);
  await expect(mel.getByText(adas)).toBeVisible();
  await expect(mel.getByRole('button', { name: `Restore ${mels}` })).toBeVisible();
  await expect(mel.getByRole('button', { name: `Restore ${adas}` })).toHaveCount(0);
  const refused = await mel.request.post(`/api/projects/${id}/restore`, { headers: { 'sec-fetch-site': 'same-origin' } });
  expect([403, 404]).toContain(refused.status());

  await vic.goto(DELETED);
  await expect(vic.getByText(mels)).toBeVisible();
  await expect(vic.getByRole('button', { name: /^Restore/ })).toHaveCount(0);

  await page.goto(DELETED);
  await expect(page.getByRole('button', { name: `Restore ${mels}` })).toBeVisible();
  await Promise.all([mel.close(), vic.close()]);
});
