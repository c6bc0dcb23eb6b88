/** What HubSpot's own addresses, as they stand in mails and notes, lead to on the sandbox's page. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileUrl, recordUrl } from '../../src/hubspot/record-url.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
let base: string;
beforeAll(async () => {
  hub = await startTestSandbox();
  base = hub.sandbox.url;
});
afterAll(() => hub.sandbox.close());

const { portalId } = sandboxDefaults;
const get = (url: string) => fetch(url, { redirect: 'manual' });

it('a record’s address leads to its page', async () => {
  const id = idOf(await hub.call('POST', '/crm/v3/objects/deals', { properties: { dealname: 'Alder' } }));
  const answer = await get(recordUrl(base, portalId, 'deal', id));
  expect([answer.status, answer.headers.get('location')]).toEqual([302, `/records/deals/${id}`]);
});

it('a file’s address shows which file it is, and its name is no HTML', async () => {
  const form = new FormData();
  form.set('file', new Blob(['sample']), 'Agreement <b>.pdf');
  form.set('folderPath', '/deals');
  form.set('options', JSON.stringify({ access: 'PRIVATE' }));
  const headers = { authorization: `Bearer ${sandboxDefaults.accessToken}` };
  const uploaded = await fetch(`${base}/files/v3/files`, { method: 'POST', headers, body: form });
  const answer = await get(fileUrl(base, portalId, String(at(await uploaded.json(), 'id'))));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<h1>Agreement &lt;b&gt;.pdf</h1>');
});

it('what is not there, or in another portal, is not found', async () => {
  for (const url of [
    fileUrl(base, portalId, '1'),
    recordUrl(base, '1', 'deal', '2'),
    `${base}/contacts/${portalId}/record/0-999/2`,
  ]) {
    expect((await get(url)).status).toBe(404);
  }
});

it('on HubSpot itself they are its app’s', () => {
  const api = 'https://api.hubapi.com';
  expect(recordUrl(api, '7', 'ticket', '8')).toBe('https://app.hubspot.com/contacts/7/record/0-5/8');
  expect(fileUrl(api, '7', '9')).toBe('https://app.hubspot.com/file-preview/7/file/9/');
});
