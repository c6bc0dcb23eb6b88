/** `why review`: what the quarterly reviews of excluded contacts found, and which corrective actions were written (C-14, R-05). */
import { Command } from 'commander';
import { actorWords } from '../../domain/decision-words.ts';
import { reviewDecisionWords } from '../../domain/contact/review-words.ts';
import { localMinute } from '../../domain/time.ts';
import { openJournal } from '../../journal/journal.ts';
import { staffNames } from '../staff-names.ts';
import { commandContext } from './context.ts';

export const whyReviewCommand = new Command('review')
  .description('what the quarterly reviews of excluded contacts found, and which corrective actions were written')
  .option('--json', 'as JSON')
  .action(async ({ json }: { json?: true }) => {
    const { config, policy, hubspot } = await commandContext();
    const { portalId } = config.hubspot;
    const journal = await openJournal({ databaseUrl: config.databaseUrl });
    try {
      const history = await journal.history('portal', portalId, portalId);
      if (json === true) return console.log(JSON.stringify({ history }, null, 2));
      if (history.length === 0) return console.log('No quarterly review has been made yet.');
      const nameOf = await staffNames(hubspot);
      for (const decision of history) {
        const by = nameOf(decision.by) ?? actorWords(decision.by);
        const when = localMinute(decision.happenedAt, policy.calendar.timeZone);
        console.log(`${String(decision.seq).padStart(3)}  ${when}  ${reviewDecisionWords(policy, decision, by)}`);
      }
    } finally {
      await journal.close();
    }
  });
