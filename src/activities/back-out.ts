/** What a back-out writes in HubSpot besides notes and tasks (B-03). Safe to repeat. */
import type { Detail } from '../domain/deal/rules/rule.ts';
import { lostDetails } from '../domain/duty-words/back-out.ts';
import { dutyNote } from '../domain/duty-words/index.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { PortalFacts } from './deal.ts';
import { keepRecord, keyProperty } from './keep.ts';

export interface CloseTicket {
  dealId: string;
  /** Key of the ticket, and of the note on it. */
  key: string;
  noteKey: string;
  detail: Detail;
  /** Milliseconds since 1970. */
  at: number;
}

/** Category and details of the loss, and what was asked for as it was decided. What people wrote about it is kept with it. */
export async function lostByBackOut(
  hubspot: Pick<HubSpot, 'readRecord'>,
  policy: Policy,
  dealId: string,
  reason: string,
): Promise<Record<string, string>> {
  const rule = policy.backOut;
  if (rule === undefined) throw new Error('a policy without back-outs backs nothing out');
  const { values } = await hubspot.readRecord('deal', dealId, [rule.details]);
  return {
    [policy.lost.category]: rule.lostCategory,
    [policy.lost.details]: lostDetails(policy, reason, values[rule.details]?.value ?? ''),
    [rule.requested]: 'yes',
    [rule.reason]: reason,
  };
}

/** The deal's ticket, and one that came along with a merged deal, go to the stage that the policy names; none is deleted. */
export async function closeTicket(
  hubspot: HubSpot,
  policy: Policy,
  onboarding: PortalFacts['onboarding'],
  { dealId, key, noteKey, detail, at }: CloseTicket,
): Promise<void> {
  const stage = onboarding?.stages[policy.backOut?.ticketStage ?? ''];
  if (onboarding === undefined || stage === undefined) return;
  const { associated } = await hubspot.readRecord('deal', dealId, [], ['ticket']);
  const own = await hubspot.findByKey('ticket', keyProperty(policy, 'ticket'), key);
  const ids = [...new Set([...(own === undefined ? [] : [own]), ...(associated.ticket ?? [])])];
  const tickets = await hubspot.readRecords('ticket', ids, ['hs_pipeline']);
  for (const { id } of tickets.filter(({ values }) => values['hs_pipeline']?.value === onboarding.pipelineId)) {
    await keepRecord(hubspot, policy, {
      object: 'note',
      key: `${noteKey}:${id}`,
      properties: {
        hs_note_body: dutyNote(policy, 'ticketBackedOut', detail),
        hs_timestamp: new Date(at).toISOString(),
      },
      on: { object: 'ticket', id },
    });
    await hubspot.updateRecord('ticket', id, { hs_pipeline_stage: stage });
  }
}
