/**
 * What the second policy that ships decides where the story's decided otherwise: a deal is dragged two stages ahead, and lost.
 * Decided by the function that the workflows call, on a deal in memory: no second portal is needed for it.
 */
import { decide, type DealHappening } from '../../domain/deal/decide.ts';
import type { PortalIds } from '../../domain/deal/policy.ts';
import { dealPolicy } from '../../domain/deal/slice.ts';
import { newDeal, type Values } from '../../domain/deal/state.ts';
import type { Decision } from '../../domain/decision.ts';
import { decisionWords } from '../../domain/decision-words.ts';
import { smallPolicy } from '../../domain/policy/small.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { fitted, wrapped } from './text.ts';

const REP = 'person:1';
const MINUTE_MS = 60_000;
const INDENT = '    ';

/** In words, for the end of the story. @param now milliseconds since 1970 */
export function underTheSecondPolicy(now: number): string {
  const { title, bypass } = smallPolicy;
  const nameOf = (actor: string) => (actor === REP ? 'the rep' : undefined);
  const head = [
    `A second policy ships with the engine: "${title}". What it decides of a deal that is dragged ahead`,
    `as Elmwood Orthopedics was, left for ${bypass.graceMinutes} minutes, and then lost (SOP_POLICY=small npm run dev):`,
  ].join(' ');
  return [
    fitted(head),
    ...draggedAndLost(smallPolicy, now).flatMap((decision) =>
      wrapped(decisionWords(smallPolicy, decision, nameOf), INDENT),
    ),
  ].join('\n');
}

/** What a policy decides about such a deal, in order. Ids of pipelines and stages are the policy's keys. */
export function draggedAndLost(policy: Policy, startedAt: number): Decision[] {
  const rules = dealPolicy(policy, idsOf(policy), { actors: { '1': REP }, roles: {} });
  const [pipeline] = policy.pipelines;
  const [first, , third] = pipeline?.stages ?? [];
  if (pipeline === undefined || first === undefined || third === undefined) throw new Error('it needs three stages');
  const decisions: Decision[] = [];
  let state = newDeal('1');
  let values: Values = {};
  let now = startedAt;
  const set = (property: string, value: string, by = REP) => {
    const previous = values[property]?.value;
    values = { ...values, [property]: { value, at: now, by, ...(previous === undefined ? {} : { previous }) } };
  };
  const tell = (happening: DealHappening): void => {
    const outcome = decide(state, happening, rules, now);
    state = outcome.state;
    for (const command of outcome.commands) {
      if (command.do === 'read') tell({ type: 'read', values });
      if (command.do === 'record') decisions.push(...command.decisions);
      if (command.do !== 'write') continue;
      if (command.stageId !== undefined) set('dealstage', command.stageId, 'us');
      tell({ type: 'written', write: command, at: now });
    }
  };
  const pass = (minutes: number) => {
    now += minutes * MINUTE_MS;
    tell({ type: 'woke' });
  };
  set('pipeline', pipeline.key);
  set('dealstage', first.key);
  pass(0);
  now += MINUTE_MS;
  set('dealstage', third.key);
  pass(0);
  pass(policy.bypass.graceMinutes);
  now += MINUTE_MS;
  set(policy.lost.category, 'postponed');
  set(policy.lost.details, 'They build next year.');
  pass(0);
  return decisions;
}

function idsOf({ pipelines }: Policy): PortalIds {
  return {
    pipelines: Object.fromEntries(
      pipelines.map(({ key, stages }) => [
        key,
        { id: key, stages: Object.fromEntries(stages.map((stage) => [stage.key, stage.key])) },
      ]),
    ),
  };
}
