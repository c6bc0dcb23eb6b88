/** Names under which a report's facts are kept that are no properties in HubSpot: collected by an activity, read by the report. */

/** Of a deal: its company's id. With a colon, as the others: no property of HubSpot begins so. */
export const COMPANY = 'company:';
/** Of a deal, with the contact's id behind it: `yes`, or `''` once they are not associated any more. */
export const CONTACT = 'contact:';
/** Of a deal, with the type behind it: the newest activity of that type, `call/801`, at the time at which it happened. */
export const ACTION = 'action:';
/** Of a contact, with the meeting's id behind it: its outcome, since when. */
export const MEETING = 'meeting:';

/** What counts as an action on a deal (G-04): what people did, not what is still to be done. */
export const ACTIONS = ['call', 'email', 'meeting', 'note', 'communication'] as const;
