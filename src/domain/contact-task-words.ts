/** What the tasks about a contact say. Subjects are plain text, bodies HTML; no word comes from a record. */
import type { Detail, TaskAbout } from './contact/commands.ts';
import { bulletsHtml, listOf, textOf } from './contact-note-words.ts';
import { contactAttention, contactLabel, lifecycleLabel, lostCategory, missingWords } from './contact-words.ts';
import type { ContactProperties, ContactRules } from './policy/contact-types.ts';
import { findProperty } from './policy/lookup.ts';
import type { Policy } from './policy/types.ts';
import { escapeHtml } from './words.ts';

export interface TaskWords {
  subject: string;
  body: string;
}

/**
 * Subject and body of a task.
 * @throws Error for a policy without rules for contacts
 */
export function contactTask(policy: Policy, about: TaskAbout, detail: Detail): TaskWords {
  const { contacts } = policy;
  if (contacts === undefined) throw new Error(`The policy "${policy.id}" has no rules for contacts.`);
  const { subject, body } = words(policy, contacts, about, detail);
  return {
    subject,
    body: body.map((paragraph) => (paragraph.startsWith('<ul>') ? paragraph : `<p>${paragraph}</p>`)).join(''),
  };
}

function words(
  policy: Policy,
  rules: ContactRules,
  about: TaskAbout,
  detail: Detail,
): { subject: string; body: string[] } {
  const label = (name: keyof ContactProperties) => escapeHtml(`"${contactLabel(policy, name)}"`);
  const mql = escapeHtml(lifecycleLabel(policy, 'mql'));
  const sql = escapeHtml(lifecycleLabel(policy, 'sql'));
  const { handOff } = rules;
  switch (about) {
    case 'review':
      return {
        subject: `Review this ${lifecycleLabel(policy, 'target')}`,
        body: [
          `Nobody has looked at this contact for ${rules.review.days} days. Is it a potential client?`,
          `Answer ${label('reviewed')} with Yes, or change its Lifecycle Stage.`,
        ],
      };
    case 'outreach':
      return {
        subject: `Reach out to this ${lifecycleLabel(policy, 'mql')}`,
        body: [
          `This contact engaged with us and is yours now. Please call it or write to it within ${businessDays(handOff.outreachDays)}, and log it in HubSpot: what is not logged does not count.`,
          `Once you talked to it and it explores a decision, answer ${label('exploring')} with Yes; it then becomes a ${sql} by itself.`,
        ],
      };
    case 'outreachMissed':
      return {
        subject: `Overdue: reach out to this ${lifecycleLabel(policy, 'mql')}`,
        body: [
          `The first outreach was due within ${businessDays(handOff.outreachDays)} and none is logged. Please call or write now, and log it in HubSpot.`,
          `In ${businessDays(handOff.escalateDays)} the ${escapeHtml(handOff.managerRole)} hears of it.`,
        ],
      };
    case 'outreachEscalated':
      return {
        subject: `No outreach to a ${lifecycleLabel(policy, 'mql')}`,
        body: [
          `This ${mql} was handed over for outreach within ${businessDays(handOff.outreachDays)}; none is logged although its owner was reminded. Please see that somebody calls it, or give it to somebody else.`,
        ],
      };
    case 'acceptLead':
      return {
        subject: 'Accept or reject this lead',
        body: [
          `This qualified lead was delivered to Sales. Please answer ${label('acceptance')} within ${businessDays(handOff.acceptDays)} of the delivery; a rejection needs ${label('rejectionReason')}.`,
        ],
      };
    case 'qualify':
      return {
        subject: `Not yet a ${lifecycleLabel(policy, 'sql')}`,
        body: [`To become a ${sql} this contact lacks:`, bulletsHtml(missingWords(policy, listOf(detail, 'missing')))],
      };
    case 'recheck':
      return {
        subject: `Look again at this ${lifecycleLabel(policy, 'mql')}`,
        body: [
          `This contact has been a ${mql} for ${escapeHtml(textOf(detail, 'days'))} days without being verified; Marketing goes on nurturing it. Does it explore a decision meanwhile? Then answer ${label('exploring')} with Yes.`,
        ],
      };
    case 'evaluate':
      return evaluate(policy, detail);
    case 'recycled':
      return recycled(policy, detail);
    case 'lostReasons':
      return {
        subject: 'Why was this deal lost?',
        body: [
          `You took the contact back from ${sql} while its deal ${escapeHtml(textOf(detail, 'dealId'))} is still open. Please fill in ${dealFields(policy)} on the deal: it then closes as lost by itself.`,
        ],
      };
    case 'associateCompany':
      return {
        subject: 'Associate this contact with its company',
        body: [
          `This ${sql} has no company, so its deal stands alone. Please associate the contact with its company: the deal then becomes that company's. If the company has an open deal already, you are asked to merge the two.`,
        ],
      };
    case 'mailUnknown':
      return {
        subject: 'Did the consent request arrive?',
        body: [
          'The connection broke while the consent request was handed over, so nobody knows whether it was sent. It is not sent again by itself. Please ask the person, or write to them.',
        ],
      };
    case 'mailRefused':
      return {
        subject: 'The e-mail address does not take mail',
        body: [
          'The consent request could not be delivered to the e-mail address of this contact. Please correct it, or call.',
        ],
      };
    case 'attention':
      return {
        subject: 'This contact needs a look',
        body: [escapeHtml(sentence(contactAttention(policy, { reason: textOf(detail, 'reason') })))],
      };
  }
}

/** C-11, and C-12 for a customer whose won deal went away. */
function evaluate(policy: Policy, detail: Detail): { subject: string; body: string[] } {
  if (detail['reason'] === 'noWonDeal') {
    return {
      subject: `Is this still a ${lifecycleLabel(policy, 'customer')}?`,
      body: [
        'No won deal holds this contact any more: the deal was deleted, or the company taken away. Please give it the Lifecycle Stage that is right.',
      ],
    };
  }
  return {
    subject: `Evaluate this ${lifecycleLabel(policy, 'sql')}`,
    body: [
      `Nothing has happened with this contact for ${escapeHtml(textOf(detail, 'days'))} days. Is it still exploring a decision? Please plan the next step, or change its Lifecycle Stage.`,
    ],
  };
}

const CHANNELS: Record<string, string> = {
  any: 'You may call and write.',
  call: 'E-mail is no way to reach it any more: please call.',
  none: 'The person does not wish to be contacted: neither call nor write.',
};

const UNREACHABLE: Record<string, string> = {
  hardBounce: 'Its e-mail address bounces for good.',
  optOut: 'The person unsubscribed from our e-mails.',
  withdrawn: 'The person withdrew the consent to our e-mails.',
  noEmail: 'It has no e-mail address any more.',
};

/** C-16, C-17. */
function recycled(policy: Policy, detail: Detail): { subject: string; body: string[] } {
  const reason = textOf(detail, 'reason');
  const lost = `Its deal was lost (${escapeHtml(lostCategory(policy, textOf(detail, 'category')))}) and the time to wait is over. This is round ${escapeHtml(textOf(detail, 'round'))} of ${policy.contacts?.recycling.maxRounds ?? 0}: please see whether there is new business.`;
  return {
    subject: `Follow up on this ${lifecycleLabel(policy, 'recycled')} contact`,
    body: [
      reason === 'lostDeal' ? lost : (UNREACHABLE[reason] ?? ''),
      CHANNELS[textOf(detail, 'channel')] ?? '',
    ].filter((it) => it !== ''),
  };
}

function dealFields(policy: Policy): string {
  const { category, details } = policy.lost;
  const labels = [category, details].map((name) => findProperty(policy, 'deal', name)?.label ?? name);
  return escapeHtml(labels.map((label) => `"${label}"`).join(' and '));
}

function businessDays(days: number): string {
  return days === 1 ? 'one business day' : `${days} business days`;
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
