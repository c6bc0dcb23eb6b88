/** D-15: what happens to a deal that was moved ahead of its exit criteria. */
import type { NoteCommand, WriteCommand } from './commands.ts';
import * as decisions from './decisions.ts';
import { attentionTask } from './extras.ts';
import { inStage, type Outcome, record, settledAt, written } from './outcome.ts';
import { pipelineOf, type DealPolicy } from './policy.ts';
import { isShown, toShow } from './show.ts';
import type { Attention, DealState, Settled } from './state.ts';
import { type InStage, verdictOf } from './verdict.ts';

/** First it is said; after the grace time the deal is put back, with one message; or it is only said. */
export function bypass(
  state: DealState,
  verdict: InStage,
  to: Settled,
  policy: DealPolicy,
  now: number,
  drafts: decisions.Draft[],
  attention: Attention | undefined,
): Outcome {
  const shown = toShow(verdict, policy, now);
  const { mode, graceMs, maxPutBacks, fuseMs } = policy.bypass;
  if (mode === 'warn') {
    const settled = settledAt(verdict);
    const calm = toShow(verdictOf(state.values ?? {}, settled, policy), policy, now);
    drafts.push(decisions.bypassed('warned', state, verdict, to, policy, now));
    const note: NoteCommand = { do: 'note', about: 'bypass', shown, key: `bypass:${shown.since}` };
    const write: WriteCommand = { do: 'write', shown: calm, settled, decisions: drafts, note };
    return { state, commands: [write] };
  }
  const lately = (state.putBacks ?? []).filter((at) => at > now - fuseMs);
  if (lately.length >= maxPutBacks) {
    const since = attention?.reason === 'fuse' ? attention.since : now;
    const blown: DealState = { ...state, putBacks: lately, attention: { reason: 'fuse', since, triedAt: now } };
    if (attention?.reason === 'fuse') return record(blown, drafts);
    drafts.push(decisions.bypassed('fuse', state, verdict, to, policy, now));
    // The deal must not go on saying that it will be put back.
    const { putBack: _, ...stay } = shown;
    const write: WriteCommand = { do: 'write', shown: stay, settled: to, decisions: drafts };
    return { state: { ...blown, notedStay: shown.since }, commands: [write, attentionTask('fuse', now)] };
  }
  if (now < verdict.stageFact.at + graceMs) {
    if (state.shown !== undefined && isShown(state.shown, verdict, policy)) return record(state, drafts);
    drafts.push(decisions.bypassed('bypassed', state, verdict, to, policy, now));
    return {
      state,
      commands: [
        { do: 'write', shown, ...(state.settled === undefined ? {} : { settled: state.settled }), decisions: drafts },
      ],
    };
  }
  const home = stageId(policy, to);
  if (home === undefined) {
    // The policy was edited and knows that stage no more: there is nowhere to put the deal back to.
    const { putBack: _, ...stay } = shown;
    return record({ ...state, settled: settledAt(verdict), shown: stay }, drafts);
  }
  drafts.push(decisions.bypassed('putBack', state, verdict, to, policy, now));
  const settled: Settled = { ...to, since: now, enteredAt: to.enteredAt ?? to.since };
  const back = inStage(state.values ?? {}, home.stage, now);
  const after = toShow(verdictOf({ ...back, pipeline: written(home.pipeline, now) }, settled, policy), policy, now);
  const note: NoteCommand = { do: 'note', about: 'bypass', shown, key: `bypass:${shown.since}` };
  const write: WriteCommand = { do: 'write', stageId: home.stage, shown: after, settled, decisions: drafts, note };
  if (state.values?.['pipeline']?.value !== home.pipeline) write.pipelineId = home.pipeline;
  return { state: { ...state, putBacks: lately }, commands: [write] };
}

/** HubSpot's ids of a stage that was accepted. */
function stageId(policy: DealPolicy, to: Settled): { pipeline: string; stage: string } | undefined {
  const id = Object.keys(policy.pipelines).find((one) => policy.pipelines[one]?.key === to.pipeline);
  const stage = pipelineOf(policy, id)?.stages.find(({ key }) => key === to.stage);
  return id === undefined || stage === undefined ? undefined : { pipeline: id, stage: stage.id };
}
