/** What people read of a contact: on the record, in tasks and notes, in the Temporal UI, and of its decisions. */
import { describe, expect, it } from 'vitest';
import type { Detail, TaskAbout } from '../../src/domain/contact/commands.ts';
import type { ContactShown } from '../../src/domain/contact/state.ts';
import { contactDecisionWords } from '../../src/domain/contact-decision-words.ts';
import { contactNote } from '../../src/domain/contact-note-words.ts';
import { contactTask } from '../../src/domain/contact-task-words.ts';
import {
  contactAttention,
  contactDetails,
  contactMissingText,
  leadReason,
  missingWords,
  ticketAnswer,
} from '../../src/domain/contact-words.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import type { Policy } from '../../src/domain/policy/types.ts';

const AT = Date.parse('2026-03-02T15:30:00Z');
const LOCAL = '2026-03-02 10:30';
const HOSTILE = '<img src=x onerror=alert(1)>&"';
const NOTHING_RAW = /undefined|null|NaN|\[object/;

/** The shipped policy with other words in one place. */
function edited(edit: (policy: Policy) => void): Policy {
  const policy = structuredClone(defaultPolicy);
  edit(policy);
  return policy;
}

describe('what a contact lacks', () => {
  it('[C-07] is named in words of the policy: a conversation, and the statement', () => {
    expect(missingWords(defaultPolicy, ['conversation', 'exploring'])).toEqual([
      'A conversation with the prospect: reply, connected call or meeting held',
      '"Exploring a decision": "Yes"',
    ]);
    expect(contactMissingText(defaultPolicy, ['conversation', 'exploring'])).toBe(
      'To become a Sales Qualified Lead:\n- A conversation with the prospect: reply, connected call or meeting held\n- "Exploring a decision": "Yes"',
    );
  });

  it('[R-06] follows an edited engagement, and an edited label', () => {
    const policy = edited(({ contacts, properties }) => {
      for (const row of contacts?.engagement ?? []) row.conversation = row.key === 'meeting';
      for (const row of properties) if (row.name === 'exploring_a_decision') row.label = 'Looks around';
    });
    expect(missingWords(policy, ['conversation', 'exploring'])).toEqual([
      'A conversation with the prospect: meeting held',
      '"Looks around": "Yes"',
    ]);
  });

  it('is nothing where nothing is, and beside SQL stands by itself', () => {
    expect(contactMissingText(defaultPolicy, [])).toBe('');
    expect(contactMissingText(defaultPolicy, ['vetoReason'])).toBe(
      '- "Reason for no positive impression", without it "No positive impression" does not count',
    );
    expect(contactMissingText(defaultPolicy, ['exploring', 'rejectionReason']).split('\n')).toHaveLength(3);
  });
});

describe('leads', () => {
  it('[L-01] are closed with a reason that a rep understands', () => {
    const reasons = ['contactAllowed', 'notUnsubscribed', 'leadStage', 'positive', 'engaged'];
    expect(reasons.map((reason) => leadReason(defaultPolicy, reason))).toEqual([
      'The person does not wish to be contacted',
      'The person unsubscribed from our e-mails',
      'The lifecycle stage is not Marketing Qualified Lead or Sales Qualified Lead',
      'A rep reported: No positive impression',
      'No engagement within the last 3 months',
    ]);
  });

  it('[L-02] a ticket is answered that it is one, or what keeps it from being one', () => {
    expect(ticketAnswer(defaultPolicy, true, [])).toContain('The contact is a lead');
    expect(ticketAnswer(defaultPolicy, false, ['leadStage', 'engaged'])).toBe(
      'No lead was created:\n- The lifecycle stage is not Marketing Qualified Lead or Sales Qualified Lead\n- No engagement within the last 3 months',
    );
  });
});

describe('the details in the Temporal UI', () => {
  const shown: ContactShown = {
    stage: 'mql',
    values: {
      sop_temperature: 'warm',
      sop_turns_cold_on: '2026-06-02T14:30:00.000Z',
      sop_consent_status: 'requested',
      qualified_lead_kind: 'ideal_customer',
      sop_recycles_on: '',
    },
    missing: ['exploring'],
    next: { at: AT, what: 'turns cold' },
  };

  it('[T-04] show stage, temperature and the day it turns, consent, what is missing, and what happens next', () => {
    expect(contactDetails(defaultPolicy, shown)).toBe(
      [
        '**Marketing Qualified Lead**',
        '',
        '- Lead temperature: Warm',
        '- Turns cold on: 2026-06-02 10:30 America/New_York',
        '- Consent status: Requested',
        '- Qualified lead kind: Ideal Customer',
        '',
        'Missing:',
        '',
        '- [ ] "Exploring a decision": "Yes"',
        '',
        `Next: turns cold, ${LOCAL} America/New_York.`,
        '',
        'Policy health-prime@3, clause C-05',
      ].join('\n'),
    );
  });

  it('say so where nothing is missing, nothing happens by itself, or a person has to look', () => {
    const quiet: ContactShown = { stage: 'excluded', values: {}, missing: [] };
    const details = contactDetails(defaultPolicy, quiet);
    expect(details).not.toContain('Missing');
    expect(details).toContain('Next: nothing by itself');
    const attention = { reason: 'fuse', since: AT, triedAt: AT };
    expect(contactDetails(defaultPolicy, quiet, attention)).toContain('Needs a person: something keeps moving');
    expect(contactAttention(defaultPolicy, { reason: 'rejected', properties: ['lead_campaign'] })).toBe(
      'HubSpot refused an update (rejected); it asks for Campaign. It is tried again by itself.',
    );
  });

  it('of a policy without contacts promise nothing', () => {
    expect(contactDetails(smallPolicy, shown)).toContain('no rules for contacts');
  });
});

const TASKS: Record<TaskAbout, { detail: Detail; says: string[] }> = {
  review: { detail: {}, says: ['Review this Target', '14 days', 'Target reviewed'] },
  outreach: { detail: {}, says: ['one business day', 'Exploring a decision', 'Sales Qualified Lead'] },
  outreachMissed: { detail: {}, says: ['Overdue', 'Sales manager'] },
  outreachEscalated: { detail: {}, says: ['No outreach', 'give it to somebody else'] },
  acceptLead: { detail: {}, says: ['2 business days', 'Accepted by Sales', 'Reason for rejection'] },
  qualify: { detail: { missing: ['conversation'] }, says: ['<li>A conversation with the prospect'] },
  recheck: { detail: { days: 180 }, says: ['180 days', 'Marketing Qualified Lead'] },
  evaluate: { detail: { days: 60 }, says: ['Evaluate this Sales Qualified Lead', '60 days'] },
  recycled: {
    detail: { reason: 'lostDeal', category: 'chose_competitor', round: 2, channel: 'call' },
    says: ['Chose competitor', 'round 2 of 3', 'please call'],
  },
  lostReasons: {
    detail: { dealId: '77' },
    says: ['Why was this deal lost?', '77', 'Deal Lost Reason Category', 'Deal Lost Reason Details'],
  },
  associateCompany: { detail: {}, says: ['no company'] },
  mailUnknown: { detail: { reason: 'unknown' }, says: ['nobody knows', 'not sent again by itself'] },
  mailRefused: { detail: { reason: 'badAddress' }, says: ['address'] },
  attention: { detail: { reason: 'fuse' }, says: ['Something keeps moving this contact'] },
};

describe('a task', () => {
  it.each(Object.entries(TASKS))('about %s says what to do', (about, { detail, says }) => {
    const { subject, body } = contactTask(defaultPolicy, about as TaskAbout, detail);
    for (const words of says) expect(`${subject} ${body}`).toContain(words);
    expect(subject).not.toMatch(/[<>]/);
    expect(body).toMatch(/^<p>.*(<\/p>|<\/ul>)$/);
    expect(`${subject} ${body}`).not.toMatch(NOTHING_RAW);
  });

  it.each([
    ['hardBounce', 'call', 'bounces for good'],
    ['optOut', 'call', 'unsubscribed'],
    ['withdrawn', 'call', 'withdrew'],
    ['noEmail', 'any', 'no e-mail address'],
    ['optOut', 'none', 'neither call nor write'],
  ])('[C-16] after %s names why, and a channel that is allowed: %s', (reason, channel, words) => {
    const { body } = contactTask(defaultPolicy, 'recycled', { reason, channel });
    expect(body).toContain(words);
    if (channel === 'none') expect(body).not.toContain('please call');
  });

  it('about a customer whose won deal is gone asks another question', () => {
    expect(contactTask(defaultPolicy, 'evaluate', { reason: 'noWonDeal' }).subject).toBe('Is this still a Customer?');
  });

  it('[R-06] names the numbers and labels of an edited policy', () => {
    const policy = edited(({ contacts }) => {
      if (contacts === undefined) return;
      contacts.review.days = 21;
      contacts.handOff.outreachDays = 2;
      for (const row of contacts.lifecycle.stages) if (row.key === 'target') row.label = 'Prospect';
    });
    const { subject, body } = contactTask(policy, 'review', {});
    expect(subject).toBe('Review this Prospect');
    expect(body).toContain('21 days');
    expect(contactTask(policy, 'outreach', {}).body).toContain('2 business days');
  });

  it('lets no markup through, neither from facts nor from the policy', () => {
    const policy = edited(({ contacts, properties }) => {
      for (const row of contacts?.lifecycle.stages ?? []) row.label = HOSTILE;
      for (const row of properties) row.label = HOSTILE;
    });
    const detail = {
      days: HOSTILE,
      dealId: HOSTILE,
      deals: [HOSTILE],
      missing: [HOSTILE],
      reason: HOSTILE,
      category: HOSTILE,
    };
    for (const about of Object.keys(TASKS)) {
      expect(contactTask(policy, about as TaskAbout, detail).body).not.toContain('<img');
    }
    for (const about of ['putBack', 'warned'] as const) {
      expect(contactNote(policy, about, { ...detail, from: HOSTILE, to: 'mql' })).not.toContain('<img');
    }
  });
});

describe('a note', () => {
  it('[C-20] after a put-back says from where, why, and where people may move the contact', () => {
    expect(contactNote(defaultPolicy, 'putBack', { from: 'recycled', to: 'target', missing: [] })).toBe(
      '<p>This contact was moved to <strong>Recycled</strong> and is back in <strong>Target</strong>, because the sales process does not lead there. From <strong>Target</strong> people move it to Marketing Qualified Lead, Sales Qualified Lead, Exclude from Marketing or Additional Sales Contact.</p>',
    );
  });

  it('[C-07] after a put-back from SQL names which half of the proof is missing', () => {
    const note = contactNote(defaultPolicy, 'putBack', { from: 'sql', to: 'mql', missing: ['exploring'] });
    expect(note).toContain('back in <strong>Marketing Qualified Lead</strong>, because this is missing:</p><ul><li>');
    expect(note).toContain('Exploring a decision');
    expect(note).not.toContain('conversation');
  });

  it('[R-09] in warn mode says that the contact stays, and what is against it', () => {
    const note = contactNote(defaultPolicy, 'warned', { from: 'target', to: 'sql', missing: ['conversation'] });
    expect(note).toContain('from <strong>Target</strong> to <strong>Sales Qualified Lead</strong> although');
    expect(note).not.toContain('is back');
  });

  it('knows a contact that stood in none of the seven stages', () => {
    const note = contactNote(defaultPolicy, 'putBack', { to: 'target', missing: [] });
    expect(note).toContain('stood in no stage of the sales process and is back in <strong>Target</strong>');
  });
});

const email = { object: 'email', id: '5', at: AT };
const deal = { object: 'deal', id: '7', property: 'dealstage', at: AT };

const DECISIONS: [kind: string, given: Partial<Decision>, words: string][] = [
  ['started', { to: 'contact.target' }, 'first seen, as Target'],
  [
    'moved',
    { from: 'contact.target', to: 'contact.mql', by: 'us', evidence: [email] },
    'moved from Target to Marketing Qualified Lead: it engaged with us (reply (email 5))',
  ],
  [
    'moved',
    {
      from: 'contact.target',
      to: 'contact.mql',
      by: 'us',
      evidence: [{ object: 'contact', id: '1', property: 'recent_conversion_date' }],
    },
    'moved from Target to Marketing Qualified Lead: it engaged with us (form submitted)',
  ],
  [
    'moved',
    {
      from: 'contact.target',
      to: 'contact.sql',
      by: 'us',
      evidence: [{ object: 'contact', id: '1', property: 'lifecyclestage' }],
    },
    'moved from Target to Sales Qualified Lead: the engine had put it there, in this record or in one that was merged into it',
  ],
  [
    'dealGivenCompany',
    { by: 'us', evidence: [deal] },
    "its deal 7, opened while it had no company, is now the company's",
  ],
  [
    'moved',
    { from: 'contact.mql', to: 'contact.customer', by: 'us', evidence: [deal] },
    'moved from Marketing Qualified Lead to Customer: deal 7 was won',
  ],
  [
    'moved',
    { from: 'contact.mql', to: 'contact.excluded', by: 'person:9' },
    'moved from Marketing Qualified Lead to Exclude from Marketing by Ann Lee',
  ],
  [
    'qualified',
    { from: 'contact.mql', to: 'contact.sql', by: 'person:9' },
    'qualified from Marketing Qualified Lead to Sales Qualified Lead: a conversation, and the statement by Ann Lee',
  ],
  [
    'putBack',
    { from: 'contact.sql', to: 'contact.mql', by: 'person:9', detail: { missing: ['exploring'] } },
    'put back to Marketing Qualified Lead, where Ann Lee had moved it to Sales Qualified Lead; missing: "Exploring a decision": "Yes"',
  ],
  [
    'warned',
    { from: 'contact.target', to: 'contact.recycled', by: 'person:9', detail: { missing: [] } },
    'left in Recycled, where Ann Lee moved it, with a warning',
  ],
  ['fuse', { by: 'app:3' }, 'moved again and again by app 3; left alone until a person has looked'],
  [
    'lost',
    { from: 'contact.sql', to: 'contact.target', by: 'us', evidence: [deal], detail: { category: 'budget' } },
    'moved from Sales Qualified Lead to Target: its deal 7 was lost (Budget)',
  ],
  [
    'recycled',
    { from: 'contact.mql', to: 'contact.recycled', detail: { reason: 'hardBounce' } },
    'recycled from Marketing Qualified Lead: its e-mail address bounces for good',
  ],
  [
    'recycled',
    { from: 'contact.target', to: 'contact.recycled', detail: { reason: 'lostDeal', category: 'timing', round: 2 } },
    'recycled from Target: the time to wait after a lost deal (Timing) is over, round 2',
  ],
  ['assigned', { detail: { ownerId: '41' } }, 'given to Sam Dee, the next SDR in turn'],
  ['repOwns', { detail: { from: '', ownerId: '42' } }, 'owned by owner 42 from now on, the rep who qualified it'],
  ['ownerChanged', { by: 'import', detail: { from: '', to: '42' } }, 'owner changed from nobody to owner 42 by import'],
  [
    'qualifiedLead',
    { detail: { campaign: 'non_epic_hospitals', leadKind: 'target_account' } },
    'qualified lead: Target Account, by the criteria of the campaign Non-Epic hospitals and health systems',
  ],
  [
    'delivered',
    { detail: { ownerId: '41', temperature: 'warm', source: 'PAID_SEARCH', campaign: '' } },
    'delivered to Sales, to Sam Dee, as a warm lead, from Paid search',
  ],
  ['accepted', { by: 'person:9' }, 'accepted as a lead by Ann Lee'],
  ['rejected', { by: 'person:9' }, 'rejected as a lead by Ann Lee, with a reason'],
  ['acceptanceMissed', {}, 'Sales did not answer in time whether it accepts the lead'],
  ['reviewDue', {}, 'nobody reviewed it; marketing got a task'],
  ['outreachDue', { detail: { dueAt: AT } }, `its owner got the task to reach out, due ${LOCAL}`],
  ['outreachMade', { evidence: [email] }, 'outreach was made: email 5'],
  ['outreachMissed', {}, 'outreach was missed; its owner was reminded'],
  ['outreachEscalated', {}, 'outreach was missed; the Sales manager got a task'],
  ['recheckDue', {}, 'not verified so far; its owner was asked to look again'],
  ['evaluationDue', {}, 'nothing happened for long; its owner was asked to evaluate it'],
  ['warm', { evidence: [{ object: 'call', id: '6', at: AT }] }, 'warm: connected call (call 6)'],
  [
    'warm',
    { evidence: [{ object: 'contact', id: '1', at: AT }] },
    'warm: form submitted, event attended, visit to the website or link clicked',
  ],
  ['cold', { evidence: [email] }, 'cold: no engagement for 3 months'],
  [
    'cold',
    { evidence: [{ object: 'contact', id: '1', property: 'qualified_lead_kind' }] },
    'cold: a qualified lead that never engaged',
  ],
  ['vetoed', { by: 'person:9' }, 'cold: No positive impression, says Ann Lee'],
  ['consentAsked', {}, 'asked for consent by e-mail'],
  ['consentReminded', {}, 'reminded of the consent request by e-mail'],
  ['consentGranted', { by: 'contact' }, 'consent given by the person'],
  ['consentWithdrawn', { by: 'contact' }, 'consent withdrawn or mail refused by the person'],
  ['unsubscribedFromAll', {}, 'unsubscribed from everything'],
  ['leadOpened', {}, 'became a lead'],
  ['leadClosed', { detail: { reason: 'positive' } }, 'is no lead any more: A rep reported: No positive impression'],
  [
    'ticketAnswered',
    { detail: { made: true, missing: [] } },
    'the ticket that asked for a lead was answered: it is one',
  ],
  [
    'ticketAnswered',
    { detail: { made: false, missing: ['engaged'] } },
    'the ticket that asked for a lead was answered: No engagement within the last 3 months',
  ],
  ['dealOpened', { evidence: [deal], detail: { how: 'created' } }, 'deal 7 opened'],
  ['dealOpened', { evidence: [deal], detail: { how: 'joined' } }, 'joined the open deal 7 of its company'],
  ['dealJoined', { evidence: [deal] }, 'joined the open deal 7 of its company'],
  ['reviewed', { by: 'person:9' }, 'kept by Ann Lee in the quarterly review'],
  ['deleted', { by: 'person:9' }, 'deleted on the answer of Ann Lee in the quarterly review'],
  ['gone', { detail: { why: 'deleted' } }, 'deleted in HubSpot'],
  ['gone', { detail: { why: 'merged', into: '2' } }, 'merged into another contact'],
  ['gone', { detail: { why: 'erased' } }, 'erased contact: the person asked to be forgotten'],
  ['restored', {}, 'restored in HubSpot'],
];

describe('a decision', () => {
  const names: Record<string, string> = { 'person:9': 'Ann Lee', 'owner:41': 'Sam Dee' };

  it.each(DECISIONS)('[R-05] %s is a sentence: %o', (kind, given, words) => {
    const decision: Decision = {
      seq: 1,
      kind,
      happenedAt: AT,
      by: 'us',
      evidence: [],
      policyVersion: 'health-prime@3',
      clause: 'C-01',
      ...given,
    };
    expect(contactDecisionWords(defaultPolicy, decision, (actor) => names[actor])).toBe(words);
    expect(contactDecisionWords(defaultPolicy, decision)).not.toMatch(NOTHING_RAW);
  });
});
