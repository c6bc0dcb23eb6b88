/** One script, told in the policy's own rows, under both shipped policies: the same acts, each company's own end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILLED } from '../src/domain/events.ts';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { findProperty } from '../src/domain/policy/lookup.ts';
import { smallPolicy } from '../src/domain/policy/small.ts';
import type { ObjectName, Policy, StageRow } from '../src/domain/policy/types.ts';
import { sampleValue } from './support/deals.ts';
import { repOf } from './support/projects.ts';
import { startTestStack, type TestStack } from './support/stack.ts';

interface Told {
  /** Label of the stage in which a deal is an hour after it was dragged two stages ahead. */
  anHourLater: string;
  /** First line of what is missing, right after the drag and an hour later. */
  says: string[];
  /** How the note about it begins. */
  note: string;
  /** The decisions on record of the deal that is lost, and of the one that is won. */
  lost: string[];
  won: string[];
  tickets: number;
}

const told: [name: string, policy: Policy, told: Told][] = [
  [
    'default',
    defaultPolicy,
    {
      anHourLater: 'Sales Qualified Lead',
      says: ['This deal was moved ahead. It goes back to Sales Qualified Lead at', 'To move on to Engaged:'],
      note: 'This deal was moved ahead to Proposal and is back in Sales Qualified Lead, because these are missing:',
      lost: [
        'started new_business.sql',
        'moved new_business.proposal',
        'bypassed new_business.proposal',
        'putBack new_business.sql',
        'moved new_business.engaged',
        'moved new_business.proposal',
        'closed new_business.closed_lost',
      ],
      won: [
        'started new_business.sql',
        'moved new_business.engaged',
        'moved new_business.proposal',
        'moved new_business.partner_of_choice',
        'sopNoteWritten ',
        'won new_business.closed_won',
        'handedOff ',
      ],
      tickets: 1,
    },
  ],
  [
    'small',
    smallPolicy,
    {
      anHourLater: 'Offer',
      says: ['To move on to Ordered:', 'To move on to Ordered:'],
      note: 'This deal was moved ahead to Offer although these are missing:',
      lost: ['started projects.enquiry', 'moved projects.offer', 'warned projects.offer', 'closed projects.lost'],
      won: ['started projects.enquiry', 'moved projects.survey', 'moved projects.offer', 'won projects.ordered'],
      tickets: 0,
    },
  ],
];

describe.each(told)('under the policy "%s"', (name, policy, expected) => {
  const [pipeline] = policy.pipelines;
  const stages = pipeline?.stages ?? [];
  const open = stages.filter(({ kind }) => kind === 'open');
  let stack: TestStack;
  let script: Script;
  beforeAll(async () => {
    stack = await startTestStack({ policy: name });
    script = new Script(stack, policy);
  });
  afterAll(() => stack.close());

  it(`[R-09] [D-13] a deal dragged two stages ahead is ${policy.bypass.mode === 'warn' ? 'left, and told' : 'put back'}; it is filled in, moves on and is lost`, async () => {
    const deal = await script.create('Alder Mills');
    const [first, second, third] = open;
    if (first === undefined || second === undefined || third === undefined) throw new Error('it has three stages');
    await script.changeDeal(deal, { dealstage: stack.people.stageId(pipeline?.key ?? '', third.key) });
    expect(await script.stageOf(deal)).toBe(third.label);
    const atOnce = await script.says(deal);
    await stack.world.advanceTo(stack.world.now() + 61 * 60_000);
    expect(await script.stageOf(deal)).toBe(expected.anHourLater);
    const says = [atOnce, await script.says(deal)];
    for (const [index, line] of says.entries()) expect(line).toContain(expected.says[index]);
    const notes = (await stack.people.seeNotes(deal.id)).map(({ body }) => body.replaceAll(/<[^>]+>/g, ''));
    expect(notes.filter((text) => text.includes('moved ahead'))).toEqual([expect.stringContaining(expected.note)]);

    await script.complete(deal, first);
    await script.complete(deal, second);
    expect(await script.stageOf(deal)).toBe(third.label);
    await script.changeDeal(deal, { [policy.lost.category]: script.anyOption(policy.lost.category) });
    await script.changeDeal(deal, { [policy.lost.details]: 'They will build in another year.' });
    expect(await script.stageOf(deal)).toBe(stages.find(({ kind }) => kind === 'lost')?.label);
    expect(await script.journalOf(deal)).toEqual(expected.lost);
  });

  it(`[R-09] [D-17] a deal that gets everything is won and opens ${expected.tickets === 0 ? 'no ticket' : 'one ticket'}`, async () => {
    const deal = await script.create('Birch Mills');
    for (const stage of open) {
      expect(await script.stageOf(deal)).toBe(stage.label);
      await script.complete(deal, stage);
    }
    expect(await script.stageOf(deal)).toBe(stages.find(({ kind }) => kind === 'won')?.label);
    expect(await stack.people.seeAssociated(deal.id, 'tickets')).toHaveLength(expected.tickets);
    expect(await script.journalOf(deal)).toEqual(expected.won);
  });
});

interface Deal {
  id: string;
  company: { id: string; name: string };
  contactId: string;
}

/** What a rep does, by the rows of whatever policy there is. After each act everybody has come to rest. */
class Script {
  readonly #stack: TestStack;
  readonly #policy: Policy;
  readonly #rep: { id: string };

  constructor(stack: TestStack, policy: Policy) {
    this.#stack = stack;
    this.#policy = policy;
    this.#rep = repOf(stack.people);
  }

  async create(name: string): Promise<Deal> {
    const { people, world } = this.#stack;
    const [pipeline] = this.#policy.pipelines;
    const companyId = await people.create(this.#rep, 'companies', { name });
    const contactId = await people.create(this.#rep, 'contacts', { lastname: name });
    const [stage] = pipeline?.stages ?? [];
    const id = await people.createDeal(this.#rep, { name, pipeline: pipeline?.key ?? '', stage: stage?.key ?? '' });
    await people.associate(this.#rep, 'deals', id, 'companies', companyId);
    await people.associate(this.#rep, 'deals', id, 'contacts', contactId);
    await world.settle();
    return { id, company: { id: companyId, name }, contactId };
  }

  async changeDeal({ id }: Deal, properties: Record<string, string>): Promise<void> {
    await this.#stack.people.changeDeal(this.#rep, id, properties);
    await this.#stack.world.settle();
  }

  /** Provides everything that the stage's exit asks for. */
  async complete(deal: Deal, { exit = [] }: StageRow): Promise<void> {
    const { people } = this.#stack;
    const files = exit.flatMap((one) => (one.kind === 'file' ? [this.#fileFor(one.file, deal.company.name)] : []));
    if (files.length > 0 || exit.some(({ kind }) => kind === 'nextSteps')) {
      await people.writeNote(this.#rep, deal.id, 'Next: a meeting at the site on Tuesday.', files);
    }
    const values = (object: ObjectName) =>
      Object.fromEntries(
        exit.flatMap((one) => {
          if (!('property' in one) || one.object !== object) return [];
          if (['hubspot_owner_id', 'name'].includes(one.property)) return [];
          const value = sampleValue(this.#policy, one);
          return [[one.property, value === FILLED ? 'As agreed.' : value]];
        }),
      );
    for (const [plural, id, given] of [
      ['companies', deal.company.id, values('company')],
      ['contacts', deal.contactId, values('contact')],
      ['deals', deal.id, values('deal')],
    ] as const) {
      if (Object.keys(given).length > 0) await people.change(this.#rep, plural, id, given);
    }
    await this.#stack.world.settle();
  }

  #fileFor(key: string, company: string): string {
    const row = this.#policy.files.find((one) => one.key === key);
    return `${row?.name?.replace('{company}', company) ?? 'Signed'}.${row?.extension ?? 'xlsx'}`;
  }

  anyOption(property: string): string {
    return findProperty(this.#policy, 'deal', property)?.options?.[0]?.value ?? '';
  }

  /** The label a rep sees. */
  async stageOf({ id }: Deal): Promise<string | undefined> {
    const { people } = this.#stack;
    const { dealstage } = await people.seeDeal(id, []);
    const [pipeline] = this.#policy.pipelines;
    return pipeline?.stages.find(({ key }) => people.stageId(pipeline.key, key) === dealstage)?.label;
  }

  /** First line of what is missing. */
  async says({ id }: Deal): Promise<string> {
    const { missingProperty } = this.#policy;
    const text = (await this.#stack.people.seeDeal(id, [missingProperty]))[missingProperty] ?? '';
    return text.split('\n')[0] ?? '';
  }

  /** Kinds of the decisions, with the stage where a deal went; how often it was told what is missing depends on the pace. */
  async journalOf({ id }: Deal): Promise<string[]> {
    const history = await this.#stack.journal.history('deal', this.#stack.config.hubspot.portalId, id);
    return history.filter(({ kind }) => kind !== 'missing').map(({ kind, to }) => `${kind} ${to ?? ''}`);
  }
}
