/** The least an entity can be: it takes in what a signal brings and answers what it knows. No rules, no dedupe, no deadline. */
import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';

export interface BareEvent {
  propertyName: string;
  propertyValue: string;
  occurredAt: number;
}

export const bareEventsSignal = defineSignal<[BareEvent[]]>('events');

/** Property name → newest value. */
export const bareValuesQuery = defineQuery<Record<string, string>>('values');

export async function bareWorkflow(): Promise<void> {
  const newest = new Map<string, BareEvent>();
  setHandler(bareEventsSignal, (events) => {
    for (const event of events) {
      const known = newest.get(event.propertyName);
      if (known === undefined || known.occurredAt < event.occurredAt) newest.set(event.propertyName, event);
    }
  });
  setHandler(bareValuesQuery, () =>
    Object.fromEntries([...newest].map(([name, { propertyValue }]) => [name, propertyValue])),
  );
  await condition(() => false);
}
