import { contactControls } from './contacts.ts';
import type { Control } from './control.ts';
import { faultControls } from './faults.ts';
import { portalControls } from './portal.ts';
import { webhookControls } from './webhooks.ts';
import { resetControl, worldControls } from './world.ts';

/** Every control, in the order of the page. */
export const controls: readonly Control[] = [
  ...worldControls,
  ...webhookControls,
  ...portalControls,
  ...contactControls,
  ...faultControls,
  resetControl,
];
