/** Files with a wrong value in a cell. */
import {
  amount,
  bad,
  type BadFile,
  carla,
  CLIENTS,
  COSTS,
  EVENTS,
  FEEDBACK,
  ruth,
  SOLUTIONS,
  target,
} from './bad-file.ts';

const numbers: BadFile[] = [
  bad('a negative amount', 'targets', amount('-5.00'), 'line 3, column revenue: is negative; write digits and a point'),
  bad('a negative amount as accountants write it', 'targets', amount('(5.00)'), 'line 3, column revenue: is negative'),
  bad('a negative amount with a real minus', 'targets', amount('\u22125'), 'line 3, column revenue: is negative'),
  bad(
    'an amount that overflows',
    'targets',
    amount('1000000000000.00'),
    'column revenue: is too large; at most 12 digits',
  ),
  bad('an amount beyond all numbers', 'targets', amount('9'.repeat(400)), 'line 3, column revenue: is too large'),
  bad('an exponent', 'targets', amount('1e6'), 'line 3, column revenue: is no number'),
  bad('infinity', 'targets', amount('Infinity'), 'line 3, column revenue: is no number'),
  bad('hexadecimal', 'targets', amount('0x10'), 'line 3, column revenue: is no number'),
  bad('a currency sign', 'targets', amount('$500'), 'line 3, column revenue: is no number'),
  bad(
    'commas between the thousands',
    'targets',
    amount('"1,234.50"'),
    'column revenue: has separators between the thous',
  ),
  bad(
    'a comma that may be either',
    'targets',
    amount('"1,234"'),
    'column revenue: has separators between the thousands',
  ),
  bad('points between the thousands', 'targets', amount('"1.234,50"'), 'has separators between the thousands'),
  bad('spaces between the thousands', 'targets', amount('1\u202F234\u202F567'), 'has separators between the thousands'),
  bad('apostrophes between the thousands', 'targets', amount("1'234.50"), 'has separators between the thousands'),
  bad('a comma before the decimals', 'targets', amount('"1234,50"'), 'column revenue: has a comma before the decimals'),
  bad('more decimals than the currency has', 'targets', amount('1.005'), 'has too many decimals; the currency has 2'),
  bad(
    'an amount without currency',
    'targets',
    target('2026-11,4,5.00,'),
    'line 3, column currency: is empty, and there',
  ),
  bad(
    'a currency that is not the policy’s',
    'targets',
    target('2026-11,4,5.00,EUR'),
    'column currency: must be one of USD',
  ),
  bad(
    'a count with decimals',
    'targets',
    target('2026-11,4.5,,'),
    'line 3, column closed_business: is no whole number',
  ),
  bad(
    'a negative count',
    'targets',
    target('2026-11,-1,,'),
    'line 3, column closed_business: is negative; write a whole',
  ),
  bad('a count that overflows', 'targets', target('2026-11,9999999999,,'), 'column closed_business: is too large'),
  bad('a count in words', 'targets', target('2026-11,four,,'), 'line 3, column closed_business: is no number'),
  bad('no count', 'targets', target('2026-11,,,'), 'line 3, column closed_business: is empty'),
];

const days: BadFile[] = [
  ...[
    '11/30/2026',
    '30.11.2026',
    '2026/11/30',
    '2026-11-3',
    '30 Nov 2026',
    '20261130',
    '46356',
    '2026-11-30T00:00:00Z',
  ].map((written) =>
    bad(
      `the date ${written}`,
      'approved-solutions',
      `${SOLUTIONS}rcm,${written}\n`,
      'line 2, column approved_on: is no date',
    ),
  ),
  ...['2026-02-30', '2026-11-31', '2027-02-29', '2026-13-01', '2026-00-10', '0026-11-30'].map((written) =>
    bad(`the day ${written}, which is none`, 'approved-solutions', `${SOLUTIONS}rcm,${written}\n`, 'is no date; write'),
  ),
  ...['Nov-26', '2026-13', '11/2026', '2026-11-01', '202611'].map((written) =>
    bad(
      `the month ${written}`,
      'targets',
      target(`${written},4,,`),
      'line 3, column month: is no month; write year-month',
    ),
  ),
  bad(
    'an event that ends before it starts',
    'events',
    `${EVENTS}Forum,2027-02-09,2027-02-08,25,1.00,USD\n`,
    'line 2, column ends_on: is before starts_on',
  ),
];

const references: BadFile[] = [
  bad(
    'an unknown owner',
    'client-owners',
    `${CLIENTS}5001,Ashgrove,jane@client.example\n`,
    'line 2, column owner: is none of',
  ),
  bad(
    'an owner by name',
    'client-owners',
    `${CLIENTS}5001,Ashgrove,Carla West\n`,
    'line 2, column owner: is none of the staff',
  ),
  bad(
    'an unknown source',
    'lead-costs',
    `${COSTS}2026-11,BILLBOARDS,,1.00,USD\n`,
    'column source: must be one of ORGANIC_',
  ),
  bad('a solution not for sale', 'approved-solutions', `${SOLUTIONS}pilot,2026-01-01\n`, 'must be one of rcm, coding'),
  bad(
    'an unknown topic',
    'feedback',
    `${FEEDBACK}2026-11-19,1,${ruth},weather,It rains\n`,
    'line 2, column topic: must be one of messaging, materials, market',
  ),
  bad(
    'a company by name',
    'client-owners',
    `${CLIENTS}Ashgrove,Ashgrove,${carla}\n`,
    'column company_id: is no id of a',
  ),
  bad('an id that a spreadsheet shortened', 'client-owners', `${CLIENTS}9.00E+15,A,${carla}\n`, 'write all digits of'),
  bad('the same month twice', 'targets', target('2026-10,4,,'), 'line 3: has the same month as line 2'),
  bad(
    'the same costs twice, without campaign',
    'lead-costs',
    `${COSTS}2026-11,OFFLINE,,1.00,USD\n2026-11,OFFLINE,fair,1.00,USD\n2026-11,offline,,2.00,USD\n`,
    'line 4: has the same month and source and campaign as line 2',
  ),
  bad(
    'a company with two names',
    'client-solutions',
    'company_id,solution,client,since\n5001,rcm,Ashgrove,2026-03-01\n5001,coding,Birchwood,2026-03-01\n',
    'line 3, column client: is not the name that line 2 has for the same company_id',
  ),
];

const texts: BadFile[] = [
  bad(
    'a text that is too long',
    'events',
    `${EVENTS}${'x'.repeat(201)},2027-02-09,,1,1,USD\n`,
    'is too long: 201 characters',
  ),
  bad(
    'a line break in a name',
    'events',
    `${EVENTS}"Forum\n2027",2027-02-09,,1,1,USD\n`,
    'column event: holds a line break',
  ),
  bad(
    'a bell in a name',
    'events',
    `${EVENTS}Forum\u0007,2027-02-09,,1,1,USD\n`,
    'line 2, column event: holds a line break',
  ),
  bad(
    'an e-mail address in a text',
    'feedback',
    `${FEEDBACK}2026-11-19,1,${ruth},market,"ask pat.doe@clinic.example"\n`,
    'line 2, column feedback: holds an e-mail address; write nothing personal here',
  ),
  bad(
    'a link that runs a script',
    'collateral',
    'title,available_on,change,kind,link\nVideo,2026-11-02,new,video,javascript:alert(1)\n',
    'line 2, column link: is no address of a web page',
  ),
  bad(
    'everything wrong at once, told in one go',
    'lead-costs',
    `${COSTS}2026-11,OFFLINE,,-1,USD\n2026-13,NOWHERE,,1.00,GBP\n`,
    'has 4 to correct',
    'line 2, column amount: is negative',
    'line 3, column month: is no month',
    'line 3, column source: must be one of',
    'line 3, column currency: must be one of USD',
  ),
];

export const badCells: BadFile[] = [...numbers, ...days, ...references, ...texts];
