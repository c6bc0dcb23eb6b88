/** Hundreds of bad requests, each answered as docs/gateway-answers.md says, none by a signal. */
import { describe, expect, it, vi } from 'vitest';
import { badFieldWords } from '../../src/gateway/bad-events.ts';
import { wrongBodies } from './battery/bodies.ts';
import { documentedAnswers } from './battery/documented.ts';
import { badEvents } from './battery/events.ts';
import type { BadRequest } from './battery/request.ts';
import { otherMethods, unsigned } from './battery/unsigned.ts';
import { aGateway, dealChange, type Fakes, signedEvents, signedRequest } from './support.ts';

const documented = documentedAnswers();
const good = JSON.stringify(dealChange());

const nothingGood: BadRequest[] = badEvents.map(({ what, event }) => ({
  what,
  outcome: 'quarantined',
  request: signedRequest(`[${event}]`),
}));

async function expectAnswer(answer: Response, outcome: string): Promise<void> {
  expect(answer.status).toBe(documented.get(outcome));
  if (answer.status === 204) expect(await answer.text()).toBe('');
  else expect(await answer.json()).toEqual({ error: outcome });
}

describe('a bad request', () => {
  const all = [...unsigned, ...wrongBodies, ...nothingGood];

  it('is tried in at least 250 distinct forms', () => {
    const forms = all.map(({ request: [path, { method, headers, body }] }) =>
      JSON.stringify([path, method, [...new Headers(headers)], body]),
    );
    expect(new Set(forms).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(250);
  });

  it.each(all)('$what is answered as documented ($outcome) and signals nobody', async ({ outcome, request }) => {
    const { app, sent, kept, metrics } = aGateway();
    await expectAnswer(await app.request(...request), outcome);
    expect(sent).toEqual([]);
    expect(kept).toHaveLength(outcome === 'quarantined' || outcome === 'malformed' ? 1 : 0);
    expect(await metrics()).toContain(`gateway_webhook_posts_total{outcome="${outcome}"} 1`);
  });

  it.each(badEvents)('$what goes to quarantine for its $field, what is good beside it to its workflow', async (row) => {
    const { field, event } = row;
    const { app, sent, kept, metrics } = aGateway();
    const mixed = `[${good},${event},${JSON.stringify(dealChange({ objectId: 456 }))}]`;
    await expectAnswer(await app.request(...signedRequest(mixed)), 'taken_in_part');
    expect(sent.map(({ objectId }) => objectId)).toEqual(['123', '456']);
    expect(kept.map((bad) => bad.field)).toEqual([field]);
    expect(await metrics()).toContain(`gateway_quarantined_events_total{field="${field}"} 1`);
  });

  it.each(otherMethods)('a %s is not a webhook', async (method) => {
    const { app, sent } = aGateway();
    const response = await app.request('/webhooks/hubspot', { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe('POST');
    expect(sent).toEqual([]);
  });
});

describe('docs/gateway-answers.md', () => {
  const reject = () => Promise.reject(new Error('down'));
  const broken = new ReadableStream({ pull: (stream) => stream.error(new Error('gone')) });
  const others: [outcome: string, fakes: Fakes, request: [string, RequestInit & { duplex?: 'half' }]][] = [
    ['taken', {}, signedEvents(dealChange())],
    ['taken_in_part', {}, signedEvents(dealChange(), 0)],
    ['unreadable', {}, ['/webhooks/hubspot', { method: 'POST', body: broken, duplex: 'half' }]],
    ['not_taken', { send: reject }, signedEvents(dealChange())],
    ['not_kept', { keep: reject }, signedEvents(dealChange(), 0)],
    ['late', { keep: () => new Promise(() => {}) }, signedEvents(0)],
  ];

  it.each(others)('has the answer %s', async (outcome, fakes, request) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { app, metrics } = aGateway(fakes);
    const answer = Promise.resolve(app.request(...request));
    if (outcome === 'late') await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    await vi.advanceTimersByTimeAsync(outcome === 'late' ? 4_000 : 0);
    await expectAnswer(await answer, outcome);
    expect(await metrics()).toContain(`gateway_webhook_posts_total{outcome="${outcome}"} 1`);
    vi.useRealTimers();
  });

  it('has no answer that is never given', () => {
    const given = [...unsigned, ...wrongBodies, ...nothingGood].map(({ outcome }) => outcome);
    expect(new Set([...documented.keys()])).toEqual(new Set([...given, ...others.map(([outcome]) => outcome)]));
  });
});

it('every field that can be wrong has words for people', () => {
  expect(Object.keys(badFieldWords).sort()).toEqual(
    [...new Set(['body', ...badEvents.map(({ field }) => field)])].sort(),
  );
});
