/** The rules of a contact, in the order in which they are heard: what forbids before what asks, who owns it before what is due. */
import type { Rule } from '../situation.ts';
import { additional } from './additional.ts';
import { channel } from './channel.ts';
import { consent } from './consent.ts';
import { deal } from './deal.ts';
import { delivery } from './delivery.ts';
import { exclusion } from './exclusion.ts';
import { handOff } from './hand-off.ts';
import { leads } from './leads.ts';
import { owner } from './owner.ts';
import { qualified } from './qualified.ts';
import { recheck } from './recheck.ts';
import { recycling } from './recycling.ts';
import { referral } from './referral.ts';
import { review } from './review.ts';
import { stale } from './stale.ts';
import { temperature } from './temperature.ts';
import { tickets } from './tickets.ts';

export const rules: Rule[] = [
  ...[exclusion, consent, channel, qualified, temperature],
  // The owner before the deal, which gets the same.
  ...[owner, deal, additional, referral, handOff, delivery],
  // The lead before the tickets that ask for it.
  ...[leads, tickets, review, recheck, stale, recycling],
];
