/** Controls of what goes wrong with API calls: faults, rate limits, the token. */
import { z } from 'zod';
import { faultKinds } from '../faults.ts';
import { professionalLimits } from '../limits.ts';
import { ControlError, read, type Control, type ControlContext } from './control.ts';

const faultSchema = z.object({
  kind: z.enum(faultKinds),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  path: z.string().default('/'),
  times: z.coerce.number().int().min(1).optional(),
  rate: z.coerce.number().gt(0).max(1).optional(),
  seconds: z.coerce.number().min(0).max(86_400).optional(),
});

const limitsSchema = z.object({
  burst: z.coerce.number().int().min(0),
  daily: z.coerce.number().int().min(0),
  searchPerSecond: z.coerce.number().int().min(0),
});

export const faultControls: readonly Control[] = [
  {
    method: 'GET',
    path: '/faults',
    what: 'The faults that wait, and how many calls each has hit.',
    run: ({ faults }) => ({ faults: faults.list }),
  },
  {
    method: 'POST',
    path: '/faults',
    body: {
      kind: 'commit-then-reset',
      method: 'PATCH',
      path: '/crm/objects/[^/]+/deals',
      times: 1,
      rate: '',
      seconds: '',
    },
    choices: { kind: faultKinds, method: ['', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
    what: 'Lets calls of the app fail. `400` is a final no, to reads too. `path` is a regular expression for how it begins. Hits the next call, or `times` calls, or the share `rate` of all until it is cleared. `seconds`: how long latency takes, or what Retry-After says. `commit-then-…`: the write is done, its answer never comes.',
    run: ({ faults }, { body }) => {
      const { times, rate, ...input } = read(faultSchema, body);
      const counted = times ?? (rate === undefined ? 1 : undefined);
      const { kind, path, method, seconds } = input;
      return addFault(faults, {
        kind,
        path,
        rate: rate ?? 1,
        ...(method === undefined ? {} : { method }),
        ...(seconds === undefined ? {} : { seconds }),
        ...(counted === undefined ? {} : { times: counted }),
      });
    },
  },
  {
    method: 'DELETE',
    path: '/faults',
    what: 'Clears all faults.',
    run: ({ faults }) => {
      faults.clear();
      return { faults: faults.list };
    },
  },
  {
    method: 'DELETE',
    path: '/faults/{faultId}',
    what: 'Clears one fault.',
    run: ({ faults }, { params }) => {
      if (!faults.remove(Number(params['faultId']))) throw new ControlError(404, `No fault ${params['faultId']}`);
      return { faults: faults.list };
    },
  },
  {
    method: 'GET',
    path: '/limits',
    what: 'The rate limits of the app, and how much of them is used.',
    run: limitState,
  },
  {
    method: 'POST',
    path: '/limits',
    body: { ...professionalLimits },
    what: 'Limits the calls of the app: `burst` in ten seconds, `daily` until midnight UTC, `searchPerSecond`. Beyond, 429.',
    run: (context, { body }) => {
      context.limiter.limits = read(limitsSchema, body);
      return limitState(context);
    },
  },
  {
    method: 'DELETE',
    path: '/limits',
    what: 'Takes the rate limits away.',
    run: (context) => {
      context.limiter.limits = undefined;
      return limitState(context);
    },
  },
  {
    method: 'POST',
    path: '/token',
    body: { accessToken: 'sandbox-token-2' },
    what: 'Rotates the access token: the one before is answered 401 from now on. A reset brings the first one back.',
    run: ({ access }, { body }) => {
      access.token = read(z.object({ accessToken: z.string() }), body).accessToken;
      return {};
    },
  },
];

function addFault(faults: ControlContext['faults'], input: Parameters<ControlContext['faults']['add']>[0]) {
  try {
    return faults.add(input);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ControlError(400, 'path is no regular expression');
    throw error;
  }
}

function limitState({ limiter, portal }: ControlContext) {
  return { limits: limiter.limits ?? null, used: limiter.used(portal.clock.now()) };
}
