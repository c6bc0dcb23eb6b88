/** The page of a back-out as somebody uses it who has its mail. */
import { expect } from 'vitest';
import { findBrowser, SIZES, startBrowser } from '../pages/browser.ts';
import { form } from '../pages/support.ts';

/** The Sales VP at the page: in a real Chromium where there is one, else by plain HTTP. @param code the one in the newest mail */
export async function decideOnPage(url: string, details: string, code: () => string): Promise<void> {
  const browserFound = findBrowser();
  if ('missing' in browserFound) {
    console.warn(`The page is not looked at in a browser: ${browserFound.missing}.`);
    const done = await fetch(url, form({ do: 'confirm', reason: 'client', details, code: code() }));
    return expect(await done.text()).toContain('The deal is backed out');
  }
  const browser = await startBrowser(browserFound.path);
  try {
    const page = await browser.newPage({ viewport: SIZES.mobile });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await page.goto(url);
    await page.getByLabel('Bad fit for the client').check();
    await page.getByLabel('In your own words').fill(details);
    await press('Mail me the code');
    await page.getByLabel('Code from the mail').fill(code());
    await press('Back the deal out');
    await page.getByRole('heading', { level: 1, name: 'The deal is backed out' }).waitFor();
  } finally {
    await browser.close();
  }
}
