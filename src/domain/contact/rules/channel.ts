/** C-03: the channel that a contact came from is kept as it was at creation, for the reports. All channels alike. */
import type { Occasion } from '../decisions.ts';
import { PORTAL_PROPERTIES } from '../policy.ts';
import { nothing, type Rule } from '../situation.ts';

/** Written once: what stands there stays. Empty as long as HubSpot knows no source. */
export function originalChannel({ facts, policy }: Occasion): Record<string, string> {
  const name = policy.properties.originalChannel;
  const kept = facts.values[name]?.value ?? '';
  const channel = kept === '' ? (facts.values[PORTAL_PROPERTIES.source]?.value ?? '') : kept;
  return channel === '' ? {} : { [name]: channel };
}

export const channel: Rule = (s) => ({ ...nothing, show: originalChannel(s) });
