/** The world around the portal's records, in a real Chromium: webhooks, faults, the clock, hostile values, every width. */
import { afterEach, describe, expect, test } from 'vitest';
import { accessibilityProblems, screenshot, SIZES } from '../pages/browser.ts';
import { HOSTILE, useScene } from './page-support.ts';
import { at } from './support.ts';

const DAY_MS = 86_400_000;

describe('alone', () => {
  const scene = useScene();

  test('a webhook is delivered again by its button', async () => {
    const { page, app, hub } = scene;
    await scene.open('/webhooks');
    const first = app.posts[0]?.events.length;
    await page.getByRole('button', { name: 'Deliver again: POST 1' }).click();
    await page.getByRole('button', { name: 'Deliver again: POST 2' }).waitFor();
    await hub.sandbox.webhooks.idle();
    expect(app.posts.at(-1)?.events).toHaveLength(first ?? 0);
    expect(app.posts.at(-1)?.events[0]).toMatchObject({ attemptNumber: 1 });
  });

  test('webhooks are held and released, and the log follows', async () => {
    const { page, deal, app } = scene;
    await scene.open('/webhooks');
    await page.getByRole('button', { name: 'Hold' }).click();
    await page.getByRole('button', { name: 'Release' }).waitFor();
    const before = app.posts.length;
    await scene.asApp('PATCH', `/crm/v3/objects/deals/${deal}`, { properties: { amount: '5' } });
    await page.getByText('1 events wait').waitFor();
    expect(app.posts).toHaveLength(before);
    await page.getByRole('button', { name: 'Release' }).click();
    await scene.told('deal.propertyChange', { propertyName: 'amount' });
    await page.getByText('deal.propertyChange amount').first().waitFor();
  });

  test("a fault strikes the app's next call, and never the person's", async () => {
    const { page, deal, hub } = scene;
    await scene.open('/webhooks');
    await page.getByRole('button', { name: 'Next call: 500' }).click();
    await page.getByText('500 on /: hit 0 of 1').waitFor();
    await page.goto(`${hub.sandbox.url}/records/deals/${deal}`);
    await page.getByLabel('Deal name').fill('Seaside');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved one property of Seaside.').waitFor();
    expect(await hub.call('GET', `/crm/v3/objects/deals/${deal}`)).toMatchObject({ status: 500 });
    await scene.open('/webhooks');
    await page.getByText('500 on /: hit 1 of 1').waitFor();
    await page.getByRole('button', { name: 'Clear faults' }).click();
    await page.getByText('No faults wait.').waitFor();
  });

  test('a control takes what is filled in on its page, and leaves out what is blank', async () => {
    const { page, deal, hub } = scene;
    await scene.open('/__sandbox/');
    const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'faults: POST /faults' }) });
    await form.getByLabel('kind').selectOption('504');
    await form.getByLabel('method').selectOption('');
    await form.getByRole('button').click();
    await page.getByText('Done.').waitFor();
    expect((await hub.call('GET', `/crm/objects/2026-09/deals/${deal}`)).status).toBe(504);
    expect((await hub.call('GET', `/crm/objects/2026-09/deals/${deal}`)).status).toBe(200);
  });

  test('a duration that is none is refused with words', async () => {
    const { page } = scene;
    await scene.open('/boards/deals');
    await page.locator('#clock summary').click();
    await page.getByLabel('Another step').fill('next year');
    await page.getByRole('button', { name: 'Advance' }).click();
    await page.getByText('"next year" is no ISO-8601 duration').waitFor();
  });

  test('markup in a name is text, on every screen, and nothing of it runs', async () => {
    const { page, company, deal, complaints } = scene;
    const note = {
      hs_note_body: `<p onclick="x()">Hi</p><script>alert(2)</script>${HOSTILE}`,
      hs_timestamp: '2026-11-22',
    };
    const id = String(at(await scene.asApp('POST', '/crm/v3/objects/notes', { properties: note }), 'id'));
    await scene.asApp('PUT', `/crm/v4/objects/notes/${id}/associations/default/companies/${company}`);
    const screens = [
      '/boards/deals',
      '/lists/companies',
      `/search?q=${encodeURIComponent(HOSTILE)}`,
      `/search?q=${company}`,
      `/records/deals/${deal}`,
      `/records/companies/${company}`,
      '/webhooks',
    ];
    for (const path of screens) {
      await scene.open(path);
      await page.getByText(HOSTILE).first().waitFor({ state: 'attached' });
      expect([path, await page.locator('img, main script, [onclick], [onerror]').count()]).toEqual([path, 0]);
    }
    expect(complaints).toEqual([]);
  });

  test.each([
    ['the board', () => '/boards/deals'],
    ['contacts by lifecycle', () => '/boards/contacts'],
    ['a list', () => '/lists/companies'],
    ['a deal', () => `/records/deals/${scene.deal}`],
    ['a contact', () => `/records/contacts/${scene.contact}`],
    ['a new deal', () => '/new/deals'],
    ['webhooks', () => '/webhooks'],
    ['the controls', () => '/__sandbox/'],
  ])('%s is clean for axe and fits, on a dark telephone and a light desk', async (_, path) => {
    const { page } = scene;
    await scene.open(path());
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: size === 'mobile' ? 'dark' : 'light' });
      expect({ size, problems: await accessibilityProblems(page) }).toEqual({ size, problems: [] });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    }
  });

  test('a record is clean for axe with everything open', async () => {
    const { page, deal } = scene;
    await scene.open(`/records/deals/${deal}`);
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await page.getByText('Actions').click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.locator('#clock summary').click();
    await page.getByRole('button', { name: 'Merge into this one' }).waitFor({ state: 'hidden' });
    expect(await accessibilityProblems(page)).toEqual([]);
    await screenshot(page, 'sandbox-record-open');
  });

  test('the keyboard shows where it is, and can skip to the content', async () => {
    const { page } = scene;
    await scene.open('/boards/deals');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });
});

describe('with a world around', () => {
  const moves: Date[] = [];
  let settle: (() => void) | undefined;
  const scene = useScene({
    advance: async (to) => {
      moves.push(to);
      await new Promise<void>((resolve) => (settle = resolve));
      scene.hub.sandbox.clock.moveTo(to.getTime());
    },
  });
  afterEach(() => settle?.());

  test('the clock is advanced by a week: it shows that it is under way, then the new time', async () => {
    const { page, hub } = scene;
    const before = hub.sandbox.clock.now();
    await scene.open('/boards/deals');
    await page.locator('#clock summary').click();
    await page.getByRole('button', { name: '1 week' }).click();
    await page.getByRole('progressbar').waitFor();
    await expect.poll(() => moves).toHaveLength(1);
    settle?.();
    await page.getByText('Everything that fell due is done.').waitFor();
    await page.getByRole('progressbar').waitFor({ state: 'hidden' });
    const shown = Date.parse(String(await page.locator('#now').getAttribute('datetime')));
    expect(Math.round((shown - before) / DAY_MS)).toBe(7);
  });

  test('a second step waits for the first, and goes on from where it ended', async () => {
    const { page, hub } = scene;
    const before = hub.sandbox.clock.now();
    moves.length = 0;
    await scene.open('/boards/deals');
    await page.locator('#clock summary').click();
    await page.getByRole('button', { name: '1 week' }).click();
    await page.getByRole('button', { name: '1 day' }).click();
    await expect.poll(() => moves).toHaveLength(1);
    settle?.();
    await page.getByText('Everything that fell due is done.').waitFor();
    await expect.poll(() => moves).toHaveLength(2);
    // The page asks for the time while it waits, and hides the bar when it has heard that all is done.
    for (let asked = 0; asked < 4; asked += 1)
      await page.waitForResponse((response) => response.url().endsWith('/version'));
    expect(await page.getByRole('progressbar').isVisible()).toBe(true);
    settle?.();
    await page.getByRole('progressbar').waitFor({ state: 'hidden' });
    expect(Math.round((hub.sandbox.clock.now() - before) / DAY_MS)).toBe(8);
  });
});
