/** A small policy with one row of each kind that the portal set-up knows. */
import type { Policy, PropertyRow } from '../../src/domain/policy/types.ts';

const ours = (row: Omit<PropertyRow, 'origin' | 'filledBy' | 'clause'>): PropertyRow => ({
  ...row,
  origin: 'ours',
  filledBy: 'people',
  clause: 'test',
});

export const portalPolicy: Policy = {
  id: 'portal-test',
  title: 'Portal test',
  version: '1',
  calendar: { timeZone: 'UTC', workdays: [1, 2, 3, 4, 5], holidays: [], clause: 'R-07' },
  properties: [
    {
      object: 'deal',
      name: 'amount',
      label: 'Amount',
      type: 'number',
      origin: 'portal',
      filledBy: 'people',
      clause: 'test',
    },
    ours({ object: 'deal', name: 't_line', label: 'Line', type: 'text' }),
    ours({ object: 'deal', name: 't_area', label: 'Area', type: 'longText' }),
    ours({ object: 'deal', name: 't_count', label: 'Count', type: 'number' }),
    ours({ object: 'deal', name: 't_day', label: 'Day', type: 'date' }),
    ours({ object: 'deal', name: 't_moment', label: 'Moment', type: 'datetime' }),
    ours({
      object: 'deal',
      name: 't_range',
      label: 'Rate Range',
      type: 'choice',
      options: [
        { value: 'low', label: 'Low' },
        { value: 'high', label: 'High' },
      ],
    }),
    ours({
      object: 'deal',
      name: 't_products',
      label: 'Products',
      type: 'choices',
      options: [
        { value: 'rcm', label: 'RCM' },
        { value: 'coding', label: 'Coding' },
      ],
    }),
    ours({ object: 'deal', name: 't_approved', label: 'Approved', type: 'yesNo' }),
    ours({ object: 'deal', name: 't_user', label: 'User', type: 'owner' }),
    ours({ object: 'note', name: 'sop_key', label: 'SOP key', type: 'text', unique: true }),
    ours({ object: 'task', name: 'sop_key', label: 'SOP key', type: 'text', unique: true }),
    ours({ object: 'ticket', name: 'sop_key', label: 'SOP key', type: 'text', unique: true }),
  ],
  pipelines: [
    {
      key: 'newBusiness',
      label: 'New Business',
      stages: [
        { key: 'sql', label: 'Sales Qualified Lead', kind: 'open', probability: 0.2, clause: 'D-01' },
        { key: 'proposal', label: 'Proposal', kind: 'open', probability: 0.75, clause: 'D-01' },
        { key: 'won', label: 'Closed Won', kind: 'won', probability: 1, clause: 'D-01' },
        { key: 'lost', label: 'Closed Lost', kind: 'lost', probability: 0, clause: 'D-01' },
      ],
      clause: 'D-01',
    },
    {
      key: 'upsell',
      label: 'Upsell',
      stages: [
        { key: 'sql', label: 'Sales Qualified Lead', kind: 'open', probability: 0.2, clause: 'D-01' },
        { key: 'lost', label: 'Closed Lost', kind: 'lost', probability: 0, clause: 'D-01' },
      ],
      clause: 'D-01',
    },
  ],
  files: [],
  bypass: {
    mode: 'enforce',
    graceMinutes: 15,
    letStandProperty: 'let_stand_reason',
    letStandRoles: [],
    maxPutBacks: 3,
    fuseHours: 24,
    since: '2026-01-01',
    clause: 'D-15',
  },
  lost: { category: 't_range', details: 't_area', clause: 'D-13' },
  automaticAnswers: { subjects: [], clause: 'test' },
  formats: { locale: 'en-US', currency: 'USD', money: [], clause: 'test' },
  missingProperty: 't_area',
  dealClock: { maxSleepDays: 7, refusedRetryHours: 1, closedStaysOpenDays: 120, clause: 'test' },
  staff: [],
};
