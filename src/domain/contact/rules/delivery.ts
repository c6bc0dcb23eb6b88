/** T-05: a qualified lead is delivered to its SDR, frozen as it is then, and accepted or rejected within two business days. */
import type { Effect } from '../commands.ts';
import { contactEvidence, draft, propertyName, valueOf } from '../drafts.ts';
import { answerTo, type Delivery, deliveryOf, dueAfter } from '../sales-hand-off.ts';
import { nothing, type Proposal, type Rule, type Situation } from '../situation.ts';
import { temperatureOf } from '../temperature.ts';

const FROZEN = ['deliveredOn', 'deliveredTemperature', 'deliveredSource', 'deliveredCampaign'] as const;
type Frozen = Record<(typeof FROZEN)[number], string>;

export const delivery: Rule = (situation) => {
  const delivered = deliveryOf(situation);
  const frozen = delivered?.isNew === true ? asItIsNow(situation, delivered) : asOnRecord(situation);
  const show = Object.fromEntries(FROZEN.map((name) => [propertyName(situation, name), frozen[name]]));
  if (delivered === undefined) return { ...nothing, show };
  const asked = acceptance(situation, delivered);
  const effects = delivered.isNew ? [deliveryEffect(situation, delivered, frozen), ...asked.effects] : asked.effects;
  return { ...asked, effects, show };
};

function asOnRecord(situation: Situation): Frozen {
  const [deliveredOn, deliveredTemperature, deliveredSource, deliveredCampaign] = FROZEN.map((name) =>
    valueOf(situation, name),
  );
  return {
    deliveredOn: deliveredOn ?? '',
    deliveredTemperature: deliveredTemperature ?? '',
    deliveredSource: deliveredSource ?? '',
    deliveredCampaign: deliveredCampaign ?? '',
  };
}

function asItIsNow(situation: Situation, { at }: Delivery): Frozen {
  const { is } = temperatureOf(situation);
  return {
    deliveredOn: new Date(at).toISOString(),
    // Of a qualified lead there always is one.
    deliveredTemperature: is === 'warm' ? 'warm' : 'cold',
    // The channel is kept as it was at creation (C-03); HubSpot's own value until it is.
    deliveredSource: valueOf(situation, 'originalChannel') || valueOf(situation, 'source'),
    deliveredCampaign: valueOf(situation, 'campaign'),
  };
}

function deliveryEffect(situation: Situation, { at, handOff }: Delivery, frozen: Frozen): Effect {
  const { deliveredTemperature, deliveredSource, deliveredCampaign } = frozen;
  const detail = {
    leadKind: valueOf(situation, 'leadKind'),
    temperature: deliveredTemperature,
    source: deliveredSource,
    campaign: deliveredCampaign,
    ownerId: valueOf(situation, 'owner'),
  };
  const evidence = [contactEvidence(situation, 'leadKind'), contactEvidence(situation, 'owner')];
  return { key: `delivered:${handOff}`, decision: draft(situation, 'delivered', at, 'T-05', { evidence, detail }) };
}

/** Asked as long as the contact is with the SDRs; an answer counts whenever it comes. */
function acceptance(situation: Situation, delivered: Delivery): Proposal {
  const { policy, settled, now } = situation;
  const answer = answerTo(situation, delivered);
  if (answer?.complete === true) return { ...nothing, effects: [answered(situation, answer.fact)] };
  const missing = answer === undefined ? [] : ['rejectionReason'];
  if (settled.stage !== 'mql') return { ...nothing, missing };

  const { acceptDays, managerRole } = policy.handOff;
  const due = dueAfter(situation, delivered.at, acceptDays);
  const key = `accept:${delivered.handOff}`;
  const effects = [task(key, 'owner', due)];
  if (now < due) return { ...nothing, missing, effects, wakes: [{ at: due, what: 'answer of Sales is due' }] };
  const evidence = [contactEvidence(situation, 'deliveredOn')];
  const decision = draft(situation, 'acceptanceMissed', due, 'T-05', { evidence });
  return { ...nothing, missing, effects: [...effects, { ...task(`${key}:missed`, managerRole, due), decision }] };
}

function task(key: string, to: string, dueAt: number): Effect {
  return { key, command: { do: 'task', about: 'acceptLead', to, dueAt, detail: {} } };
}

function answered(situation: Situation, { value, at, by }: { value: string; at: number; by: string }): Effect {
  const evidence = [contactEvidence(situation, 'acceptance')];
  const more = value === 'rejected' ? [contactEvidence(situation, 'rejectionReason')] : [];
  const decision = draft(situation, value, at, 'T-05', { by, evidence: [...evidence, ...more] });
  return { key: `acceptance:${at}`, decision };
}
