/** The activities as workflows call them: queues, time-outs and retries stand here once. */
import { proxyActivities } from '@temporalio/workflow';
import type { ContactActivities } from '../activities/contact/index.ts';
import type { ContactLifeActivities } from '../activities/contact-life.ts';
import type { HubSpotActivities } from '../activities/deal.ts';
import type { DealDutyActivities } from '../activities/deal-duties.ts';
import type { DealLifeActivities } from '../activities/deal-life.ts';
import type { ApprovalCodeActivities } from '../activities/approval-codes.ts';
import type { JournalActivities } from '../activities/journal.ts';
import type { MailActivities } from '../activities/mail.ts';
import type {
  CollectReportActivities,
  FreezeReportActivities,
  MailReportActivities,
} from '../activities/growth-report.ts';
import type { RelayActivities } from '../activities/relay.ts';
import type { ReviewActivities } from '../activities/review.ts';
import type { StaffMailActivities } from '../activities/staff-mail.ts';
import type { TellContactsActivities } from '../activities/tell-contacts.ts';
import { HUBSPOT_QUEUE, MAIL_QUEUE } from './ids.ts';

/** Retried until it works: an outage of HubSpot or the database delays, it does not lose. What cannot work says so itself. */
const patiently = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '2 minutes' } as const;

/** Running activities report every few seconds (workers/heartbeat.ts): what a dead worker had in hand starts again soon. */
const heartbeatTimeout = '10 seconds';

export const hubspot = proxyActivities<HubSpotActivities & DealDutyActivities>({
  taskQueue: HUBSPOT_QUEUE,
  startToCloseTimeout: '45 seconds',
  heartbeatTimeout,
  retry: patiently,
});

/** A contact makes more calls than a deal: its timeline, its company, its deals. */
export const contacts = proxyActivities<ContactActivities & ContactLifeActivities & Omit<MailActivities, 'sendMail'>>({
  taskQueue: HUBSPOT_QUEUE,
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout,
  retry: patiently,
});

/** Time for a slow mail server: connecting, greeting and its answer to the text (mail/smtp.ts), and reading the contact before. */
export const mail = proxyActivities<Pick<MailActivities, 'sendMail'>>({
  taskQueue: MAIL_QUEUE,
  startToCloseTimeout: '4 minutes',
  heartbeatTimeout,
  retry: patiently,
});

/**
 * As for contacts; besides the deal's name nothing is read. Given up after some seconds: the deal hears and moves while a mail server
 * is away, and its rules try again (the policy's `refusedRetryHours`).
 */
export const staffMail = proxyActivities<StaffMailActivities>({
  taskQueue: MAIL_QUEUE,
  startToCloseTimeout: '4 minutes',
  heartbeatTimeout,
  retry: { ...patiently, maximumAttempts: 4 },
});

export const journal = proxyActivities<JournalActivities & ApprovalCodeActivities>({
  startToCloseTimeout: '20 seconds',
  heartbeatTimeout,
  retry: patiently,
});

/** Time for a company with some hundred deals or contacts. */
export const relay = proxyActivities<
  RelayActivities & TellContactsActivities & DealLifeActivities & Pick<HubSpotActivities, 'checkTwins'>
>({
  taskQueue: HUBSPOT_QUEUE,
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout,
  retry: patiently,
});

/** Time for reading the histories of five thousand deals. */
export const collectReport = proxyActivities<CollectReportActivities>({
  taskQueue: HUBSPOT_QUEUE,
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout,
  retry: patiently,
});

export const freezeReport = proxyActivities<FreezeReportActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout,
  retry: patiently,
});

/** Time for a slow mail server and some twenty people. */
export const mailReport = proxyActivities<MailReportActivities>({
  taskQueue: MAIL_QUEUE,
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout,
  retry: patiently,
});

/** Time for searching and sorting ten thousand contacts. */
export const review = proxyActivities<ReviewActivities>({
  taskQueue: HUBSPOT_QUEUE,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout,
  retry: patiently,
});
