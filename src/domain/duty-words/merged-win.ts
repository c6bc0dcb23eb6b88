/** what a deal's owner reads when a deal that was won is merged into it. */
import type { Policy } from '../policy/types.ts';
import { backOutWay } from '../signed-words.ts';
import { escapeHtml, stageLabel } from '../words.ts';
import type { DutyWords } from './words.ts';

const wonLabel = ({ pipelines }: Policy, pipeline: string) =>
  pipelines.find(({ key }) => key === pipeline)?.stages.find(({ kind }) => kind === 'won')?.label ?? '';

export const mergedWinWords: DutyWords = {
  notes: {
    mergedWin(policy, { deal, pipeline, stage, stays }) {
      const here = `<strong>${escapeHtml(stageLabel(policy, String(pipeline), String(stage)))}</strong>`;
      const place =
        stays === true
          ? `It stays in ${here}.`
          : `So it went from ${here} to <strong>${escapeHtml(wonLabel(policy, String(pipeline)))}</strong>.`;
      return `<p>Deal ${escapeHtml(String(deal))}, which was won, was merged into this one: this deal is signed, since the day on which that one was. ${place}</p><p>There is no second hand-off. ${escapeHtml(backOutWay(policy))}</p>`;
    },
  },
};
