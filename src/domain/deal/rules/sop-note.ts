/**
 * D-10: the "#S&OP" note, written once when all fields of deal and company are there, unless a rep wrote one. In the stage that
 * asks for the fields its gate names the blanks (D-06); a deal that was let past it with blanks has them named in a task.
 */
import type { Draft } from '../decisions.ts';
import { knowsCompany, type SeenSop, type SopSlice } from '../sop.ts';
import { type DealEffect, type DealRule, type DealSituation, nothing, ruleDecision, tasksOver } from './rule.ts';

const OWNER = 'hubspot_owner_id';
export const SOP_NOTE = 'sop:note';
const BLANKS = 'sop:blanks';

export const sopNote: DealRule = (situation) => {
  const { values, verdict, policy, duties } = situation;
  const rule = policy.sopNote;
  if (rule === undefined) return nothing;
  const over = { ...nothing, effects: tasksOver(situation, (key) => key === BLANKS) };
  if (duties.done[SOP_NOTE] !== undefined || !isTime(situation, rule)) return over;
  const ofDeal = rule.deal.filter((name) => !values[name]?.value).map((name) => `deal.${name}`);
  const isAsked = rule.stages.includes(verdict.stage.key);
  if (isAsked && (ofDeal.length > 0 || !knowsCompany(values, policy))) return nothing;
  const looking = { ...nothing, looks: ['sop' as const] };
  const seen = duties.around.sop;
  if (seen === undefined) return looking;
  const blank = [...ofDeal, ...seen.blank.map((name) => `company.${name}`)];
  if (blank.length > 0) return { ...looking, effects: isAsked ? [] : [nameBlanks(situation, blank, rule)] };
  return { ...looking, effects: [...over.effects, note(situation, seen, rule)] };
};

/** From the stage on that asks for the fields. Deals won before the policy came into force are let be. */
function isTime({ verdict: { pipeline, stage, stageFact }, policy }: DealSituation, { stages }: SopSlice): boolean {
  if (stage.kind === 'lost') return false;
  const order = pipeline.stages.map(({ key }) => key);
  const first = order.findIndex((key) => stages.includes(key));
  if (first < 0 || order.indexOf(stage.key) < first) return false;
  return stage.kind === 'open' || stageFact.at >= policy.bypass.since;
}

function note(situation: DealSituation, { note: found }: SeenSop, rule: SopSlice): DealEffect {
  if (found === undefined) {
    const decision = draft(situation, 'sopNoteWritten', situation.now, 'us', rule);
    return { key: SOP_NOTE, command: { do: 'sopNote' }, decision };
  }
  const decision = draft(situation, 'sopNoteFound', found.at, found.by, rule);
  const evidence = [...decision.evidence, { object: 'note', id: found.id, at: found.at }];
  return { key: SOP_NOTE, decision: { ...decision, evidence } };
}

function nameBlanks(situation: DealSituation, missing: string[], rule: SopSlice): DealEffect {
  const { values, now } = situation;
  const to = values[OWNER]?.value || undefined;
  const decision = draft(situation, 'sopBlanksNamed', now, 'us', rule);
  return {
    key: BLANKS,
    command: { do: 'task', about: 'sopBlanks', to, ofOwner: true, dueAt: now, detail: { missing } },
    decision: { ...decision, detail: { missing } },
  };
}

function draft(situation: DealSituation, kind: string, happenedAt: number, by: string, { clause }: SopSlice): Draft {
  return ruleDecision(situation, { kind, happenedAt, by, clause });
}
