/** What marketing reads in the tasks of the quarterly review (C-14): subjects are plain text, bodies HTML, words from the policy. */
import type { Decision } from '../decision.ts';
import { findProperty } from '../policy/lookup.ts';
import type { Policy } from '../policy/types.ts';
import { escapeHtml } from '../words.ts';

export interface TaskWords {
  subject: string;
  body: string;
}

/** `IMPORT/OFFLINE` → `import, Offline sources`: how a contact was created, and HubSpot's words for where it came from. */
export function sourceWords(policy: Policy, source: string): string {
  const [how = '', why = ''] = source.split('/');
  const row = findProperty(policy, 'contact', policy.contacts?.properties.originalChannel ?? '');
  const channel = row?.options?.find(({ value }) => value === why)?.label ?? plain(why);
  return `${plain(how)}, ${channel}`;
}

/** The task for the whole batch. */
export function batchTask(
  policy: Policy,
  quarter: string,
  total: number,
  sources: { source: string; count: number }[],
): TaskWords {
  const list = sources.map(({ source, count }) => `<li>${count}: ${escapeHtml(sourceWords(policy, source))}</li>`);
  return {
    subject: `Quarterly review ${quarterWords(quarter)}: ${people(total)} excluded from marketing`,
    body: `<p>${people(total)} stand in Exclude from Marketing. By how they were created and where they came from:</p><ul>${list.join('')}</ul><p>Please answer for each contact in "${label(policy, 'contact', policy.contacts?.properties.exclusionAnswer)}". Nobody is deleted without that answer. Each source has a task of its own that asks for a corrective action.</p>`,
  };
}

/** The task for one source. */
export function sourceTask(policy: Policy, quarter: string, source: string, count: number): TaskWords {
  const words = sourceWords(policy, source);
  return {
    subject: `Corrective action for ${people(count)} excluded from marketing (${words}), ${quarterWords(quarter)}`,
    body: `<p>${people(count)} who had to be excluded were created this way: ${escapeHtml(words)}. What will be done so that this source brings fewer of them? Please write it into "${label(policy, 'task', policy.contacts?.exclusionReview.correctiveAction)}" on this task.</p>`,
  };
}

/** Subject of a source's task that is reminded of. */
export function reminderSubject(policy: Policy, quarter: string, source: string): string {
  return `Reminder: corrective action still to come (${sourceWords(policy, source)}), ${quarterWords(quarter)}`;
}

/** `2026-q4` → `Q4 2026`. */
function quarterWords(quarter: string): string {
  const [year = '', number = ''] = quarter.split('-');
  return `${number.toUpperCase()} ${year}`;
}

function people(count: number): string {
  return count === 1 ? '1 contact' : `${count} contacts`;
}

/** `CRM_UI` → `crm ui`: HubSpot's value where it has no words of the policy. */
function plain(value: string): string {
  return value.toLowerCase().replaceAll('_', ' ');
}

function label(policy: Policy, object: 'contact' | 'task', name = ''): string {
  return escapeHtml(findProperty(policy, object, name)?.label ?? name);
}

/** A decision about the portal in one sentence. */
export function reviewDecisionWords(policy: Policy, decision: Decision, by: string): string {
  const { detail = {}, evidence } = decision;
  const quarter = quarterWords(String(detail['quarter'] ?? ''));
  const sources = (Array.isArray(detail['sources']) ? detail['sources'] : []).map((source) => {
    const [key = '', count] = source.split(': ');
    return count === undefined ? sourceWords(policy, key) : `${count} by ${sourceWords(policy, key)}`;
  });
  switch (decision.kind) {
    case 'exclusionsReviewed':
      return `${quarter}: ${people(Number(detail['total'] ?? 0))} put up for review${sources.length === 0 ? '' : ` (${sources.join('; ')})`}`;
    case 'correctiveAction':
      return `${quarter}: corrective action for ${sourceWords(policy, String(detail['source'] ?? ''))} written by ${by}, on task ${evidence[0]?.id ?? ''}`;
    case 'correctiveActionReminded':
      return `${quarter}: reminded of corrective actions still to come (${sources.join('; ')})`;
    default:
      return decision.kind;
  }
}
