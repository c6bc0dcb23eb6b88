/** Carries out one command of `decide`: the right activity, with the business key that makes a repeat harmless. */
import type { DealCommand } from '../domain/deal/commands.ts';
import type { DealHappening } from '../domain/deal/decide.ts';
import type { DealState } from '../domain/deal/state.ts';
import { silenceBehind } from '../domain/deal/touches/silence.ts';
import { effectKey } from './effect-key.ts';
import { hubspot, journal, relay } from './effects.ts';

interface Where {
  portalId: string;
  dealId: string;
  state: DealState;
  /** Milliseconds since 1970. */
  now: number;
  /** Takes the checklist for the Temporal UI (Markdown). */
  describe(details: string): void;
}

/**
 * Answers what has happened by it, which the deal then decides on; undefined where nothing follows.
 * @throws ActivityFailure, also with HubSpot's final "no" (refusal.ts)
 */
export async function carryOut(command: DealCommand, where: Where): Promise<DealHappening | undefined> {
  const { portalId, dealId, state, now, describe } = where;
  switch (command.do) {
    case 'read': {
      const isNew = state.values === undefined;
      const args = { dealId, isNew, ...(state.settled === undefined ? {} : { settled: state.settled }) };
      const reading = await hubspot.readDeal.executeWithOptions({ summary: 'read the deal' }, [args]);
      const { found: _, ...answer } = reading;
      return 'values' in answer ? { type: 'read', ...answer } : { type: 'absent', ...answer };
    }
    case 'write': {
      const { shown, stageId, pipelineId, givesBack, backOut } = command;
      const summary = stageId === undefined ? 'say what is missing' : `move to ${shown.stage ?? ''}`;
      const silence = silenceBehind(state, command, now);
      const args = {
        dealId,
        shown,
        asOf: state.hubspotTime ?? 0,
        ...(stageId === undefined ? {} : { stageId }),
        ...(pipelineId === undefined ? {} : { pipelineId }),
        ...(givesBack === undefined ? {} : { givesBack }),
        ...(silence === undefined ? {} : { silence }),
        ...(backOut === undefined ? {} : { backOut }),
      };
      const written = await hubspot.writeDeal.executeWithOptions({ summary }, [args]);
      describe(written.details);
      return { type: 'written', write: command, at: written.at };
    }
    case 'note': {
      const { about, shown } = command;
      await hubspot.noteOnDeal.executeWithOptions({ summary: `note: ${about}` }, [
        { dealId, key: effectKey(command.key), about, shown, at: now },
      ]);
      return undefined;
    }
    case 'task': {
      const { do: _, key, ...task } = command;
      const ownerId = state.values?.['hubspot_owner_id']?.value;
      await hubspot.taskOnDeal.executeWithOptions({ summary: `task: ${task.about}` }, [
        { dealId, key: effectKey(key), ...task, ...(ownerId ? { ownerId } : {}), at: now },
      ]);
      return undefined;
    }
    case 'onboard': {
      const { ticketId, isNew = false } = await hubspot.openOnboarding.executeWithOptions(
        { summary: 'open the onboarding ticket' },
        [{ dealId, key: effectKey('onboarding'), at: now }],
      );
      return ticketId === undefined ? undefined : { type: 'handedOff', ticketId, isNew };
    }
    case 'tellContacts': {
      const { do: _, key, ...news } = command;
      for (let from: number | undefined = 0; from !== undefined;) {
        const told: { next?: number } = await relay.tellContacts.executeWithOptions({ summary: 'tell the contacts' }, [
          { portalId, dealId, key: effectKey(key), from, ...news },
        ]);
        from = told.next;
      }
      return undefined;
    }
    case 'checkTwins': {
      const { companies, company, asked } = command;
      const found = await relay.checkTwins.executeWithOptions({ summary: 'look for other open deals' }, [
        { dealId, companies, ...(company === undefined ? {} : { company }), ...(asked && { asked }), at: now },
      ]);
      return { type: 'twins', ...found };
    }
    case 'handOver': {
      const { do: _, ...over } = command;
      const summary = `hand over to deal ${command.into}`;
      await relay.handOverWin.executeWithOptions({ summary }, [{ portalId, dealId, ...over }]);
      const handed = command.handed?.dealId;
      return { type: 'handedOver', ...(handed === undefined ? {} : { dealId: handed }) };
    }
    case 'endTasks':
      for (const task of command.tasks) {
        await hubspot.completeTask.executeWithOptions({ summary: 'the task is over' }, [{ key: effectKey(task) }]);
      }
      return undefined;
    case 'record': {
      const summary = `journal: ${command.decisions.map(({ kind }) => kind).join(', ')}`;
      await journal.recordDecisions.executeWithOptions({ summary }, [
        { entity: 'deal', portalId, objectId: dealId, decisions: command.decisions },
      ]);
      return undefined;
    }
  }
}
