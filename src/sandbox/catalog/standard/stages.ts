/** Stages of the pipelines that HubSpot ships: id, label, and what the metadata says (reference `hubspot.md` §6.1 to §6.3). */

export const dealStages = [
  ['appointmentscheduled', 'Appointment Scheduled', '0.2'],
  ['qualifiedtobuy', 'Qualified To Buy', '0.4'],
  ['presentationscheduled', 'Presentation Scheduled', '0.6'],
  ['decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'],
  ['contractsent', 'Contract Sent', '0.9'],
  ['closedwon', 'Closed Won', '1.0'],
  ['closedlost', 'Closed Lost', '0.0'],
] as const;

export const ticketStages = [
  ['1', 'New', 'OPEN'],
  ['2', 'Waiting on contact', 'OPEN'],
  ['3', 'Waiting on us', 'OPEN'],
  ['4', 'Closed', 'CLOSED'],
] as const;

export const leadStages = [
  ['new-stage-id', 'New', 'NEW'],
  ['attempting-stage-id', 'Attempting', 'IN_PROGRESS'],
  ['connected-stage-id', 'Connected', 'IN_PROGRESS'],
  ['qualified-stage-id', 'Qualified', 'QUALIFIED'],
  ['unqualified-stage-id', 'Unqualified', 'UNQUALIFIED'],
] as const;

/** HubSpot's own of contacts and companies; an admin adds others, whose ids are numbers. */
export const lifecycleStages = [
  ['subscriber', 'Subscriber', 'OPEN'],
  ['lead', 'Lead', 'OPEN'],
  ['marketingqualifiedlead', 'Marketing Qualified Lead', 'OPEN'],
  ['salesqualifiedlead', 'Sales Qualified Lead', 'OPEN'],
  ['opportunity', 'Opportunity', 'OPEN'],
  ['customer', 'Customer', 'OPEN'],
  ['evangelist', 'Evangelist', 'OPEN'],
  ['other', 'Other', 'OPEN'],
] as const;
