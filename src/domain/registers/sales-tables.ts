/** Registers that sales, client success and the exec team keep (G-06, G-08, G-09, G-12). */
import type { RegisterTable } from './columns.ts';

const currency = { type: 'currency', fill: 'optional', help: 'of the amounts' } as const;
const company = {
  type: 'company',
  fill: 'key',
  help: "HubSpot's id of the client's company",
  example: '5001',
} as const;
const client = { type: 'text', fill: 'required', help: "the company's name", example: 'Ashgrove Family Care' } as const;

export const targets = {
  title: 'Targets',
  columns: {
    month: { type: 'month', fill: 'key', help: 'calendar month', example: '2026-11' },
    closed_business: { type: 'count', fill: 'required', help: 'deals to be won in it', example: '4' },
    revenue: { type: 'amount', fill: 'optional', help: 'annualized revenue of these', example: '600000.00' },
    currency,
  },
  clause: 'G-09, "Targeted Quantity for Closed Business"',
} as const satisfies RegisterTable;

export const costOfSale = {
  title: 'Cost of sale',
  columns: {
    month: { type: 'month', fill: 'key', help: 'calendar month', example: '2026-11' },
    amount: { type: 'amount', fill: 'required', help: 'cost of sale in it', example: '52000.00' },
    currency: { type: 'currency', fill: 'required', help: 'of the amount' },
  },
  clause: 'G-08, "Cost-of-Sale"',
} as const satisfies RegisterTable;

export const approvedSolutions = {
  title: 'Approved solutions',
  columns: {
    solution: { type: 'solution', fill: 'key', help: 'as HP Product(s) has it' },
    approved_on: {
      type: 'date',
      fill: 'required',
      help: 'day from which product team and sales leadership allow its sale',
      example: '2026-01-01',
    },
  },
  clause: 'G-06, "approved for sale by the Product Team with terms deemed acceptable by Sales Leadership"',
} as const satisfies RegisterTable;

export const clientOwners = {
  title: 'Client owners',
  columns: {
    company_id: company,
    client,
    owner: { type: 'staff', fill: 'required', help: 'e-mail address of who is responsible in client success' },
  },
  clause: 'G-06, "each client they are responsible for"',
} as const satisfies RegisterTable;

export const clientSolutions = {
  title: 'Solutions of clients',
  columns: {
    company_id: company,
    solution: { type: 'solution', fill: 'key', help: 'one that the client has' },
    client,
    since: { type: 'date', fill: 'required', help: 'day from which the client has it', example: '2026-03-01' },
  },
  clause: 'G-06, "approved solutions that the client lacks"',
} as const satisfies RegisterTable;

export const whitespace = {
  title: 'Whitespace of clients',
  columns: {
    company_id: company,
    client,
    solution: { type: 'solution', fill: 'required', help: 'next recommended solution' },
    most_recent_action: {
      type: 'longText',
      fill: 'optional',
      help: 'what was done last',
      example: 'Showed the denial figures',
    },
    next_action: {
      type: 'longText',
      fill: 'required',
      help: 'what we do next',
      example: 'If no reply, send new times',
    },
    next_action_owner: { type: 'staff', fill: 'required', help: 'e-mail address of one of us, never the client' },
    next_action_on: { type: 'date', fill: 'required', help: 'when', example: '2026-11-27' },
    projected_close_on: { type: 'date', fill: 'optional', help: 'projected close', example: '2027-02-15' },
    projected_implementation_on: {
      type: 'date',
      fill: 'optional',
      help: 'projected implementation',
      example: '2027-04-01',
    },
    projected_revenue_start_on: {
      type: 'date',
      fill: 'optional',
      help: 'projected revenue start',
      example: '2027-05-01',
    },
    annualized_revenue: { type: 'amount', fill: 'optional', help: 'projected, of a year', example: '48000.00' },
    total_contract_value: { type: 'amount', fill: 'optional', help: 'projected, of the term', example: '144000.00' },
    currency,
    blockers: {
      type: 'longText',
      fill: 'optional',
      help: 'existing blockers',
      example: 'Budget is frozen until January',
    },
  },
  clause: 'G-06, "current state of whitespace for each client"',
} as const satisfies RegisterTable;

export const feedback = {
  title: 'Feedback of sales',
  columns: {
    given_on: { type: 'date', fill: 'key', help: 'when', example: '2026-11-19' },
    // Whoever said it may not stand in the key: keys go into links and ids.
    number: { type: 'count', fill: 'key', help: '1, 2, 3 … of that day', example: '1' },
    given_by: { type: 'staff', fill: 'required', help: 'e-mail address of who says it' },
    topic: {
      type: 'choice',
      fill: 'required',
      help: 'messaging, materials, or the market',
      values: ['messaging', 'materials', 'market'],
      example: 'messaging',
    },
    feedback: { type: 'longText', fill: 'required', help: 'what was said', example: 'The denial figures open doors' },
  },
  clause: 'G-12, "Feedback to marketing on how messaging and materials are working", "on evolving market dynamics"',
} as const satisfies RegisterTable;
