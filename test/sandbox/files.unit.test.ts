import { createHash } from 'node:crypto';
import { AssociationTypes } from '@hubspot/api-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, credentials, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
beforeAll(async () => {
  hub = await startTestSandbox();
});
afterAll(() => hub.sandbox.close());

const options = JSON.stringify({ access: 'PRIVATE', overwrite: false });
const data = Buffer.from('%PDF-1.7 a contract');
const upload = (name: string) =>
  hub.client.files.filesApi.upload({ data, name }, undefined, '/contracts', name, undefined, options);

test("HubSpot's client uploads a file, reads it by id and deletes it", async () => {
  const file = await upload('2026-03 Lakeside Contract signed.PDF');
  expect(file).toMatchObject({
    name: '2026-03 Lakeside Contract signed',
    extension: 'pdf',
    path: '/contracts/2026-03 Lakeside Contract signed.pdf',
    size: data.length,
    access: 'PRIVATE',
    type: 'DOCUMENT',
    fileMd5: createHash('md5').update(data).digest('hex'),
  });
  const { filesApi } = hub.client.files;
  expect(await filesApi.getById(file.id)).toEqual(file);
  expect((await hub.call('GET', `/files/2026-09/files/${file.id}`)).body).toMatchObject({ id: file.id });
  await filesApi.archive(file.id);
  await expect(filesApi.getById(file.id)).rejects.toMatchObject({ code: 404 });
});

test('several are found by their ids at once, page by page', async () => {
  const files = [await upload('one.pdf'), await upload('two.xlsx'), await upload('three')];
  const ids = files.map(({ id }) => Number(id));
  const search = async (after?: string) => {
    const { filesApi } = hub.client.files;
    return filesApi.doSearch(undefined, after, undefined, 2, undefined, ids);
  };
  const first = await search();
  const rest = await search(first.paging?.next?.after);
  expect([...first.results, ...rest.results].map(({ name, extension }) => [name, extension])).toEqual([
    ['one', 'pdf'],
    ['two', 'xlsx'],
    ['three', ''],
  ]);
  // Files of one path are in one folder, which later uploads may name by its id.
  const folderIds = new Set(files.map(({ parentFolderId }) => parentFolderId));
  expect(folderIds.size).toBe(1);
  const byId = await hub.client.files.filesApi.upload(
    { data, name: 'a.txt' },
    [...folderIds][0],
    undefined,
    'four',
    undefined,
    options,
  );
  expect(byId.path).toBe('/contracts/four.txt');
});

test('files hang on a note that belongs to a deal', async () => {
  const { id } = await upload('calculator.xlsx');
  const deal = idOf(
    await hub.call('POST', '/crm/v3/objects/deals', {
      properties: { dealname: 'Lakeside', dealstage: 'appointmentscheduled' },
    }),
  );
  const note = await hub.call('POST', '/crm/objects/2026-09/notes', {
    properties: { hs_timestamp: '2026-03-02T10:00:00Z', hs_attachment_ids: `${id};12` },
    associations: [
      {
        to: { id: deal },
        types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: AssociationTypes.noteToDeal }],
      },
    ],
  });
  expect(note.status).toBe(201);
  const { body } = await hub.call(
    'GET',
    `/crm/objects/2026-09/notes/${idOf(note)}?properties=hs_attachment_ids&associations=deals`,
  );
  expect(at(body, 'properties', 'hs_attachment_ids')).toBe(`${id};12`);
  expect(at(body, 'associations', 'deals', 'results', 0, 'id')).toBe(deal);
});

test.each([
  ['no folder', { file: true, options }, /folderId or folderPath/],
  ['two folders', { file: true, options, folderId: '1', folderPath: '/a' }, /folderId or folderPath/],
  ['no options', { file: true, folderPath: '/a' }, /options/],
  ['an access that HubSpot does not have', { file: true, folderPath: '/a', options: '{"access":"MINE"}' }, /access/],
  ['no file', { folderPath: '/a', options }, /file/],
])('%s: 400', async (_, { file, ...fields }: Record<string, string | boolean>, message) => {
  const form = new FormData();
  if (file) form.append('file', new Blob([data]), 'a.pdf');
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  const response = await fetch(`${hub.sandbox.url}/files/v3/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credentials.accessToken}` },
    body: form,
  });
  expect(response.status).toBe(400);
  expect(at(await response.json(), 'message')).toMatch(message);
});
