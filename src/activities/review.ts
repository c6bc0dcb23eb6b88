/** What the quarterly review of excluded contacts does in HubSpot (C-14). Safe to repeat: every task has a key of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContactPortal } from '../domain/contact/policy.ts';
import {
  type Answered,
  remindsAt,
  type Reviewed,
  type ReviewedSource,
  type ReviewPolicy,
  reviewPolicy,
} from '../domain/contact/review.ts';
import { batchTask, reminderSubject, sourceTask, type TaskWords } from '../domain/contact/review-words.ts';
import { PORTAL_PROPERTIES } from '../domain/contact/policy.ts';
import type { ContactRules } from '../domain/policy/contact-types.ts';
import { findProperty, travellingValue } from '../domain/policy/lookup.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { FoundRecord } from '../hubspot/bulk.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { HubSpotError } from '../hubspot/error.ts';
import type { Journal } from '../journal/journal.ts';
import { failing } from './errors.ts';
import { keyProperty } from './keep.ts';
import { taskProperties } from './tasks.ts';

export interface ReviewDeps {
  hubspot: HubSpot;
  policy: Policy;
  portal: () => Promise<ContactPortal>;
  journal: Pick<Journal, 'lastSeq'>;
}

export type ReviewActivities = ReturnType<typeof createReviewActivities>;

/** Searches are limited to five a second in an account, for all apps together. */
const PAGE_REST_MS = 250;
/** HubSpot's search answers so many records and no more; what is beyond is reviewed when these have been dealt with. */
const MAX_FOUND = 10_000;
/** A task shows so many of its contacts; all of them are found by their lifecycle stage. */
const SHOWN_ON_TASK = 100;

export function createReviewActivities({ hubspot, policy, portal, journal }: ReviewDeps) {
  const rules = (): ContactRules => {
    if (policy.contacts === undefined) throw new Error(`The policy "${policy.id}" has no rules for contacts.`);
    return policy.contacts;
  };

  /** Everybody who is excluded, as far as a search answers. */
  async function excluded(stage: string): Promise<FoundRecord[]> {
    const { properties } = rules();
    const asked = [
      properties.exclusionAnswer,
      properties.originalChannel,
      PORTAL_PROPERTIES.source,
      PORTAL_PROPERTIES.createdBy,
    ];
    const is = { property: PORTAL_PROPERTIES.stage, value: stage };
    const found: FoundRecord[] = [];
    for (let after: string | undefined = '0'; after !== undefined && Number(after) < MAX_FOUND;) {
      if (found.length > 0) await sleep(PAGE_REST_MS);
      const page: Awaited<ReturnType<HubSpot['searchRecords']>> = await hubspot.searchRecords(
        'contact',
        is,
        asked,
        after,
      );
      found.push(...page.records);
      after = page.after;
    }
    return found;
  }

  /** How and why a contact was created; only HubSpot's own words travel. */
  function sourceOf({ values }: FoundRecord): string {
    const known = (name: string) => travellingValue(findProperty(policy, 'contact', name), values[name]);
    const how = known(PORTAL_PROPERTIES.createdBy) || 'UNKNOWN';
    const why = known(rules().properties.originalChannel) || known(PORTAL_PROPERTIES.source) || 'UNKNOWN';
    return `${how}/${why}`;
  }

  /** Creates marketing's task, or finds it: one that somebody completed stays completed. */
  async function task(key: string, words: TaskWords, dueAt: number): Promise<string> {
    const keyName = keyProperty(policy, 'task');
    const existing = await hubspot.findByKey('task', keyName, key);
    if (existing !== undefined) return existing;
    const [ownerId] = (await portal()).owners[rules().exclusionReview.role] ?? [];
    const [kept] = await hubspot.upsertByKey('task', keyName, [
      { key, properties: taskProperties({ ...words, dueAt, ownerId }) },
    ]);
    if (kept === undefined)
      throw new HubSpotError({ operation: 'upsertByKey', kind: 'badAnswer', mayHaveHappened: true });
    return kept.id;
  }

  return failing({
    /** The slice of the policy that the workflow decides by, and the number of the portal's last decision. */
    async loadReview({ portalId }: { portalId: string }): Promise<{ policy: ReviewPolicy; seq: number }> {
      return { policy: reviewPolicy(policy), seq: await journal.lastSeq('portal', portalId, portalId) };
    },

    /** Puts everybody who is excluded up for review: one task for the batch and one for each source, last answers cleared. */
    async reviewExclusions({ quarter, at }: { quarter: string; at: number }): Promise<Reviewed> {
      const contacts = await excluded((await portal()).stages.excluded);
      if (contacts.length === 0) return { total: 0, sources: [] };
      const answer = rules().properties.exclusionAnswer;
      const bySource = new Map<string, FoundRecord[]>();
      for (const contact of contacts) {
        const source = sourceOf(contact);
        bySource.set(source, [...(bySource.get(source) ?? []), contact]);
      }
      const groups = [...bySource].toSorted(([, a], [, b]) => b.length - a.length);
      const key = `review:${quarter}`;
      // Before there is a task nobody can have answered this quarter; after it an answer is this quarter's and stays.
      if ((await hubspot.findByKey('task', keyProperty(policy, 'task'), key)) === undefined) {
        const answeredBefore = contacts.filter(({ values }) => values[answer] !== undefined).map(({ id }) => id);
        await hubspot.updateRecords('contact', answeredBefore, { [answer]: '' });
      }
      const counts = groups.map(([source, group]) => ({ source, count: group.length }));
      const dueAt = remindsAt(at, reviewPolicy(policy));
      const taskId = await task(key, batchTask(policy, quarter, contacts.length, counts), dueAt);
      const sources: Reviewed['sources'] = [];
      for (const [source, group] of groups) {
        const words = sourceTask(policy, quarter, source, group.length);
        const id = await task(`${key}:${source}`, words, dueAt);
        const shown = group.slice(0, SHOWN_ON_TASK).map((contact) => contact.id);
        await hubspot.associateMany('task', id, 'contact', shown);
        sources.push({ source, taskId: id, count: group.length });
      }
      return { total: contacts.length, taskId, sources };
    },

    /** The sources whose corrective action is there, and those without; a task that somebody deleted asks nobody any more. */
    async lookAtActions(sources: ReviewedSource[]): Promise<{ answered: Answered[]; open: ReviewedSource[] }> {
      const property = rules().exclusionReview.correctiveAction;
      const tasks = await hubspot.readRecords(
        'task',
        sources.map(({ taskId }) => taskId),
        [property],
      );
      const answered: Answered[] = [];
      const open: ReviewedSource[] = [];
      for (const one of sources) {
        const found = tasks.find(({ id }) => id === one.taskId);
        const fact = found?.values[property];
        if (fact !== undefined && fact.value.trim() !== '') answered.push({ ...one, at: fact.at, by: fact.by });
        else if (found !== undefined) open.push(one);
      }
      return { answered, open };
    },

    /** Opens the tasks again under a subject that says so. */
    async remindOfActions(reminder: { quarter: string; sources: ReviewedSource[]; at: number }): Promise<void> {
      for (const { source, taskId } of reminder.sources) {
        await hubspot.updateRecord('task', taskId, {
          hs_task_subject: reminderSubject(policy, reminder.quarter, source),
          hs_task_status: 'NOT_STARTED',
          hs_timestamp: new Date(reminder.at).toISOString(),
        });
      }
    },
  });
}
