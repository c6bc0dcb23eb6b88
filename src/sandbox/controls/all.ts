import type { Control } from './control.ts';
import { faultControls } from './faults.ts';
import { webhookControls } from './webhooks.ts';
import { resetControl, worldControls } from './world.ts';

/** Every control, in the order of the page. */
export const controls: readonly Control[] = [...worldControls, ...webhookControls, ...faultControls, resetControl];
