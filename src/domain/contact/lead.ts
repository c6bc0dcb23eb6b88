/** L-01: when a contact is a lead. Pure; the same answer for the lead itself and for a ticket that asks for one. */
import type { Situation } from './situation.ts';
import { consentStanding, isForbidden } from './standing.ts';
import { temperatureOf, vetoOf } from './temperature.ts';

/** Ids of what a lead needs, the weightiest first: it is the reason that a lead is closed with. */
export type LeadCondition = 'contactAllowed' | 'notUnsubscribed' | 'leadStage' | 'positive' | 'engaged';

/**
 * What keeps the contact from being a lead; empty: it is one. "Engaged and interested" is warm: whoever was silent until it
 * turned cold is engaged no more (HP24 "Cold Lead").
 */
export function missingForLead(situation: Situation): LeadCondition[] {
  const { settled, policy } = situation;
  const holds: Record<LeadCondition, boolean> = {
    contactAllowed: !isForbidden(situation),
    notUnsubscribed: consentStanding(situation) !== 'withdrawn',
    leadStage: policy.leads.stages.includes(settled.stage),
    positive: vetoOf(situation)?.valid !== true,
    engaged: temperatureOf(situation).is === 'warm',
  };
  const rest = ['positive', 'engaged'] as const;
  // Whom people exclude, the engine unsubscribes (C-13): that is no word of the person.
  const conditions: LeadCondition[] =
    settled.stage === 'excluded'
      ? ['leadStage', 'contactAllowed', 'notUnsubscribed', ...rest]
      : ['contactAllowed', 'notUnsubscribed', 'leadStage', ...rest];
  return conditions.filter((condition) => !holds[condition]);
}
