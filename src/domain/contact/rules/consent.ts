/** K-02, K-06, K-08: asking for consent by itself, and carrying what the person decided to HubSpot. */
import { addDays } from '../../time.ts';
import { nextBusinessTime, nextOpening } from '../../business-hours.ts';
import { mailKey, type Round, roundOf, troubles } from '../asked.ts';
import type { Effect } from '../commands.ts';
import { contactEvidence, draft, instantOf, known, propertyName, valueOf } from '../drafts.ts';
import { nothing, type Proposal, type Rule, type Situation } from '../situation.ts';
import { consentStanding, isForbidden, WITHDRAWN } from '../standing.ts';
import { isTakenIn } from '../taken-in.ts';
import { lastEngagement } from '../temperature.ts';

export const consent: Rule = (situation) => {
  const round = roundOf(situation);
  const mail = mayAsk(situation) ? nextMail(situation, round) : nothing;
  return {
    ...mail,
    effects: [...decided(situation), ...mail.effects, ...(isUndecided(situation) ? troubles(round) : [])],
    show: { [propertyName(situation, 'consentStatus')]: statusOf(situation, round) },
  };
};

/** In a stage in which consent is asked for, and the person has not said anything yet. */
function isUndecided(situation: Situation): boolean {
  const { settled, policy } = situation;
  return policy.consent.stages.includes(settled.stage) && consentStanding(situation) === 'none';
}

/** No decision yet, an address that takes mail, and nobody who said no. */
function mayAsk(situation: Situation): boolean {
  return (
    isUndecided(situation) &&
    valueOf(situation, 'email') !== '' &&
    valueOf(situation, 'hardBounce') === '' &&
    !isForbidden(situation)
  );
}

/** The request in the next business hours, and one reminder so many days after it; then nothing more is sent. */
function nextMail(situation: Situation, { number, request, reminder }: Round): Proposal {
  const { policy } = situation;
  const { reminderDays } = policy.consent;
  if (request === undefined) return isWaiting(situation) ? nothing : mailAt(situation, 'consentRequest', number, 0);
  if (request.refused !== undefined || reminder !== undefined) return nothing;
  return mailAt(situation, 'consentReminder', number, addDays(request.at, reminderDays, policy.calendar.timeZone));
}

function mailAt(
  situation: Situation,
  kind: 'consentRequest' | 'consentReminder',
  round: number,
  notBefore: number,
): Proposal {
  const { policy, now } = situation;
  const { businessHours, clause } = policy.consent;
  const at = nextBusinessTime(Math.max(now, notBefore), businessHours, policy.calendar);
  const isRequest = kind === 'consentRequest';
  const what = isRequest ? 'asks for consent' : 'reminds of the consent request';
  if (at > now) return { ...nothing, wakes: [{ at, what }] };
  const decision = draft(situation, isRequest ? 'consentAsked' : 'consentReminded', now, clause, {
    evidence: [contactEvidence(situation, 'stage')],
  });
  return {
    ...nothing,
    effects: [{ key: mailKey(kind, round), command: { do: 'mail', kind, round }, decision }],
    // The day's quota of mails to imported contacts may be used up: it is tried again on the next one.
    wakes: wasTakenIn(situation) ? [{ at: nextOpening(now, businessHours, policy.calendar), what }] : [],
  };
}

function wasTakenIn(situation: Situation): boolean {
  const { since } = situation.policy.lifecycle;
  return isTakenIn(valueOf(situation, 'createdBy'), instantOf(situation, 'created'), since);
}

/** Such a contact waits until somebody works it: an owner that the file did not bring, or an engagement. */
function isWaiting(situation: Situation): boolean {
  const owner = known(situation, 'owner');
  const isOwned = owner !== undefined && owner.value !== '' && owner.by !== 'import';
  return wasTakenIn(situation) && !isOwned && lastEngagement(situation) === undefined;
}

/** HubSpot's subscription follows what was decided on our pages; an opt-out there needs recording only. */
function decided(situation: Situation): Effect[] {
  const { consent } = situation;
  const standing = consentStanding(situation);
  const optOut = known(situation, 'optOut');
  if (consent !== undefined && consent.state === standing) {
    const { at, proof } = consent;
    const isGranted = standing === 'granted';
    const decision = draft(
      situation,
      isGranted ? 'consentGranted' : 'consentWithdrawn',
      at,
      isGranted ? 'K-03' : 'K-06',
      {
        by: 'contact',
        evidence: [{ object: 'consent', id: proof, at }],
      },
    );
    const state = isGranted ? 'subscribed' : 'unsubscribed';
    return [{ key: `consent:${standing}:${at}`, command: { do: 'subscribe', state, proof }, decision }];
  }
  // What the engine unsubscribed itself (C-13) is no word of the person.
  if (standing !== 'withdrawn' || optOut?.value !== 'true' || optOut.by === 'us') return [];
  const evidence = [contactEvidence(situation, 'optOut')];
  const decision = draft(situation, 'consentWithdrawn', optOut.at, 'K-06', { by: optOut.by, evidence });
  return [{ key: `${WITHDRAWN}${optOut.at}`, decision }];
}

function statusOf(situation: Situation, { request, reminder }: Round): string {
  const standing = consentStanding(situation);
  if (standing !== 'none') return standing;
  if (valueOf(situation, 'hardBounce') !== '' || [request, reminder].some((mail) => mail?.refused === 'rejected'))
    return 'undeliverable';
  if (reminder !== undefined && reminder.refused === undefined) return 'reminded';
  return request !== undefined && (request.refused ?? 'unknown') === 'unknown' ? 'requested' : 'none';
}
