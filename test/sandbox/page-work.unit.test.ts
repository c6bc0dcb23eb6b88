/** People at work in the sandbox's portal: boards, properties, activities, associations. In a real Chromium. */
import { expect, test } from 'vitest';
import { owners } from '../../src/sandbox/catalog/owners.ts';
import { screenshot } from '../pages/browser.ts';
import { useScene, valueIn } from './page-support.ts';
import { at } from './support.ts';

const scene = useScene();
const [, , , , , ruth] = owners;
if (!ruth) throw new Error('The portal has fewer people than this file needs');
const byRuth = { changeSource: 'CRM_UI', sourceId: `userId:${ruth.userId}` };

test('a card that is dragged to another stage is moved there by the one at the screen', async () => {
  const { page, deal } = scene;
  await scene.open('/');
  await scene.becomes(ruth);
  await page.locator('.card', { hasText: 'Lakeside' }).dragTo(page.locator('[data-stage="contractsent"]'));
  await page.getByText('Lakeside is now in Contract Sent.').waitFor();
  await scene.told('deal.propertyChange', {
    objectId: Number(deal),
    propertyName: 'dealstage',
    propertyValue: 'contractsent',
    ...byRuth,
  });
  await page.locator('[data-stage="contractsent"] .card').waitFor();
  await screenshot(page, 'sandbox-board');
});

test('the keyboard moves a card as well, says so, and stays on it', async () => {
  const { page, deal } = scene;
  await scene.open('/boards/deals');
  await scene.becomes(ruth);
  const card = page.getByRole('link', { name: 'Lakeside' });
  await card.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('status').getByText('Lakeside is now in Presentation Scheduled.').waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe(`card-${deal}`);

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const menu = page.getByRole('dialog', { name: 'Move Lakeside to' });
  await menu.getByRole('button', { name: 'Closed Won' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await scene.told('deal.propertyChange', { propertyName: 'dealstage', propertyValue: 'closedlost', ...byRuth });
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe(`card-${deal}`);
});

test('what HubSpot does not take stays where it was, with its words', async () => {
  const { page, hub } = scene;
  const when = { property: 'dealstage', values: ['presentationscheduled'] };
  await hub.control('PUT', '/conditional-rules', { rules: [{ objectType: 'deals', property: 'amount', when }] });
  await scene.open('/boards/deals');
  await page.getByRole('link', { name: 'Lakeside' }).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByText('amount is required because of a conditional property rule').waitFor();
  await page.locator('[data-stage="qualifiedtobuy"] .card').waitFor();
});

test('contacts have a board of their lifecycle, where a person moves them back, too', async () => {
  const { page, contact } = scene;
  await scene.open('/boards/contacts');
  await page.getByRole('link', { name: 'Ann Lee' }).focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.getByText('Ann Lee is now in Subscriber.').waitFor();
  expect(valueIn(await scene.look('contacts', contact), 'lifecyclestage')).toBe('subscriber');
});

test('what is missing is marked, filled in, and gone as soon as the app says so, without losing what is typed', async () => {
  const { page, deal } = scene;
  await scene.open(`/records/deals/${deal}`);
  await scene.becomes(ruth);
  const callout = page.getByRole('region', { name: 'Missing to move on' });
  await callout.getByRole('link', { name: 'Rate Range' }).click();
  await page.getByLabel('Rate Range needed').selectOption('High');
  await page.getByLabel('Billing').check();
  await screenshot(page, 'sandbox-record');
  await page.getByText('2 changes').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved 2 properties of Lakeside.').waitFor();
  await scene.told('deal.propertyChange', { propertyName: 'rate_range', propertyValue: 'High', ...byRuth });
  // What was not touched was not written.
  expect(at(await scene.look('deals', deal), 'propertiesWithHistory', 'dealname')).toHaveLength(1);

  await page.getByLabel('Next step').fill('half a thou');
  const changes = { missing_text: '', amount: '900', hs_next_step: 'Call on Monday' };
  await scene.asApp('PATCH', `/crm/v3/objects/deals/${deal}`, { properties: changes });
  await callout.waitFor({ state: 'hidden' });
  await expect.poll(() => page.getByLabel('Amount', { exact: true }).inputValue()).toBe('900');
  expect(await page.getByLabel('Next step').inputValue()).toBe('half a thou');
  await page.getByText('One change').waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => page.getByLabel('Next step').inputValue()).toBe('Call on Monday');
});

test('a value that HubSpot refuses is refused at its field', async () => {
  const { page, deal } = scene;
  await scene.open(`/records/deals/${deal}`);
  await page.getByLabel('Amount', { exact: true }).fill('a lot');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('#p-amount-error', { hasText: 'a lot was not a valid long.' }).waitFor();
  expect(await page.getByLabel('Amount', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  expect(await page.evaluate('document.activeElement.id')).toBe('p-amount');
  await page.getByRole('button', { name: 'Discard' }).click();
  expect(await page.getByLabel('Amount', { exact: true }).inputValue()).toBe('');
  expect(valueIn(await scene.look('deals', deal), 'amount')).toBeNull();
});

test('a call is logged with its outcome, on the deal and its people', async () => {
  const { page, deal, contact } = scene;
  await scene.open(`/records/deals/${deal}`);
  await scene.becomes(ruth);
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  const form = page.getByRole('form', { name: 'Log: Call' });
  await form.getByLabel('Call outcome').selectOption({ label: 'Left voicemail' });
  await form.getByRole('button', { name: 'Log call' }).click();
  await page.locator('.entry.calls', { hasText: 'Left voicemail' }).getByText('by Ruth Amado').waitFor();
  await scene.told('object.creation', { objectTypeId: '0-48', ...byRuth });
  const calls = at(
    await scene.asApp('GET', '/crm/v3/objects/calls?properties=hs_call_disposition,hubspot_owner_id'),
    'results',
  );
  expect(calls).toMatchObject([
    { properties: { hs_call_disposition: 'b2cf5968-551e-4856-9783-52b3da59a7d0', hubspot_owner_id: ruth.id } },
  ]);
  const to = at(await scene.look('calls', String(at(calls, 0, 'id'))), 'associations');
  expect(to).toMatchObject(expect.arrayContaining([{ to: `deal ${deal}`, types: expect.anything() }]));
  expect(to).toMatchObject(expect.arrayContaining([{ to: `contact ${contact}`, types: expect.anything() }]));
});

test('e-mails, meetings and messages are logged with who wrote to whom', async () => {
  const { page, contact } = scene;
  await scene.open(`/records/contacts/${contact}`);
  await page.getByRole('button', { name: 'E-mail', exact: true }).click();
  const email = page.getByRole('form', { name: 'Log: E-mail' });
  await email.getByLabel('Email direction').selectOption({ label: 'Incoming' });
  await email.getByLabel('Email subject').fill('Out of office');
  await email.getByRole('button', { name: 'Log e-mail' }).click();
  await page.locator('.entry.emails', { hasText: 'Out of office' }).getByText('Incoming').waitFor();
  await page.getByRole('button', { name: 'Meeting', exact: true }).click();
  const meeting = page.getByRole('form', { name: 'Log: Meeting' });
  await meeting.getByLabel('Meeting name').fill('Demo');
  await meeting.getByRole('button', { name: 'Log meeting' }).click();
  await page.locator('.entry.meetings', { hasText: 'Demo' }).getByText('Completed').waitFor();
  await page.getByRole('button', { name: 'Message', exact: true }).click();
  const message = page.getByRole('form', { name: 'Log: Message' });
  await message.getByLabel('Message', { exact: true }).fill('Hello');
  await message.getByRole('button', { name: 'Log message' }).click();
  await page.locator('.entry.communications', { hasText: 'LinkedIn message' }).waitFor();
});

test('a file is uploaded with a note, and the record points at it', async () => {
  const { page, deal } = scene;
  await scene.open(`/records/deals/${deal}`);
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  const form = page.getByRole('form', { name: 'Log: Note' });
  await form
    .getByLabel('Attach files')
    .setInputFiles([{ name: 'calculator.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('sample') }]);
  await form.getByText('The sandbox keeps their names and sizes only.').waitFor();
  await form.getByRole('button', { name: 'Log note' }).click();
  await page.locator('.entry.notes').getByText('calculator.xlsx').waitFor();
  const notes = await scene.asApp('GET', '/crm/v3/objects/notes?properties=hs_attachment_ids');
  const fileId = String(at(notes, 'results', 0, 'properties', 'hs_attachment_ids'));
  expect(await scene.asApp('GET', `/files/v3/files/${fileId}`)).toMatchObject({ extension: 'xlsx', access: 'PRIVATE' });
});

test('a task is planned for a colleague and completed', async () => {
  const { page, deal } = scene;
  await scene.open(`/records/deals/${deal}`);
  await scene.becomes(ruth);
  await page.getByRole('button', { name: 'Task', exact: true }).click();
  const form = page.getByRole('form', { name: 'New task' });
  await form.getByLabel('Task title').fill('Send the rates');
  await form.getByRole('button', { name: 'Create task' }).click();
  await page.getByRole('button', { name: 'Complete Send the rates' }).click();
  await page.locator('.entry.tasks', { hasText: 'Send the rates' }).getByText('Completed').waitFor();
  await scene.told('object.propertyChange', { propertyName: 'hs_task_status', propertyValue: 'COMPLETED', ...byRuth });
});

test('records are created, associated by name, and parted again', async () => {
  const { page, contact } = scene;
  await scene.open('/new/companies');
  await page.getByLabel('Company name').fill('Harbor');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { level: 1, name: 'Harbor' }).waitFor();
  const company = page.url().split('/').at(-1);
  await page.getByText('Add contact').click();
  await page.getByLabel('Name or id').filter({ visible: true }).fill('nobody');
  await page.getByRole('button', { name: 'Associate' }).filter({ visible: true }).click();
  await page.getByText('Contact "nobody" is not there').first().waitFor();
  await page.getByLabel('Name or id').filter({ visible: true }).fill('Ann Lee');
  await page.getByRole('button', { name: 'Associate' }).filter({ visible: true }).click();
  await page.getByRole('link', { name: 'Ann Lee' }).waitFor();
  const associations = async () => at(await scene.look('contacts', contact), 'associations');
  // The first company of a contact is its primary one, as in HubSpot's screen.
  expect(await associations()).toContainEqual({
    to: `company ${company}`,
    types: expect.arrayContaining([{ typeId: 1, label: 'Primary' }]),
  });
  await page.getByRole('button', { name: 'Remove the association with Ann Lee' }).click();
  await page.getByText('The association is gone.').waitFor();
  expect(await associations()).toHaveLength(1);
});

test('records are deleted, brought back and merged', async () => {
  const { page, deal, hub } = scene;
  await scene.open(`/records/deals/${deal}`);
  await scene.becomes(ruth);
  await page.getByText('Actions').click();
  await page.getByRole('button', { name: 'Delete Lakeside' }).click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('heading', { name: 'Properties' }).waitFor();
  await scene.told('deal.deletion', { objectId: Number(deal), ...byRuth });
  await scene.told('deal.restore', { objectId: Number(deal), ...byRuth });
  const twin = String(
    at(
      await scene.asApp('POST', '/crm/v3/objects/deals', {
        properties: { dealname: 'Twin', dealstage: 'contractsent' },
      }),
      'id',
    ),
  );
  await page.reload();
  await page.getByText('Actions').click();
  await page.getByLabel('Merge with').fill(twin);
  await page.getByRole('button', { name: 'Merge into this one' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(deal));
  await scene.told('deal.merge', { primaryObjectId: Number(deal), ...byRuth });
  expect(hub.sandbox.requests.since(0).at(-1)).toMatchObject({ by: `owner:${ruth.id}`, status: 200 });
});

test('search finds by word and by id', async () => {
  const { page, contact } = scene;
  await scene.open('/boards/tickets');
  await page.getByLabel('Search records').fill('lee');
  await page.keyboard.press('Enter');
  await page.getByRole('rowheader', { name: 'Ann Lee' }).waitFor();
  await page.getByLabel('Search records').fill(contact);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Ann Lee' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ann Lee' }).waitFor();
});
