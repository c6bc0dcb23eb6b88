/** Registers that marketing keeps (G-07, G-12). */
import type { RegisterTable } from './columns.ts';

const currency = { type: 'currency', fill: 'required', help: 'of the amount' } as const;

export const leadPromises = {
  title: 'Promised leads',
  columns: {
    month: { type: 'month', fill: 'key', help: 'calendar month', example: '2026-11' },
    warm_leads: {
      type: 'count',
      fill: 'required',
      help: 'warm leads marketing promises to deliver in it',
      example: '40',
    },
  },
  clause: 'G-12, "leads promised"',
} as const satisfies RegisterTable;

export const campaigns = {
  title: 'Campaigns',
  columns: {
    campaign: { type: 'key', fill: 'key', help: 'the same as in HubSpot and the costs', example: 'non_epic_hospitals' },
    name: { type: 'text', fill: 'required', help: 'what people call it', example: 'Non-Epic hospitals, autumn' },
    source: { type: 'source', fill: 'required', help: 'where its leads come from' },
    starts_on: { type: 'date', fill: 'required', help: 'first day', example: '2026-10-01' },
    ends_on: { type: 'date', fill: 'required', help: 'last day', example: '2026-12-31' },
    expected_warm_leads: { type: 'count', fill: 'required', help: 'over its whole time', example: '60' },
    budget: { type: 'amount', fill: 'required', help: 'over its whole time', example: '24000.00' },
    currency,
  },
  order: ['starts_on', 'ends_on'],
  clause: 'G-07, "Current campaigns in motion and associated timeframes"',
} as const satisfies RegisterTable;

export const leadCosts = {
  title: 'Costs of leads',
  columns: {
    month: { type: 'month', fill: 'key', help: 'calendar month in which it was spent', example: '2026-11' },
    source: { type: 'source', fill: 'key', help: 'where the leads come from' },
    campaign: { type: 'key', fill: 'optionalKey', help: 'if it was for one', example: 'non_epic_hospitals' },
    amount: { type: 'amount', fill: 'required', help: 'spent', example: '8000.00' },
    currency,
  },
  clause: 'G-07, "Source; Cost"',
} as const satisfies RegisterTable;

export const events = {
  title: 'Events',
  columns: {
    event: { type: 'text', fill: 'key', help: 'what people call it', example: 'Revenue Cycle Forum' },
    starts_on: { type: 'date', fill: 'key', help: 'first day', example: '2027-02-09' },
    ends_on: { type: 'date', fill: 'optional', help: 'last day, if it has several', example: '2027-02-11' },
    projected_leads: { type: 'count', fill: 'required', help: 'warm leads expected of it', example: '25' },
    cost: { type: 'amount', fill: 'required', help: 'of the whole event', example: '15000.00' },
    currency,
  },
  order: ['starts_on', 'ends_on'],
  clause: 'G-07, "Upcoming events"',
} as const satisfies RegisterTable;

export const collateral = {
  title: 'Collateral',
  columns: {
    title: { type: 'text', fill: 'key', help: 'what people call it', example: 'Denials in numbers' },
    available_on: { type: 'date', fill: 'key', help: 'day from which Sales can use it', example: '2026-11-02' },
    change: {
      type: 'choice',
      fill: 'required',
      help: 'whether it is new or an update',
      values: ['new', 'updated'],
      example: 'new',
    },
    kind: {
      type: 'choice',
      fill: 'required',
      help: 'what it is',
      values: ['collateral', 'video', 'website', 'resource'],
      example: 'collateral',
    },
    link: {
      type: 'url',
      fill: 'optional',
      help: 'where it lies',
      example: 'https://files.healthprime.example/denials',
    },
  },
  clause: 'G-07, "New collateral, videos, resources", "Updates to existing materials, website, videos"',
} as const satisfies RegisterTable;

export const projects = {
  title: 'Slated projects',
  columns: {
    project: { type: 'text', fill: 'key', help: 'what people call it', example: 'New website' },
    starts_on: { type: 'date', fill: 'required', help: 'first day', example: '2027-01-11' },
    ends_on: { type: 'date', fill: 'required', help: 'last day', example: '2027-04-30' },
    cost: { type: 'amount', fill: 'required', help: 'of the whole project', example: '60000.00' },
    currency,
  },
  order: ['starts_on', 'ends_on'],
  clause: 'G-07, "Slated major projects"',
} as const satisfies RegisterTable;
