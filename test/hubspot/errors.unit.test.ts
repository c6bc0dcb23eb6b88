import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { afterEach, describe, expect, it } from 'vitest';
import { failing, toFailure } from '../../src/activities/errors.ts';
import { HubSpotError } from '../../src/hubspot/error.ts';
import { PortalNotReadyError } from '../../src/hubspot/portal-ids.ts';
import { json, startScripted, text, type Script, type Scripted } from './scripted-server.ts';

let scripted: Scripted | undefined;
afterEach(async () => {
  await scripted?.close();
  scripted = undefined;
});

/** Writes once against a server that behaves so, and returns what the port throws. */
async function failureOf(script: Script, timeoutMs?: number): Promise<HubSpotError> {
  scripted = await startScripted(script, timeoutMs);
  const thrown: unknown = await scripted.hubspot
    .updateRecord('deal', '77', { amount: '1' })
    .catch((error: unknown) => error);
  if (!(thrown instanceof HubSpotError)) throw new Error(`the port threw ${String(thrown)}`);
  return thrown;
}

function applicationFailure(error: unknown): ApplicationFailure {
  const failure = toFailure(error);
  if (!(failure instanceof ApplicationFailure)) throw new Error('not an ApplicationFailure');
  return failure;
}

const HTML = '<html><body>upstream ada@clinic.example</body></html>';
const limit = (message: string, more: object = {}) => ({ status: 'error', message, correlationId: 'c-1', ...more });

interface Row {
  answer: string;
  script: Script;
  type: string;
  retry: boolean;
  delay?: number;
  mayHaveHappened?: boolean;
}

const ROWS: Row[] = [
  {
    answer: '429 daily',
    script: (r) =>
      json(r, 429, limit('You have reached your daily limit.', { errorType: 'RATE_LIMIT', policyName: 'DAILY' }), {
        'retry-after': '5',
      }),
    type: 'rateLimit',
    retry: true,
    delay: 900_000,
  },
  {
    answer: '429 daily that says so only in words',
    script: (r) => json(r, 429, limit('You have reached your daily limit.')),
    type: 'rateLimit',
    retry: true,
    delay: 900_000,
  },
  {
    answer: '429 ten-secondly',
    script: (r) =>
      json(
        r,
        429,
        limit('You have reached your ten_secondly_rolling limit.', {
          policyName: 'TEN_SECONDLY_ROLLING',
          groupName: 'publicapi:1',
        }),
      ),
    type: 'rateLimit',
    retry: true,
    delay: 10_000,
  },
  {
    answer: '429 secondly without policyName',
    script: (r) => json(r, 429, limit('You have reached your secondly limit.', { errorType: 'RATE_LIMIT' })),
    type: 'rateLimit',
    retry: true,
    delay: 1000,
  },
  {
    answer: '429 of the search shape',
    script: (r) => json(r, 429, limit('You have reached your secondly limit.', { category: 'RATE_LIMITS' })),
    type: 'rateLimit',
    retry: true,
    delay: 1000,
  },
  {
    answer: '429 with Retry-After',
    script: (r) => json(r, 429, limit('Slow down', { policyName: 'TEN_SECONDLY_ROLLING' }), { 'retry-after': '7' }),
    type: 'rateLimit',
    retry: true,
    delay: 7000,
  },
  {
    answer: '429 with Retry-After in milliseconds: clamped',
    script: (r) => json(r, 429, limit('Slow down'), { 'retry-after': '30000' }),
    type: 'rateLimit',
    retry: true,
    delay: 60_000,
  },
  { answer: '429 as HTML', script: (r) => text(r, 429, HTML), type: 'rateLimit', retry: true, delay: 10_000 },
  { answer: '423', script: (r) => json(r, 423, limit('locked')), type: 'locked', retry: true, delay: 2000 },
  {
    answer: '477 with Retry-After of two hours',
    script: (r) => json(r, 477, limit('migration in progress'), { 'retry-after': '7200' }),
    type: 'unavailable',
    retry: true,
    delay: 7_200_000,
  },
  {
    answer: '500',
    script: (r) => json(r, 500, limit('internal error')),
    type: 'unavailable',
    retry: true,
    mayHaveHappened: true,
  },
  ...[502, 503, 504, 521, 524, 526].map((status): Row => ({
    answer: `${status} as HTML`,
    script: (r) => text(r, status, HTML),
    type: 'unavailable',
    retry: true,
    mayHaveHappened: true,
  })),
  {
    answer: '503 with Retry-After of a day: clamped',
    script: (r) => text(r, 503, HTML, { 'retry-after': '86400' }),
    type: 'unavailable',
    retry: true,
    delay: 60_000,
    mayHaveHappened: true,
  },
  { answer: 'no answer', script: () => undefined, type: 'timeout', retry: true, mayHaveHappened: true },
  {
    answer: 'headers, then nothing',
    script: (r) => {
      r.writeHead(200, { 'content-length': '100' });
      r.write('{');
    },
    type: 'timeout',
    retry: true,
    mayHaveHappened: true,
  },
  { answer: 'connection reset', script: (r) => r.destroy(), type: 'network', retry: true, mayHaveHappened: true },
  {
    answer: 'connection cut within the body',
    script: (r) => {
      r.writeHead(200, { 'content-length': '100' });
      r.write('{"id":', () => r.destroy());
    },
    type: 'network',
    retry: true,
    mayHaveHappened: true,
  },
  {
    answer: '200 with malformed JSON',
    script: (r) => text(r, 200, '{"id":'),
    type: 'badAnswer',
    retry: true,
    mayHaveHappened: true,
  },
  { answer: '200 with HTML', script: (r) => text(r, 200, HTML), type: 'badAnswer', retry: true, mayHaveHappened: true },
  {
    answer: '200 with another shape',
    script: (r) => json(r, 200, { ok: true }),
    type: 'badAnswer',
    retry: true,
    mayHaveHappened: true,
  },
  {
    answer: '404 of a record',
    script: (r) => json(r, 404, limit('resource not found')),
    type: 'notFound',
    retry: false,
  },
  { answer: '404 as HTML (wrong address)', script: (r) => text(r, 404, HTML), type: 'badAnswer', retry: true },
  {
    answer: '409',
    script: (r) => json(r, 409, limit('Contact already exists.', { category: 'CONFLICT' })),
    type: 'conflict',
    retry: false,
  },
  { answer: '400', script: (r) => json(r, 400, limit('Invalid input JSON')), type: 'rejected', retry: false },
  { answer: '414', script: (r) => text(r, 414, ''), type: 'rejected', retry: false },
  {
    answer: '401',
    script: (r) => json(r, 401, limit('no', { category: 'INVALID_AUTHENTICATION' })),
    type: 'auth',
    retry: false,
  },
  {
    answer: '403',
    script: (r) => json(r, 403, limit('no', { category: 'MISSING_SCOPES' })),
    type: 'auth',
    retry: false,
  },
];

describe('the fate of a failed HubSpot call', () => {
  it.each(ROWS)('$answer → $type, retry $retry', async ({ script, type, retry, delay, mayHaveHappened = false }) => {
    const failure = applicationFailure(await failureOf(script, type === 'timeout' ? 1_000 : undefined));
    expect(failure.type).toBe(type);
    expect(failure.nonRetryable).toBe(!retry);
    expect(failure.nextRetryDelay).toBe(delay);
    expect(failure.details?.[0]).toMatchObject({ mayHaveHappened });
    expect(`${failure.message} ${failure.stack} ${JSON.stringify(failure.details)}`).not.toContain(
      'ada@clinic.example',
    );
    expect(scripted?.requests).toHaveLength(1);
  });

  it('a refused connection never reached HubSpot', async () => {
    const closed = await startScripted(() => undefined);
    await closed.close();
    const error: unknown = await closed.hubspot
      .updateRecord('deal', '77', { amount: '1' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'network', mayHaveHappened: false });
  });

  it('a read never counts as having happened', async () => {
    scripted = await startScripted((response) => text(response, 502, HTML));
    await expect(scripted.hubspot.readRecord('deal', '77', [])).rejects.toMatchObject({
      kind: 'unavailable',
      mayHaveHappened: false,
    });
  });

  it('names the properties and the correlation id of a refusal, and repeats none of its words', async () => {
    const error = await failureOf((response) =>
      json(response, 400, {
        status: 'error',
        message: 'Property values were not valid: [{"message":"ada@clinic.example is not an option"}]',
        correlationId: '0195-aa',
        category: 'VALIDATION_ERROR',
        errors: [
          {
            message: 'closedate is required, ada@clinic.example',
            code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
            context: { propertyName: ['closedate', 'closedate', 'ada@clinic.example'] },
          },
        ],
      }),
    );
    expect(error.propertyNames).toEqual(['closedate']);
    const failure = applicationFailure(error);
    expect(failure.message).toBe(
      'updateRecord: HubSpot refuses the request (status 400; VALIDATION_ERROR; properties: closedate; correlation id 0195-aa)',
    );
    expect(failure.details).toEqual([
      {
        mayHaveHappened: false,
        status: 400,
        category: 'VALIDATION_ERROR',
        correlationId: '0195-aa',
        propertyNames: ['closedate'],
      },
    ]);
  });

  it('an address in the place of a code does not pass', async () => {
    const error = await failureOf((response) =>
      json(response, 400, limit('no', { category: 'ada@clinic.example', correlationId: 'ada@clinic.example' })),
    );
    expect(error.category).toBeUndefined();
    expect(error.message).not.toContain('ada');
  });
});

describe('the fate of other errors', () => {
  it('a portal that is not set up waits for a person and keeps its message', () => {
    const failure = applicationFailure(new PortalNotReadyError(['the pipeline "Upsell"']));
    expect(failure).toMatchObject({ type: 'portalNotReady', nonRetryable: false, nextRetryDelay: 60_000 });
    expect(failure.message).toBe('The portal lacks the pipeline "Upsell". Run: npm run sop -- portal apply');
  });

  it("Temporal's own failures pass untouched", () => {
    const cancelled = new CancelledFailure('cancelled');
    expect(toFailure(cancelled)).toBe(cancelled);
  });

  it('a bug keeps its name and frames, not its words', () => {
    const failure = applicationFailure(new RangeError('ada@clinic.example is out of range'));
    expect(failure).toMatchObject({ type: 'RangeError', message: 'unexpected RangeError', nonRetryable: false });
    expect(failure.stack).toContain('errors.unit.test.ts');
    expect(failure.stack).not.toContain('ada@clinic.example');
    expect(applicationFailure('a string').type).toBe('string');
  });
});

it('activities answer as before and fail by the table', async () => {
  const activities = failing({
    add: async (a: number, b: number) => a + b,
    fail: async () => {
      throw new HubSpotError({ operation: 'readRecord', kind: 'auth', mayHaveHappened: false });
    },
  });
  expect(Object.keys(activities)).toEqual(['add', 'fail']);
  expect(await { ...activities }.add(1, 2)).toBe(3);
  await expect(activities.fail()).rejects.toMatchObject({ type: 'auth', nonRetryable: true });
});
