import { afterEach, describe, expect, it, vi } from 'vitest';
import { ANSWER_WITHIN_MS } from '../../src/gateway/webhooks.ts';
import { aGateway, dealChange, idOf, signedEvents } from './support.ts';

/** Holds every call until it is released. */
function aGate() {
  const waiting: { resolve(): void; reject(error: Error): void }[] = [];
  return {
    send: () => new Promise<void>((resolve, reject) => waiting.push({ resolve, reject })),
    waiting,
    release: () => waiting.splice(0).forEach(({ resolve }) => resolve()),
  };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('POST /webhooks/hubspot', () => {
  it('sends one signal per deal, with all its events in their order', async () => {
    const { app, sent } = aGateway();
    await app.request(
      ...signedEvents(
        dealChange({ eventId: 1 }),
        dealChange({ eventId: 2, objectId: 456 }),
        dealChange({ eventId: 3, propertyName: 'amount', propertyValue: '7' }),
        dealChange({ eventId: 4, subscriptionType: 'contact.propertyChange' }),
      ),
    );
    expect(sent.map(({ objectId, events }) => [objectId, events.length])).toEqual([
      ['123', 2],
      ['456', 1],
    ]);
    expect(sent[0]?.events.map((event) => event.kind === 'property' && event.property)).toEqual([
      'dealstage',
      'amount',
    ]);
  });

  it('[R-04] answers only after Temporal has taken every event of the POST', async () => {
    const gate = aGate();
    const { app } = aGateway({ send: gate.send });
    let answered = false;
    const response = Promise.resolve(app.request(...signedEvents(dealChange(), dealChange({ objectId: 456 })))).then(
      (answer) => {
        answered = true;
        return answer;
      },
    );
    await vi.waitFor(() => expect(gate.waiting).toHaveLength(2));
    gate.waiting[0]?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    gate.waiting[1]?.resolve();
    expect((await response).status).toBe(204);
  });

  it('[R-04] answers 503 when Temporal does not take one of the signals', async () => {
    const { app, logged, metrics } = aGateway({
      send: (record) => (idOf(record) === '456' ? Promise.reject(new Error('canary')) : Promise.resolve()),
    });
    const response = await app.request(...signedEvents(dealChange(), dealChange({ objectId: 456 })));
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('10');
    expect(await response.json()).toEqual({ error: 'not_taken' });
    expect(logged.join()).toContain('Temporal did not take');
    expect(logged.join()).not.toContain('canary');
    expect(await metrics()).toContain('gateway_signals_total{outcome="failed"} 1');
  });

  it('[R-04] answers 503 within the time that HubSpot waits when Temporal hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const gate = aGate();
    const { app, metrics } = aGateway({ send: gate.send });
    const response = Promise.resolve(app.request(...signedEvents(dealChange())));
    await vi.waitFor(() => expect(gate.waiting).toHaveLength(1));
    expect(ANSWER_WITHIN_MS).toBeLessThan(5_000);
    await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS);
    expect((await response).status).toBe(503);
    expect(await metrics()).toContain('gateway_signals_in_flight 1');
    gate.release();
    await vi.waitFor(async () => expect(await metrics()).toContain('gateway_signals_in_flight 0'));
  });

  it('leaves no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { app } = aGateway();
    await app.request(...signedEvents(dealChange()));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('answers 503 rather than hold events without limit', async () => {
    const gate = aGate();
    const { app } = aGateway({ send: gate.send });
    const held = Array.from({ length: 10 }, async (_, post) => {
      const events = Array.from({ length: 1_000 }, (__, eventId) => dealChange({ eventId, objectId: post + 1 }));
      return app.request(...signedEvents(...events));
    });
    await vi.waitFor(() => expect(gate.waiting).toHaveLength(10));
    const response = await app.request(...signedEvents(dealChange({ objectId: 99 })));
    expect(response.status).toBe(503);
    const all = Promise.all(held);
    const answers = vi.waitFor(async () => {
      gate.release();
      expect((await metricsOf(app)).held).toBe('0');
    });
    await answers;
    expect((await all).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 204));
  });

  it('makes a handful of signals of a hundred concurrent POSTs about one deal', async () => {
    const gate = aGate();
    const { app, sent, metrics } = aGateway({ send: gate.send });
    const posts = Array.from({ length: 100 }, async (_, eventId) =>
      app.request(...signedEvents(dealChange({ eventId }))),
    );
    const answers = Promise.all(posts);
    await vi.waitFor(async () => expect((await metricsOf(app)).held).toBe('100'));
    await vi.waitFor(async () => {
      gate.release();
      expect((await metricsOf(app)).held).toBe('0');
    });
    expect((await answers).every(({ status }) => status === 204)).toBe(true);
    expect(sent.map(({ events }) => events.length)).toEqual([1, 99]);
    expect(new Set(sent.flatMap(({ events }) => events.map(({ key }) => key))).size).toBe(100);
    expect(await metrics()).toContain('gateway_merged_events_total 98');
  });

  it('counts what is ignored by object type and reason', async () => {
    const { app, metrics } = aGateway();
    await app.request(
      ...signedEvents(
        dealChange({ subscriptionType: 'contact.propertyChange' }),
        dealChange({ portalId: 99 }),
        dealChange({ subscriptionType: 'object.creation', objectTypeId: '2-999' }),
      ),
    );
    const text = await metrics();
    expect(text).toContain('{object="contact",change="propertyChange",outcome="ignored_object"} 1');
    expect(text).toContain('{object="deal",change="propertyChange",outcome="ignored_portal"} 1');
    expect(text).toContain('{object="other",change="creation",outcome="ignored_object"} 1');
  });
});

describe('the other addresses', () => {
  it('say that the process lives and that Temporal and the database answer', async () => {
    const { app } = aGateway();
    expect((await app.request('/livez')).status).toBe(200);
    expect(await (await app.request('/readyz')).json()).toEqual({ ready: true });
  });

  const down = () => Promise.reject(new Error('canary'));
  it.each([
    ['Temporal', { checkTemporal: down }, ['temporal']],
    ['the database', { checkDatabase: down }, ['database']],
    ['either of them', { checkTemporal: down, checkDatabase: down }, ['temporal', 'database']],
  ])('say 503 when %s is not reachable', async (_what, fakes, waitingFor) => {
    const { app, logged } = aGateway(fakes);
    const response = await app.request('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, waitingFor });
    expect((await app.request('/livez')).status).toBe(200);
    expect(logged).toHaveLength(waitingFor.length);
    expect(logged.join()).not.toContain('canary');
  });

  it('say 503 when the database does not answer in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { app } = aGateway({ checkDatabase: () => new Promise(() => {}) });
    const response = Promise.resolve(app.request('/readyz'));
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(2));
    await vi.advanceTimersByTimeAsync(3_000);
    expect((await response).status).toBe(503);
    expect(await (await response).json()).toEqual({ ready: false, waitingFor: ['database'] });
  });

  it('answer 404 as JSON where there is nothing', async () => {
    const response = await aGateway().app.request('/nothing');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'not_found' });
  });
});

async function metricsOf(app: ReturnType<typeof aGateway>['app']): Promise<{ held: string | undefined }> {
  const text = await (await app.request('/metrics')).text();
  return { held: /^gateway_events_held (\d+)$/m.exec(text)?.[1] };
}
