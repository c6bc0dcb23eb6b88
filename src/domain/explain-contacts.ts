/** The rules of a contact's life in words: `npm run sop -- explain contacts`. Made from the rows, like the engine's verdicts. */
import { contactLabel, contactOption, lifecycleLabel, lostCategory, orList } from './contact-words.ts';
import type { CampaignRow, ContactRules, EngagementRow, LifecycleStageRow } from './policy/contact-types.ts';
import { findProperty } from './policy/lookup.ts';
import type { Policy } from './policy/types.ts';

/** Stages with the moves people may make, clocks, engagement, consent and leads; undefined without rules for contacts. */
export function explainContacts(policy: Policy): string | undefined {
  const { contacts } = policy;
  if (contacts === undefined) return undefined;
  return [
    'Contacts',
    '',
    ...contacts.lifecycle.stages.map((row) => stageWords(policy, contacts, row)),
    byHandWords(contacts),
    '',
    `Engagement counts from ${contacts.lifecycle.since} on:`,
    ...contacts.engagement.map((row) => engagementLine(policy, row)),
    '',
    ...clockLines(policy, contacts),
    '',
    ...consentLines(policy, contacts),
    '',
    ...leadLines(policy, contacts),
  ].join('\n');
}

/** The lifecycle stages called `name` (key or label, any case); empty when there is none. */
export function lifecycleStagesCalled({ contacts }: Policy, name: string): LifecycleStageRow[] {
  const wanted = name.trim().toLowerCase();
  return (contacts?.lifecycle.stages ?? []).filter(({ key, label }) => [key, label.toLowerCase()].includes(wanted));
}

/** What holds for the contacts in this stage. */
export function explainLifecycleStage(policy: Policy, row: LifecycleStageRow): string {
  return policy.contacts === undefined ? '' : stageWords(policy, policy.contacts, row);
}

function stageWords(policy: Policy, contacts: ContactRules, { key, label, byHand, clause }: LifecycleStageRow): string {
  const ways = byHand.map((to) => lifecycleLabel(policy, to));
  const lines = [...bySelf(policy, contacts, key), `by hand to ${ways.length === 0 ? 'nowhere' : orList(ways)}`];
  return [`${label}  [${clause}]`, ...lines.map((line) => `  - ${line}`), ''].join('\n');
}

/** What the engine does by itself with a contact in this stage. */
function bySelf(policy: Policy, contacts: ContactRules, key: LifecycleStageRow['key']): string[] {
  const name = (stage: LifecycleStageRow['key']) => lifecycleLabel(policy, stage);
  const { review, handOff, ownership, recheck, stale, deal, exclusionReview } = contacts;
  const pipeline = policy.pipelines.find((row) => row.key === deal.pipeline)?.label ?? deal.pipeline;
  const unreachable = `becomes ${name('recycled')} when it cannot be mailed to any more (bounced, unsubscribed, no address) [C-16]`;
  switch (key) {
    case 'target':
      return [
        `a new contact stands here unless a person chose another stage [C-02]`,
        `becomes ${name('mql')} by the first engagement [C-05]`,
        `${review.role} gets a task when nobody reviewed it for ${days(review.days)} [${review.clause}]`,
      ];
    case 'mql':
      return [
        `goes to the next ${handOff.role} in turn; outreach is due within ${businessDays(handOff.outreachDays)}, after ${businessDays(handOff.escalateDays)} more the ${handOff.managerRole} hears of a missed one [${handOff.clause}]`,
        `a qualified lead is delivered to Sales, which accepts or rejects it within ${businessDays(handOff.acceptDays)} [T-05]`,
        `becomes ${name('sql')} by a conversation and "${contactLabel(policy, 'exploring')}" together [C-07]`,
        `is looked at again every ${days(recheck.days)} [${recheck.clause}]`,
        unreachable,
      ];
    case 'sql':
      return [
        `belongs to the ${ownership.role} who qualified it, unless another one owns it [${ownership.clause}]`,
        `opens a deal in ${pipeline}, or joins the one that its company has open [${deal.clause}]`,
        `its owner evaluates it after ${days(stale.days)} without activity, and every ${days(stale.days)} again [${stale.clause}]`,
        `goes back when its deal is lost: to ${name('mql')} with consent, else to ${name('target')} [C-18]`,
        unreachable,
      ];
    case 'customer':
      return [
        'every contact of a company with a won deal [C-12]',
        `while a won deal holds it, people move it to ${name('additional')} or ${name('excluded')} only [C-12]`,
      ];
    case 'excluded':
      return [
        'is subscribed to nothing, is sent nothing, and has no open lead [C-13]',
        `${exclusionReview.role} reviews all of them on the first business day of each quarter, ${exclusionReview.hour}:00 [${exclusionReview.clause}]`,
      ];
    case 'additional':
      return [`belongs to its company's open deal and opens none [C-15]`];
    case 'recycled':
      return [`sales follows up by a channel that is still allowed [C-16]`, ...recyclingLines(policy, contacts)];
  }
}

function recyclingLines(policy: Policy, { recycling }: ContactRules): string[] {
  const { coolOffDays, maxRounds, clause } = recycling;
  const waits = Object.entries(coolOffDays).map(
    ([category, wait]) => `${lostCategory(policy, category)} ${days(wait)}`,
  );
  return [
    `after a lost deal a contact comes here when the time to wait is over, ${maxRounds} rounds at most: ${waits.join(', ')}; after other reasons never [${clause}]`,
  ];
}

function byHandWords({ lifecycle }: ContactRules): string {
  const { mode, graceMinutes, clause } = lifecycle;
  const what =
    mode === 'enforce'
      ? `is put back after ${graceMinutes} minutes, with a note`
      : 'stays, and a note says what is wrong';
  return `Any other move by hand ${what} [${clause}]`;
}

function engagementLine(policy: Policy, { label, from, conversation, clause }: EngagementRow): string {
  const where =
    from.object === 'contact'
      ? `"${findProperty(policy, 'contact', from.property)?.label ?? from.property}" on the contact`
      : `${from.object === 'email' ? 'an' : 'a'} ${from.object} in HubSpot`;
  return `  - ${label}${conversation ? ' (a conversation)' : ''}: ${where}  [${clause}]`;
}

function clockLines(policy: Policy, { temperature, clock }: ContactRules): string[] {
  return [
    `Warm turns cold ${temperature.coldAfterMonths} months after the last engagement, at the same local time in ${policy.calendar.timeZone}; a new engagement warms again; a rep can veto by "${contactLabel(policy, 'veto')}" with a reason [${temperature.clause}]`,
    `What HubSpot tells nobody of, such as visits and clicks, is seen within ${days(clock.maxSleepDays)} [${clock.clause}]`,
  ];
}

function consentLines(policy: Policy, { consent }: ContactRules): string[] {
  const { stages, reminderDays, businessHours, importsPerDay, clause } = consent;
  return [
    `Consent is asked for once, of a contact with an address that is ${orList(stages.map((key) => lifecycleLabel(policy, key)))}, on business days from ${businessHours.from}:00 to ${businessHours.to}:00; one reminder after ${days(reminderDays)} [${clause}]`,
    `Contacts that came by import wait until somebody works them, then ${importsPerDay} a day at most are asked [${clause}]`,
  ];
}

function leadLines(policy: Policy, { leads }: ContactRules): string[] {
  const stages = orList(leads.stages.map((key) => lifecycleLabel(policy, key)));
  const kinds = leads.kinds.map((kind) => contactOption(policy, 'leadKind', kind));
  return [
    `A lead is a contact that is ${stages}, engaged and warm, without a rep's veto, not unsubscribed, and did not ask for no contact [${leads.clause}]`,
    `Qualified leads, the most valuable first: ${kinds.join(', ')} [L-03]`,
    `A ticket of the category "${leads.ticketCategory}" is answered and closed [L-02]`,
    ...leads.campaigns.map((row) => campaignLine(policy, row)),
  ];
}

function campaignLine(policy: Policy, { label, kind, criteria, clause }: CampaignRow): string {
  const asked = criteria.map((criterion) => {
    const row = findProperty(policy, 'company', criterion.property);
    const name = row?.label ?? criterion.property;
    if ('above' in criterion) return `${name} above ${criterion.above.toLocaleString('en-US')}`;
    const values = 'is' in criterion ? criterion.is : criterion.isNot;
    const labels = values.map((value) => row?.options?.find((option) => option.value === value)?.label ?? value);
    return `${name} ${'is' in criterion ? 'is' : 'is not'} ${orList(labels)}`;
  });
  return `Campaign "${label}": ${contactOption(policy, 'leadKind', kind)} when ${asked.join('; ')} [${clause}]`;
}

const days = (count: number): string => (count === 1 ? 'one day' : `${count} days`);
const businessDays = (count: number): string => (count === 1 ? 'one business day' : `${count} business days`);
