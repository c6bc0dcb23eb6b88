/** The sandbox's page while others are at work, too: what is open follows the portal, and nobody loses what they do. */
import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { owners } from '../../src/sandbox/catalog/owners.ts';
import { useScene, valueIn } from './page-support.ts';
import { at } from './support.ts';

const scene = useScene();
const [, , , , glen, ruth] = owners;
if (!glen || !ruth) throw new Error('The portal has fewer people than this file needs');

const changeDeal = (properties: Record<string, string>) =>
  scene.asApp('PATCH', `/crm/v3/objects/deals/${scene.deal}`, { properties });
const addPipeline = async (): Promise<{ id: string; stage: string }> => {
  const made = await scene.asApp('POST', '/crm/v3/pipelines/deals', {
    label: 'New Business',
    displayOrder: 1,
    stages: [{ label: 'Qualified', displayOrder: 0, metadata: { probability: '0.2' } }],
  });
  return { id: String(at(made, 'id')), stage: String(at(made, 'stages', 0, 'id')) };
};
const focusedId = (page: Page) => page.evaluate('document.activeElement.id');

/** Holds the browser's next request for which `isIt` says so, and answers it when told. */
async function hold(page: Page, isIt: (route: Route) => boolean): Promise<{ held: Promise<void>; go(): void }> {
  let go = () => {};
  const gone = new Promise<void>((resolve) => (go = resolve));
  const held = new Promise<void>((resolve) => {
    let isFirst = true;
    void page.route('**/*', async (route) => {
      if (!isFirst || !isIt(route)) return route.fallback();
      isFirst = false;
      resolve();
      await gone;
      return route.continue();
    });
  });
  return { held, go };
}
const isFetchOf = (path: string) => (route: Route) =>
  route.request().resourceType() === 'fetch' && new URL(route.request().url()).pathname === path;

test('an open board keeps its pipeline when another one becomes the fullest', async () => {
  const { page } = scene;
  const { id, stage } = await addPipeline();
  await scene.open('/');
  await page.locator('[data-stage="qualifiedtobuy"] .card').waitFor();
  for (const dealname of ['Harbor', 'Quay']) {
    await scene.asApp('POST', '/crm/v3/objects/deals', { properties: { dealname, pipeline: id, dealstage: stage } });
  }
  await changeDeal({ dealstage: 'contractsent' });
  await page.locator('[data-stage="contractsent"] .card').waitFor();
  await scene.open('/');
  await page.getByRole('link', { name: 'Quay' }).waitFor();
});

test("of equal pipelines the portal's own is shown, and new deals begin in it, not in HubSpot's", async () => {
  const { page, deal } = scene;
  const { id, stage } = await addPipeline();
  await scene.asApp('DELETE', `/crm/v3/objects/deals/${deal}`);
  await scene.open('/');
  await page
    .getByRole('navigation', { name: 'Pipelines' })
    .locator('[aria-current]', { hasText: 'New Business' })
    .waitFor();
  await page.getByRole('link', { name: 'New deal' }).click();
  expect(await page.getByLabel('Stage').inputValue()).toBe(`${id}:${stage}`);
  await scene.open('/new/deals');
  expect(await page.getByLabel('Stage').inputValue()).toBe(`${id}:${stage}`);
});

test('what is typed while a form is on its way is not lost, and is still to be saved', async () => {
  const { page, deal } = scene;
  await scene.open(`/records/deals/${deal}`);
  const { held, go } = await hold(page, (route) => route.request().url().endsWith('/properties'));
  await page.getByLabel('Next step').fill('Call');
  await page.getByLabel('Rate Range needed').selectOption('High');
  await page.getByRole('button', { name: 'Save' }).click();
  await held;
  await page.getByLabel('Next step').fill('Call on Monday');
  await page.getByLabel('Rate Range needed').selectOption('Low');
  go();
  await page.getByText('Saved 2 properties of Lakeside.').waitFor();
  expect(valueIn(await scene.look('deals', deal), 'hs_next_step')).toBe('Call');
  await changeDeal({ amount: '900' });
  await expect.poll(() => page.getByLabel('Amount', { exact: true }).inputValue()).toBe('900');
  await page.getByText('2 changes').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => valueIn(await scene.look('deals', deal), 'hs_next_step')).toBe('Call on Monday');
  expect(valueIn(await scene.look('deals', deal), 'rate_range')).toBe('Low');
});

test('what is typed into a new note while the last one is on its way stays in the form', async () => {
  const { page, deal } = scene;
  await scene.open(`/records/deals/${deal}`);
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  const form = page.getByRole('form', { name: 'Log: Note' });
  const { held, go } = await hold(page, (route) => route.request().url().endsWith('/log/notes'));
  await form.getByLabel('Note body').fill('One');
  await form.getByRole('button', { name: 'Log note' }).click();
  await held;
  await form.getByLabel('Note body').fill('Two');
  go();
  await page.locator('.entry.notes', { hasText: 'One' }).waitFor();
  expect(await form.getByLabel('Note body').inputValue()).toBe('Two');
  await form.getByRole('button', { name: 'Log note' }).click();
  await page.locator('.entry.notes', { hasText: 'Two' }).waitFor();
  expect(await form.getByLabel('Note body').inputValue()).toBe('');
});

test('a card that is being dragged while its column is fetched anew stays in the hand, and the board follows afterwards', async () => {
  const { page } = scene;
  await scene.open('/boards/deals');
  await page.waitForLoadState('networkidle');
  const { held, go } = await hold(page, isFetchOf('/boards/deals'));
  await changeDeal({ amount: '900' });
  await held;
  await page.locator('.card', { hasText: 'Lakeside' }).hover();
  await page.mouse.down();
  await page.locator('[data-stage="contractsent"]').hover();
  await page.locator('.card.dragged').waitFor();
  const fetched = page.waitForResponse((response) => new URL(response.url()).pathname === '/boards/deals');
  go();
  await (await fetched).finished();
  await page.getByRole('link', { name: 'Controls' }).hover();
  expect(await page.locator('.card.dragged').count()).toBe(1);
  await page.mouse.up();
  await page.locator('.card', { hasText: '$900' }).waitFor();
  await changeDeal({ amount: '1200' });
  await page.locator('.card', { hasText: '$1,200' }).waitFor();
});

test('columns come and go with the stages, and cards can be moved there', async () => {
  const { page, deal } = scene;
  await scene.open('/boards/deals');
  await page.locator('[data-stage="qualifiedtobuy"] .card').waitFor();
  await scene.asApp('DELETE', '/crm/v3/pipelines/deals/default/stages/qualifiedtobuy');
  await page.locator('.column', { hasText: 'No stage' }).getByRole('link', { name: 'Lakeside' }).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.locator('[data-stage="appointmentscheduled"]').getByRole('link', { name: 'Lakeside' }).waitFor();
  await page.locator('.column', { hasText: 'No stage' }).waitFor({ state: 'detached' });
  expect(valueIn(await scene.look('deals', deal), 'dealstage')).toBe('appointmentscheduled');
});

test('a record that is deleted elsewhere says so, once nothing is left to be saved', async () => {
  const { page, deal } = scene;
  await scene.open(`/records/deals/${deal}`);
  await page.getByLabel('Next step').fill('Call');
  await scene.asApp('DELETE', `/crm/v3/objects/deals/${deal}`);
  const asked = page.waitForResponse((response) => response.url().endsWith(`/records/deals/${deal}`));
  await (await asked).finished();
  expect(await page.getByLabel('Next step').inputValue()).toBe('Call');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('heading', { name: 'Deleted' }).waitFor();
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('heading', { name: 'Properties' }).waitFor();
});

test('a property that is needed from now on moves to those that hold the record up', async () => {
  const { page, deal } = scene;
  await scene.open(`/records/deals/${deal}`);
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.locator('#group-needed').getByLabel('Rate Range').waitFor();
  await page.locator('h1').click();
  await changeDeal({ missing_text: 'To move on to Proposal:\n- HP Product(s)' });
  await page.locator('#group-needed').getByRole('group', { name: 'HP Product(s)' }).waitFor();
  await page.locator('#group-sop').getByLabel('Rate Range').waitFor();
  // What was opened stays open.
  await page.getByRole('form', { name: 'Log: Call' }).waitFor();
});

test('a change that could not be fetched is fetched next time', async () => {
  const { page } = scene;
  await scene.open('/boards/deals');
  await page.waitForLoadState('networkidle');
  const failed = page.waitForEvent('requestfailed');
  await page.route('**/boards/deals*', (route) => route.abort(), { times: 1 });
  await changeDeal({ amount: '900' });
  await failed;
  await page.locator('.card', { hasText: '$900' }).waitFor();
});

test('who is at work is the same in all tabs, and new tasks are theirs', async () => {
  const { page, deal, hub } = scene;
  await scene.open(`/records/deals/${deal}`);
  await scene.becomes(ruth);
  await page.getByRole('button', { name: 'Task', exact: true }).click();
  const owner = page.getByRole('form', { name: 'New task' }).getByLabel('Assigned to');
  await expect.poll(() => owner.inputValue()).toBe(ruth.id);
  const other = await page.context().newPage();
  await other.goto(hub.sandbox.url);
  await other.getByLabel('Act as').selectOption(glen.id);
  await other.getByText(`You are ${glen.firstName} ${glen.lastName} now.`).waitFor();
  await page.bringToFront();
  await page.locator('h1').click();
  await expect.poll(() => page.getByLabel('Act as').inputValue()).toBe(glen.id);
  await expect.poll(() => owner.inputValue()).toBe(glen.id);
});

test('a button keeps the focus when what surrounds it is exchanged', async () => {
  const { page, deal, contact } = scene;
  await scene.open('/boards/deals');
  const move = page.getByRole('button', { name: 'Move Lakeside' });
  await move.focus();
  await changeDeal({ amount: '900' });
  await page.locator('.card', { hasText: '$900' }).waitFor();
  expect(await focusedId(page)).toBe(`move-${deal}`);

  await scene.open(`/records/deals/${deal}`);
  const remove = page.getByRole('button', { name: 'Remove the association with Ann Lee' });
  await remove.focus();
  await scene.asApp('PATCH', `/crm/v3/objects/contacts/${contact}`, { properties: { firstname: 'Anne' } });
  await page.getByRole('button', { name: 'Remove the association with Anne Lee' }).waitFor();
  expect(await focusedId(page)).toBe(`remove-contacts-${contact}`);
});
