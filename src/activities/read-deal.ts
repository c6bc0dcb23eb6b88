/** Reading a deal with everything its verdict needs, in as few calls as that takes. */
import { type Circle, circleOf } from '../domain/deal/circle.ts';
import { type DealPolicy, pipelineOf } from '../domain/deal/policy.ts';
import type { Settled, Values } from '../domain/deal/state.ts';
import { judgedFrom } from '../domain/deal/ahead.ts';
import { verdictOf } from '../domain/deal/verdict.ts';
import { findProperty, travellingValue } from '../domain/policy/lookup.ts';
import type { Criterion, Policy, StageRow } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { HubSpotRecord } from '../hubspot/record.ts';
import { around, ASSOCIATIONS, beyondTheDeal, readFacts } from './facts.ts';
import { findRecord } from './found.ts';

export interface ReadDealInput {
  dealId: string;
  /** Nothing is known of it yet: a 404 may only mean that HubSpot is not ready. */
  isNew: boolean;
  /** Where it was last accepted: a move ahead is judged from there. */
  settled?: Settled;
}

/** The circle only where contacts are told. */
export type DealReading = { found: true; values: Values; circle?: Circle } | { found: false; into?: string };

/** The deal's facts: its properties, and of other records what the criteria in question ask for. */
export async function readDeal(
  hubspot: HubSpot,
  policy: Policy,
  slice: DealPolicy,
  { dealId, isNew, settled }: ReadDealInput,
): Promise<DealReading> {
  const reading = await findRecord(hubspot, { object: 'deal', id: dealId, isNew }, slice.properties, ASSOCIATIONS);
  if (!reading.found) return reading;
  const deal = reading.record;

  const values = ownFacts(policy, deal);
  const pipeline = pipelineOf(slice, values['pipeline']?.value);
  const rows = rowsOf(policy, pipeline?.key);
  const here = pipeline?.stages.findIndex(({ id }) => id === values['dealstage']?.value) ?? -1;
  const from = pipeline === undefined || here < 0 ? undefined : judgedFrom(pipeline, here, settled);
  // And the stage it may be put back to: the rep reads what is missing there in the same write.
  const home = rowsOf(policy, settled?.pipeline).filter(({ key }) => key === settled?.stage);
  const judged = from === undefined ? [] : [...home, ...rows.slice(from, here + 1)];
  const asked = [...new Set(judged)].flatMap(({ exit }) => exit ?? []);
  const asksForSteps = judged.find(({ exit }) => exit?.some(({ kind }) => kind === 'nextSteps'))?.key;
  const stay = asksForSteps === settled?.stage ? settled : undefined;
  const enteredAt = enteredStage(values, rows[here]?.key, stay);
  const ahead: Criterion[] = rows[here + 1]?.exit ?? [];
  const records = around(hubspot, deal, [...asked, ...ahead]);
  Object.assign(values, await readFacts(hubspot, policy, records, beyondTheDeal(asked), enteredAt));

  // The next stage's facts go with the move, so that the rep reads what is missing there in the same write. Its next steps
  // cannot have been written yet: they count from the moment the deal enters it.
  const verdict = verdictOf(values, settled, slice);
  if (verdict.kind === 'inStage' && verdict.next.do === 'moveOn') {
    const open = beyondTheDeal(ahead).filter((one) => one.kind !== 'nextSteps' && !isRead(one, asked));
    Object.assign(values, await readFacts(hubspot, policy, records, open, enteredAt));
  }
  if (!slice.tellsContacts) return { found: true, values };
  return { found: true, values, circle: circleOf(deal.associated.company, deal.associated.contact) };
}

/** Since when next steps count. Somebody's move ahead of the stage that asks for them does not make the written ones old. */
function enteredStage(values: Values, here: string | undefined, stay: Settled | undefined): number {
  const movedAt = values['dealstage']?.at ?? 0;
  if (stay === undefined) return movedAt;
  return stay.enteredAt ?? (stay.stage === here ? movedAt : stay.since);
}

function rowsOf(policy: Policy, pipeline: string | undefined): StageRow[] {
  return policy.pipelines.find(({ key }) => key === pipeline)?.stages ?? [];
}

function isRead(criterion: Criterion, asked: Criterion[]): boolean {
  return asked.some((one) => JSON.stringify(one) === JSON.stringify(criterion));
}

function ownFacts(policy: Policy, deal: HubSpotRecord): Values {
  return Object.fromEntries(
    Object.entries(deal.values).map(([name, { value, at, by, previous }]) => {
      const row = findProperty(policy, 'deal', name);
      const known = { value: travellingValue(row, value), at, by };
      return [name, previous === undefined ? known : { ...known, previous: travellingValue(row, previous) }];
    }),
  );
}
