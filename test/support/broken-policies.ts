/** The small policy, broken by one edit each, with the words by which it is refused. */
import type { Criterion, PipelineRow, Policy, PropertyRow, StageRow } from '../../src/domain/policy/types.ts';

function property(policy: Policy, name: string, object = 'deal'): PropertyRow {
  return found(policy.properties.find((row) => row.object === object && row.name === name));
}
const pipeline = (policy: Policy): PipelineRow => found(policy.pipelines[0]);
export const stage = (policy: Policy, key: string): StageRow =>
  found(pipeline(policy).stages.find((row) => row.key === key));
const exit = (policy: Policy): Criterion[] => found(stage(policy, 'enquiry').exit);
const criterion = (name: string): Criterion => ({ kind: 'known', object: 'deal', property: name, clause: 'D-02' });
/** What JSON can hold and the types forbid. */
export const put = (row: object, key: string, value: unknown) => Reflect.set(row, key, value);
const drop = (row: object, key: string) => Reflect.deleteProperty(row, key);
const without = (policy: Policy, name: string) => {
  policy.properties = policy.properties.filter((row) => row.name !== name);
};

function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('the small policy has this row');
  return row;
}

/** What was edited; the words of the refusal, which name the row; the edit. */
export const refused: [title: string, words: string, edit: (policy: Policy) => unknown][] = [
  ['an unknown key at the top', 'policy: there is no such key: colour', (p) => put(p, 'colour', 'blue')],
  [
    'an unknown key in a property',
    '(rb_flow_rate): there is no such key: unit',
    (p) => put(property(p, 'rb_flow_rate'), 'unit', 'm³'),
  ],
  ['an unknown key in a stage', '(survey): there is no such key: days', (p) => put(stage(p, 'survey'), 'days', 3)],
  ['a missing part', 'dealClock: is missing', (p) => drop(p, 'dealClock')],
  [
    'a property without source',
    '(rb_site_visit).clause: is missing',
    (p) => drop(property(p, 'rb_site_visit'), 'clause'),
  ],
  ['a stage without source', '(offer).clause: is missing', (p) => drop(stage(p, 'offer'), 'clause')],
  ['a criterion without source', '(rb_flow_rate).clause: is missing', (p) => drop(found(exit(p)[1]), 'clause')],
  [
    'an empty source',
    '(rb_lost_to).clause: every row names its source',
    (p) => put(property(p, 'rb_lost_to'), 'clause', ''),
  ],
  [
    'a name HubSpot refuses',
    '(RB Flow).name: lower case letters',
    (p) => put(property(p, 'rb_flow_rate'), 'name', 'RB Flow'),
  ],
  ['an unknown type', '(rb_flow_rate).type', (p) => put(property(p, 'rb_flow_rate'), 'type', 'money')],
  ['an unknown kind of criterion', '(rb_flow_rate).kind', (p) => put(found(exit(p)[1]), 'kind', 'about')],
  ['probability 2', '(survey).probability', (p) => put(stage(p, 'survey'), 'probability', 2)],
  [
    'a probability that makes a won stage lost',
    'projects.ordered: the probability of a won stage is 1',
    (p) => put(stage(p, 'ordered'), 'probability', 0.9),
  ],
  [
    'a probability that makes a lost stage open',
    'projects.lost: the probability of a lost stage is 0',
    (p) => put(stage(p, 'lost'), 'probability', 0.1),
  ],
  ['a sleep of no days', 'dealClock.maxSleepDays', (p) => put(p.dealClock, 'maxSleepDays', 0)],
  ['an address that is none', 'staff.0 (Sales VP).emails.0', (p) => put(found(p.staff[0]), 'emails', ['noor'])],
  ['a role twice', 'staff: role Sales VP stands twice', (p) => p.staff.push(found(p.staff[0]))],
  [
    'a property twice',
    'properties: deal.rb_flow_rate stands twice',
    (p) => p.properties.push({ ...property(p, 'rb_flow_rate'), label: 'Flow' }),
  ],
  [
    'a label twice, in other letters',
    'properties: label deal "budget confirmed " stands twice',
    (p) => put(property(p, 'rb_flow_rate'), 'label', 'budget confirmed '),
  ],
  [
    'a choice without options',
    'properties: deal.rb_lost_to: a choice needs options',
    (p) => drop(property(p, 'rb_lost_to'), 'options'),
  ],
  [
    'options of a number',
    'properties: deal.rb_flow_rate: options are for choices of ours',
    (p) => put(property(p, 'rb_flow_rate'), 'options', [{ value: '1', label: '1' }]),
  ],
  [
    'an option twice',
    'properties: deal.rb_lost_to: option postponed stands twice',
    (p) => property(p, 'rb_lost_to').options?.push({ value: 'postponed', label: 'Later' }),
  ],
  [
    'an option label twice',
    'properties: deal.rb_lost_to: option label "Postponed" stands twice',
    (p) => property(p, 'rb_lost_to').options?.push({ value: 'later', label: 'Postponed' }),
  ],
  [
    'a value that cannot stand in a list',
    `properties: deal.rb_lost_to: an option's value may not hold ";"`,
    (p) => Object.assign(property(p, 'rb_lost_to'), { type: 'choices', options: [{ value: 'a;b', label: 'A' }] }),
  ],
  [
    'a unique number',
    'properties: note.sop_key: only a text of ours can be unique',
    (p) => put(property(p, 'sop_key', 'note'), 'type', 'number'),
  ],
  ['no key for notes', 'properties: notes need one unique row', (p) => without(p, 'sop_key')],
  ['no row for the stage', 'properties: deal.dealstage must stand there', (p) => without(p, 'dealstage')],
  [
    'an owner as free text',
    'properties: deal.hubspot_owner_id must stand there',
    (p) => put(property(p, 'hubspot_owner_id'), 'type', 'text'),
  ],
  ['no pipeline', 'pipelines: Too small', (p) => put(p, 'pipelines', [])],
  ['a pipeline twice', 'pipelines: projects stands twice', (p) => p.pipelines.push({ ...pipeline(p), label: 'More' })],
  [
    'a pipeline label twice',
    'pipelines: label "PROJECTS" stands twice',
    (p) => p.pipelines.push({ ...pipeline(p), key: 'more', label: 'PROJECTS' }),
  ],
  ['a stage twice', 'pipelines: projects: stage survey stands twice', (p) => put(stage(p, 'offer'), 'key', 'survey')],
  [
    'a stage label twice',
    'pipelines: projects: stage label "Survey" stands twice',
    (p) => put(stage(p, 'offer'), 'label', 'Survey'),
  ],
  [
    'lost before won',
    'pipelines: projects: stages must be one or more open ones, then one won, then one lost',
    (p) => pipeline(p).stages.push(...pipeline(p).stages.splice(-2).toReversed()),
  ],
  [
    'no open stage',
    'pipelines: projects: stages must be',
    (p) =>
      put(pipeline(p), 'stages', [
        stage(p, 'ordered'),
        stage(p, 'lost'),
        { ...stage(p, 'lost'), key: 'worse', label: 'Worse' },
      ]),
  ],
  [
    'an empty exit',
    'pipelines: projects.offer: an empty exit list would move every deal on at once',
    (p) => put(stage(p, 'offer'), 'exit', []),
  ],
  [
    'exit criteria of a closed stage',
    'pipelines: projects.lost: a closed stage has no exit criteria',
    (p) => put(stage(p, 'lost'), 'exit', [criterion('rb_flow_rate')]),
  ],
  [
    'a criterion without row',
    'pipelines: projects.enquiry: exit criterion deal.rb_flow has no row under properties',
    (p) => exit(p).push(criterion('rb_flow')),
  ],
  [
    'a criterion twice',
    'pipelines: projects.enquiry: exit criterion deal.rb_flow_rate stands twice',
    (p) => exit(p).push(criterion('rb_flow_rate')),
  ],
  [
    'a criterion that the engine fills',
    'pipelines: projects.enquiry: exit criterion deal.rb_missing is filled by the engine',
    (p) => exit(p).push(criterion('rb_missing')),
  ],
  [
    'a value that is no option',
    'pipelines: projects.enquiry: deal.rb_budget_confirmed can never be "perhaps"',
    (p) => put(found(exit(p)[0]), 'value', 'perhaps'),
  ],
  [
    'a lost category without row',
    'lost: deal.rb_lost_why has no row under properties',
    (p) => put(p.lost, 'category', 'rb_lost_why'),
  ],
  [
    'a lost category that the engine fills',
    'lost: deal.rb_missing is filled by the engine',
    (p) => put(p.lost, 'category', 'rb_missing'),
  ],
  [
    'category and details in one',
    'lost: category and details are both deal.rb_lost_to',
    (p) => put(p.lost, 'details', 'rb_lost_to'),
  ],
  [
    'what is missing kept in a field of people',
    'missingProperty: rb_lost_story must be a longText row',
    (p) => put(p, 'missingProperty', 'rb_lost_story'),
  ],
  [
    'a zone that is none',
    'calendar: Europe/Riverbend is no time zone',
    (p) => put(p.calendar, 'timeZone', 'Europe/Riverbend'),
  ],
  ['no workday', 'calendar: no workday in the week', (p) => put(p.calendar, 'workdays', [])],
  ['an eighth weekday', 'calendar.workdays.0', (p) => put(p.calendar, 'workdays', [8])],
  ['a workday twice', 'calendar: workday 1 stands twice', (p) => p.calendar.workdays.push(1)],
  ['a day that no month has', 'calendar: holiday 2026-02-30 is no date', (p) => p.calendar.holidays.push('2026-02-30')],
  [
    'a holiday in other order',
    'calendar: holiday 24.12.2026 is no date',
    (p) => p.calendar.holidays.push('24.12.2026'),
  ],
  ['a holiday without day', 'calendar: holiday 2026-12 is no date', (p) => p.calendar.holidays.push('2026-12')],
  ['a holiday twice', 'calendar: holiday 2026-01-01 stands twice', (p) => p.calendar.holidays.push('2026-01-01')],
];
