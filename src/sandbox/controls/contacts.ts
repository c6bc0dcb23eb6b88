/** What people outside of the portal do, and HubSpot notes on their contact. */
import { z } from 'zod';
import { owners } from '../catalog/owners.ts';
import { findObjectType } from '../catalog/object-types.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';
import { commitUpdate, planUpdate, setComputed } from '../writes.ts';
import { ControlError, iso, read, type Control } from './control.ts';

const kinds = ['visit', 'form', 'click', 'event', 'bounce'] as const;

const engageSchema = z.object({ contactId: z.coerce.string(), kind: z.enum(kinds) });

/** Who notes an attendance in HubSpot is a person or an import: it comes with a webhook. */
const EVENT_PROPERTY = 'last_event_attended';

export const contactControls: readonly Control[] = [
  {
    method: 'POST',
    path: '/contacts/engage',
    body: { contactId: '', kind: 'visit' },
    choices: { kind: kinds },
    what: `Lets the person visit the website, submit a form, click a link in a marketing mail, or their mailbox refuse a mail for good: HubSpot calculates the property that says so, now, and tells nobody. An event that was attended is noted by a person in ${EVENT_PROPERTY}, with a webhook.`,
    run: ({ portal }, { body }) => {
      const { contactId, kind } = read(engageSchema, body);
      const contact = portal.records.findActive({ type: 'contacts', id: contactId });
      if (!contact) throw new ControlError(404, `No contact with id ${contactId}`);
      const at = portal.clock.tick();
      if (kind === 'event') attend(portal, contact, at);
      else setComputed(portal, contact, at, computed(contact, kind, at));
      return { contactId, kind, at: iso(at) };
    },
  },
];

function computed(contact: CrmRecord, kind: Exclude<(typeof kinds)[number], 'event'>, at: number) {
  switch (kind) {
    case 'visit':
      return { hs_analytics_last_timestamp: iso(at) };
    case 'form':
      return { recent_conversion_date: iso(at) };
    case 'click':
      return { hs_email_last_click_date: iso(at) };
    case 'bounce':
      return {
        hs_email_hard_bounce_reason_enum: 'UNKNOWN_USER',
        hs_email_bounce: String(Number(valueOf(contact, 'hs_email_bounce')) + 1),
      };
  }
}

function attend(portal: Portal, contact: CrmRecord, at: number): void {
  if (!portal.properties.find('contacts', EVENT_PROPERTY)) {
    throw new ControlError(400, `This portal has no contact property ${EVENT_PROPERTY}; the set-up adds it`);
  }
  const plan = planUpdate(portal, findObjectType('contacts'), contact, { [EVENT_PROPERTY]: iso(at) }, false);
  commitUpdate(portal, { type: 'CRM_UI', id: `userId:${owners[0]?.userId}` }, plan);
}
