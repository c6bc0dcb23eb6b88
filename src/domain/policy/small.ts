/** A second, small policy: another company, other words, another zone, warnings instead of put-backs. It proves that no rule is wired into code. */
import { germanHolidays } from './holidays.ts';
import { engineProperty, is, keyProperty, known, portalProperty, property } from './rows.ts';
import type { Policy } from './types.ts';

export const smallPolicy: Policy = {
  id: 'riverbend',
  title: 'Riverbend Water Systems sales process',
  version: '2',
  calendar: { timeZone: 'Europe/Berlin', workdays: [1, 2, 3, 4, 5], holidays: germanHolidays, clause: 'R-07' },
  properties: [
    portalProperty('deal', 'dealstage', 'Deal Stage', 'choice', 'D-01'),
    portalProperty('deal', 'pipeline', 'Pipeline', 'choice', 'D-01'),
    portalProperty('deal', 'hubspot_owner_id', 'Deal Owner', 'choice', 'D-08'),
    portalProperty('company', 'name', 'Company Name', 'text', 'D-09'),
    property('deal', 'rb_budget_confirmed', 'Budget confirmed', 'yesNo', 'D-02'),
    property('deal', 'rb_flow_rate', 'Flow rate (m³/h)', 'number', 'D-02'),
    property('deal', 'rb_site_visit', 'Site visited on', 'date', 'D-04'),
    property('company', 'rb_region', 'Region', 'choice', 'D-09', {
      options: [
        { value: 'north', label: 'North' },
        { value: 'south', label: 'South' },
      ],
    }),
    property('deal', 'rb_order_number', 'Order number', 'text', 'D-12'),
    property('deal', 'rb_lost_to', 'Lost to', 'choice', 'D-13', {
      options: [
        { value: 'competitor', label: 'A competitor' },
        { value: 'postponed', label: 'Postponed' },
      ],
    }),
    property('deal', 'rb_lost_story', 'What happened', 'longText', 'D-13'),
    property('deal', 'rb_let_stand', 'Let stand reason', 'longText', 'D-15'),
    engineProperty('deal', 'rb_missing', 'Missing to move on', 'longText', 'D-16'),
    keyProperty('note'),
    keyProperty('task'),
  ],
  pipelines: [
    {
      key: 'projects',
      label: 'Projects',
      clause: 'D-01',
      stages: [
        {
          key: 'enquiry',
          label: 'Enquiry',
          kind: 'open',
          probability: 0.1,
          exit: [is('deal', 'rb_budget_confirmed', 'yes', 'D-02'), known('deal', 'rb_flow_rate', 'D-02')],
          clause: 'D-02',
        },
        {
          key: 'survey',
          label: 'Survey',
          kind: 'open',
          probability: 0.5,
          exit: [known('deal', 'rb_site_visit', 'D-04'), known('company', 'rb_region', 'D-09')],
          clause: 'D-04',
        },
        {
          key: 'offer',
          label: 'Offer',
          kind: 'open',
          probability: 0.7,
          exit: [known('deal', 'rb_order_number', 'D-12'), { kind: 'file', file: 'order', clause: 'D-12' }],
          clause: 'D-12',
        },
        { key: 'ordered', label: 'Ordered', kind: 'won', probability: 1, clause: 'D-12' },
        { key: 'lost', label: 'Lost', kind: 'lost', probability: 0, clause: 'D-13' },
      ],
    },
  ],
  files: [{ key: 'order', label: 'The order as a PDF', extension: 'pdf', clause: 'D-12' }],
  lost: { category: 'rb_lost_to', details: 'rb_lost_story', clause: 'D-13' },
  bypass: {
    mode: 'warn',
    graceMinutes: 60,
    letStandProperty: 'rb_let_stand',
    letStandRoles: ['Sales manager'],
    maxPutBacks: 3,
    fuseHours: 24,
    since: '2026-01-01',
    clause: 'D-15',
  },
  automaticAnswers: {
    subjects: ['automatische antwort', 'abwesenheitsnotiz', 'automatic reply', 'out of office'],
    clause: 'S-03',
  },
  formats: { locale: 'en-GB', currency: 'EUR', money: [], clause: 'D-10' },
  missingProperty: 'rb_missing',
  dealClock: { maxSleepDays: 14, refusedRetryHours: 1, closedStaysOpenDays: 30, clause: 'B-01' },
  staff: [
    { role: 'Sales VP', emails: ['noor.hassan@riverbend.example'], clause: 'B-02' },
    { role: 'Sales manager', emails: ['noor.hassan@riverbend.example'], clause: 'C-06' },
    { role: 'SDR', emails: ['felix.arnaud@riverbend.example'], clause: 'C-06' },
    { role: 'Sales rep', emails: ['june.okafor@riverbend.example', 'lars.holm@riverbend.example'], clause: 'C-09' },
    { role: 'Approver', emails: ['noor.hassan@riverbend.example'], clause: 'D-07' },
    { role: 'Marketing', emails: ['tess.quinn@riverbend.example'], clause: 'C-14' },
    { role: 'Onboarding', emails: ['tess.quinn@riverbend.example'], clause: 'D-17' },
    { role: 'Client success', emails: ['tess.quinn@riverbend.example'], clause: 'G-06' },
    { role: 'Exec', emails: ['noor.hassan@riverbend.example'], clause: 'G-08' },
  ],
};
