/** What the sandbox's page does without a browser: hostile bodies, lines that name properties, who may send a form. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { owners } from '../../src/sandbox/catalog/owners.ts';
import { missingIn, names } from '../../src/sandbox/page/missing.ts';
import { richText } from '../../src/sandbox/page/rich-text.ts';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

describe('the body of a note', () => {
  test.each([
    ['plain text', 'Hi & bye <3', 'Hi &amp; bye &lt;3'],
    [
      'what people format',
      '<p>A <strong>b</strong></p><ul><li>c</li></ul>',
      '<p>A <strong>b</strong></p><ul><li>c</li></ul>',
    ],
    ['a table', '<table class="x"><tr><td style="y">1</td></tr></table>', '<table><tr><td>1</td></tr></table>'],
    ['entities, once', '&lt;b&gt; &amp; &quot;', '&lt;b&gt; &amp; &quot;'],
    ['scripts', 'a<script>alert(1)</script>b<SCRIPT src=x>', 'ab'],
    ['handlers and images', '<img src=x onerror=alert(1)><p onclick="x">t</p>', '<p>t</p>'],
    ['a tag in an attribute', '<p title="><script>alert(1)</script>">t</p>', '<p>t</p>'],
    [
      'links to the web',
      '<a href="https://a.example/?x=1&amp;y=2" onclick="z">l</a>',
      '<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noreferrer">l</a>',
    ],
    ['links to scripts', '<a href="javascript:alert(1)">l</a>', 'l'],
    [
      'addresses that are read',
      'see https://a.example/x?y&z.',
      'see <a href="https://a.example/x?y&amp;z" target="_blank" rel="noreferrer">https://a.example/x?y&amp;z</a>.',
    ],
    ['tags left open', '<ul><li>a', '<ul><li>a</li></ul>'],
    ['closing tags of the page', '</div></main></p>t', '<br>t'],
    ['headings', '<h1>t</h1>', '<p>t</p>'],
    [
      'an entry of no list, which would end that of the page',
      'a<li>b</li><ul><li>c</li></ul><li>d',
      'ab<ul><li>c</li></ul>d',
    ],
  ])('%s', async (_, source, shown) => {
    expect((await richText(source)).toString()).toBe(shown);
  });
});

test.each(['<a', '<a x="', "<a '", 'a', '<a "'])('60,000 letters of %j are read in no time', async (part) => {
  const source = `<${part.repeat(60_000 / part.length)}`;
  const start = performance.now();
  await richText(source);
  expect(performance.now() - start).toBeLessThan(500);
});

test.each([
  ['Rate Range', 'Rate Range', true],
  ['Contract Status: "Sent"', 'Contract Status', true],
  ['Scope of services confirmed (yes or no)', 'Scope of services confirmed', true],
  ['Rate Range', 'Rate', false],
])('the line "%s" names the property "%s": %s', (line, label, named) => {
  expect(names(line, label)).toBe(named);
});

test('what comes under a second heading is asked for, and holds nothing up', () => {
  expect(missingIn('To move on to Engaged:\n- HP Product(s)\nAlso to be provided here:\n- BAA Status')).toEqual([
    { words: 'HP Product(s)', needed: true },
    { words: 'BAA Status', needed: false },
  ]);
  expect(missingIn('Nothing. This deal rests here.')).toEqual([]);
});

describe('by HTTP', () => {
  let hub: TestSandbox;
  let deal: string;
  beforeAll(async () => {
    hub = await startTestSandbox();
    const properties = { dealname: 'Lakeside', dealstage: 'contractsent' };
    deal = idOf(await hub.call('POST', '/crm/v3/objects/deals', { properties }));
  });
  afterAll(() => hub.sandbox.close());
  const send = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams(fields);
    const response = await fetch(`${hub.sandbox.url}/__sandbox/ui${path}`, { method: 'POST', body, headers });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  test("the API asks for the token as ever, whatever the page's cookie says", async () => {
    const cookie = `sandbox_user=${owners[1]?.id}`;
    const response = await fetch(`${hub.sandbox.url}/crm/v3/objects/deals/${deal}`, { headers: { cookie } });
    expect(response.status).toBe(401);
  });

  test('a form of another site changes nothing', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const answer = await send(`/records/deals/${deal}/properties`, { dealname: 'Mine' }, { 'sec-fetch-site': site });
      expect(answer.status).toBe(403);
      const control = { method: 'POST', headers: { 'sec-fetch-site': site }, body: '{"by":"P1D"}' };
      expect((await fetch(`${hub.sandbox.url}/__sandbox/advance`, control)).status).toBe(403);
    }
    expect(hub.sandbox.clock.now()).toBeLessThan(Date.now() + 60_000);
    expect(at((await hub.call('GET', `/crm/v3/objects/deals/${deal}`)).body, 'properties', 'dealname')).toBe(
      'Lakeside',
    );
  });

  test.each<[string, Record<string, string>, number]>([
    ['a name that was made to lead here', { host: 'evil.example:4010', origin: 'http://evil.example:4010' }, 403],
    ['such a name in a browser that says so', { host: 'evil.example', 'sec-fetch-site': 'same-origin' }, 403],
    ['another site, in an old browser', { origin: 'https://evil.example' }, 403],
    ['no site at all', { origin: 'null' }, 403],
    ['this page by its other name', { host: 'localhost:4010', origin: 'http://localhost:4010' }, 200],
    ['this page behind a proxy with TLS', { origin: 'https://a.example', 'sec-fetch-site': 'same-origin' }, 200],
    ['curl', {}, 200],
  ])('a request from %s', async (_, headers, expected) => {
    const { host, port } = new URL(hub.sandbox.url);
    const status = await new Promise((resolve, reject) => {
      const options = { port, path: '/__sandbox/advance', method: 'POST', headers: { host, ...headers } };
      request('http://127.0.0.1', options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end('{"by":"PT1S"}');
    });
    expect(status).toBe(expected);
  });

  test('everything is done by the chosen person, with a token that was rotated, too', async () => {
    const [, marcus] = owners;
    const chosen = await send('/act-as', { owner: marcus?.id ?? '' });
    const cookie = chosen.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(chosen.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/);
    await hub.control('POST', '/token', { accessToken: 'the-next-one' });
    expect((await send(`/records/deals/${deal}/properties`, { amount: '7' }, { cookie })).status).toBe(200);
    const { body } = await hub.control('GET', `/objects/deals/${deal}`);
    expect(at(body, 'propertiesWithHistory', 'amount', 0)).toMatchObject({ updatedByUserId: marcus?.userId });
    expect(await send('/act-as', { owner: '1' })).toMatchObject({
      status: 400,
      body: { error: 'There is no such person.' },
    });
  });

  test('a form that is sent before the script is there leads back to where it was', async () => {
    const headers = { accept: 'text/html', referer: `${hub.sandbox.url}/records/deals/${deal}?x` };
    const body = new URLSearchParams({ amount: '8' });
    const path = `${hub.sandbox.url}/__sandbox/ui/records/deals/${deal}/properties`;
    const response = await fetch(path, { method: 'POST', body, headers, redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([303, `/records/deals/${deal}`]);
  });

  test('what is not there is 404: records, objects without a board, assets', async () => {
    for (const path of [
      '/records/deals/1',
      '/boards/notes',
      '/lists/nothing',
      '/new/notes',
      '/__sandbox/ui/style.ts',
    ]) {
      expect([path, (await fetch(hub.sandbox.url + path)).status]).toEqual([path, 404]);
    }
    expect(await send('/records/deals/1/delete', {})).toMatchObject({
      status: 400,
      body: { error: expect.any(String) },
    });
  });

  test('nothing is loaded from elsewhere, framed or kept', async () => {
    const { headers } = await fetch(hub.sandbox.url);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
