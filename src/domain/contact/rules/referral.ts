/**
 * D-19: an employee refers a client by the Internal Referral Form, which writes properties of the contact; one deal in Upsell
 * follows. The day of the referral is what changes with each; an employee who is named later belongs to it.
 */
import { decided, propertyEvidence } from '../decisions.ts';
import { channelFor } from '../lifecycle/unreachable.ts';
import { wonDeals } from '../lifecycle/deals.ts';
import { nothing, type Rule } from '../situation.ts';
import { addBusinessDays } from '../../time.ts';
import { timeOf } from '../values.ts';

export const referral: Rule = (s) => {
  const { facts, policy, done } = s;
  const rule = policy.referral;
  const date = facts.values[rule?.date ?? ''];
  if (rule === undefined || !date?.value) return nothing;
  const employee = facts.values[rule.employee];
  const at = Math.max(date.at, employee?.value ? employee.at : 0);
  const key = `referral:${at}`;
  const shown = facts.values[rule.takenOn]?.value ?? '';
  // The record tells where the workflow's memory does not reach back.
  const isTaken = at <= (timeOf(shown) ?? 0) || done[key] !== undefined;
  if (isTaken || at < policy.lifecycle.since) {
    const takenAt = done[key] === undefined ? shown : new Date(at).toISOString();
    return takenAt === '' ? nothing : { ...nothing, show: { [rule.takenOn]: takenAt } };
  }
  const isCustomer = s.settled.stage === 'customer' || wonDeals(s).length > 0;
  const dueAt = addBusinessDays(s.now, rule.dueBusinessDays, policy.calendar);
  const decision = decided(s, {
    kind: 'referred',
    by: date.by,
    happenedAt: at,
    evidence: [propertyEvidence(s, rule.date)],
    clause: rule.clause,
  });
  const command = { do: 'openReferral', dueAt, detail: { isCustomer, channel: channelFor(s) } } as const;
  return {
    ...nothing,
    effects: [{ key, command, decision }],
    show: shown === '' ? {} : { [rule.takenOn]: shown },
  };
};
