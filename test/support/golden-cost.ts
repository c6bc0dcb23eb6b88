/** Figures that may only fall: what a story costs now against what it cost when somebody last looked. */
import { expect } from 'vitest';

export interface Figures {
  events: number;
  actions: number;
  activities: number;
  hubspotCalls: number;
  payloadBytes: number;
}

/** Ids and numbers are not always of one length, and a signal that comes just then shares a task. */
const AIR: Figures = { events: 1.02, actions: 1, activities: 1, hubspotCalls: 1, payloadBytes: 1.02 };

const NAMES = ['events', 'actions', 'activities', 'hubspotCalls', 'payloadBytes'] as const;

/** Fails when a story became dearer; when it became cheaper, says what to put into the test so that it stays so. */
export function expectAtMost<Name extends string>(golden: Record<Name, Figures>, name: Name, figures: Figures): void {
  const words = `'${name}': ${JSON.stringify(figures)},`;
  if (NAMES.some((figure) => figures[figure] < golden[name][figure] / AIR[figure])) {
    console.log(`Cheaper than before. To keep it so, put this into STORIES of the test:\n  ${words}`);
  }
  const dearer = NAMES.filter((figure) => figures[figure] > golden[name][figure] * AIR[figure]);
  expect(dearer, `Dearer than before; it is now ${words}`).toEqual([]);
}
