/** What the tasks for a deal's owner say. */
import type { TaskCommand } from './deal/commands.ts';
import { findProperty } from './policy/lookup.ts';
import type { Policy } from './policy/types.ts';
import { escapeHtml } from './words.ts';

/** Subject is plain text, body HTML; all words come from the policy. */
export function taskText(
  policy: Policy,
  task: { about: TaskCommand['about']; reason?: string; properties?: string[] },
): { subject: string; body: string } {
  const label = (name: string) => findProperty(policy, 'deal', name)?.label ?? name;
  if (task.about === 'earlyData') {
    const { agreements = [], reason = '' } = policy.earlyData ?? {};
    const names = agreements.map(label).join(' and ');
    return {
      subject: 'Financial data came before the agreements',
      body: `<p>${escapeHtml(names)} should be sent before data is received. Please send them, or say why not in "${escapeHtml(label(reason))}".</p>`,
    };
  }
  if (task.reason === 'fuse') {
    return {
      subject: 'Something keeps moving this deal ahead',
      body: '<p>This deal was put back several times within a day and moved ahead again each time. Another automation may be at work; the engine leaves the deal alone until somebody has looked.</p>',
    };
  }
  const wanted = (task.properties ?? []).map((name) => `<li>${escapeHtml(label(name))}</li>`).join('');
  return {
    subject: 'HubSpot refuses what the sales process asks for',
    body: `<p>The engine could not update this deal (${escapeHtml(task.reason ?? 'unknown')}).</p>${wanted === '' ? '' : `<p>HubSpot asks for:</p><ul>${wanted}</ul>`}<p>It tries again when the deal changes, and by itself once in a while.</p>`,
  };
}

/** C-10: two open deals of one company. */
export function mergeDealsTask(policy: Policy, others: string[]): { subject: string; body: string } {
  const pipeline = policy.pipelines.find(({ key }) => key === policy.contacts?.deal.pipeline)?.label ?? '';
  const deals = others.map((id) => `deal ${id}`).join(', ');
  return {
    subject: `Two open ${pipeline} deals of one company`,
    body: `<p>This deal's company has another open deal in ${escapeHtml(pipeline)}: ${escapeHtml(deals)}. A company has one at a time. Please merge them in HubSpot, or close the one that is not needed; the engine deletes neither.</p>`,
  };
}
