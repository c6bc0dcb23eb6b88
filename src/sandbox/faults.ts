/** Faults on demand: which calls of the app fail, how, and how often (reference `hubspot.md` §10.5). */
import { errorAnswer, htmlPage, missingScope, rateLimited, searchLimited, type Failure } from './failures.ts';
import { invalidAuthentication, validationProblem } from './problems.ts';
import type { Random } from './random.ts';

/** Faults that are an answer, made without doing what was asked. */
const answers: Record<string, (correlationId: string, scope: string) => Failure> = {
  '429-daily': (id) => rateLimited('DAILY', id),
  '429-ten-secondly': (id) => rateLimited('TEN_SECONDLY_ROLLING', id),
  '429-secondly': (id) => rateLimited('SECONDLY', id),
  '429-search': searchLimited,
  '400': (id) => ({ status: 400, body: validationProblem('Invalid input.').body(id) }),
  '401': (id) => ({ status: 401, body: invalidAuthentication().body(id) }),
  '403': (id, scope) => missingScope(scope, id),
  '423': (id) => errorAnswer(423, 'The resource is locked; try again later.', id),
  '477': (id) => errorAnswer(477, 'This account is being migrated; try again later.', id),
  '500': (id) => errorAnswer(500, 'internal error', id),
  '502': () => htmlPage(502, 'Bad Gateway'),
  '503': () => htmlPage(503, 'Service Unavailable'),
  '504': () => htmlPage(504, 'Gateway Time-out'),
  '524': () => htmlPage(524, 'A timeout occurred'),
};

/** `commit-…` and `malformed-json` come after the write has been done. */
const troubles = ['latency', 'hang', 'reset', 'commit-then-hang', 'commit-then-reset', 'malformed-json'] as const;
export type Trouble = (typeof troubles)[number];

export const faultKinds: readonly string[] = [...Object.keys(answers), ...troubles];

export interface FaultInput {
  /** One of `faultKinds`. */
  kind: string;
  /** Absent: every method. */
  method?: string;
  /** A regular expression for how the path with its query begins; so a plain path is a prefix. */
  path: string;
  /** How many calls it hits; absent: until it is cleared. */
  times?: number;
  /** Share of the calls it hits, 0…1. */
  rate: number;
  /** How long `latency` takes, or what `Retry-After` says; absent: no such header. */
  seconds?: number;
}

export interface Fault extends FaultInput {
  id: number;
  hits: number;
}

/** What befalls one call. */
export type Misfortune = { kind: string } & ({ failure: Failure } | { trouble: Trouble; seconds: number });

export class Faults {
  readonly #random: Random;
  #faults: { fault: Fault; pattern: RegExp }[] = [];
  #lastId = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Throws SyntaxError when the path is no regular expression. */
  add(input: FaultInput): Fault {
    const pattern = new RegExp(`^(?:${input.path})`);
    this.#lastId += 1;
    const fault = { id: this.#lastId, ...input, hits: 0 };
    this.#faults.push({ fault, pattern });
    return fault;
  }

  /** Used-up ones stay until they are cleared, so that their hits can be read. */
  get list(): readonly Fault[] {
    return this.#faults.map(({ fault }) => fault);
  }

  remove(id: number): boolean {
    const before = this.#faults.length;
    this.#faults = this.#faults.filter(({ fault }) => fault.id !== id);
    return this.#faults.length < before;
  }

  clear(): void {
    this.#faults = [];
  }

  /** The first fault that is due for a call counts it as a hit. */
  strike(call: { method: string; path: string; scope: string; correlationId: string }): Misfortune | undefined {
    const found = this.#faults.find((each) => this.#isDue(each.fault, each.pattern, call));
    if (!found) return undefined;
    const { fault } = found;
    fault.hits += 1;
    const { kind, seconds } = fault;
    const trouble = troubles.find((each) => each === kind);
    if (trouble) return { kind, trouble, seconds: seconds ?? 0 };
    const failure = answers[kind]?.(call.correlationId, call.scope);
    if (!failure) return undefined;
    const headers = seconds === undefined ? {} : { 'retry-after': String(seconds) };
    return { kind, failure: { ...failure, headers } };
  }

  #isDue(fault: Fault, pattern: RegExp, { method, path }: { method: string; path: string }): boolean {
    if (fault.times !== undefined && fault.hits >= fault.times) return false;
    if (fault.method !== undefined && fault.method !== method) return false;
    if (!pattern.test(path)) return false;
    return fault.rate >= 1 || this.#random.next() < fault.rate;
  }
}
