/** What a schema cannot say: whether the rows of a policy make sense together. Each problem names its row. */
import { criterionId } from '../deal/policy.ts';
import type { Criterion, ObjectName, PipelineRow, Policy, PropertyRow, StageRow } from './types.ts';
import { backOutProblems } from './check-back-out.ts';
import { contactProblems } from './check-contacts.ts';
import { dealRuleProblems } from './check-deal-rules.ts';
import { touchProblems } from './check-touches.ts';
import { findProperty } from './lookup.ts';
import { growthProblems } from './check-growth.ts';
import { nextActionProblems } from './check-next-action.ts';
import { registerProblems } from './check-registers.ts';
import { duplicates, sameLabels } from './repeated.ts';

/** Problems in the words of the person who edited the policy; empty when it makes sense. */
export function problemsOf(policy: Policy): string[] {
  return [
    ...policy.properties.flatMap(propertyProblems),
    ...duplicates(policy.properties.map((row) => `${row.object}.${row.name}`)).map(
      (it) => `properties: ${it} stands twice`,
    ),
    ...sameLabels(policy.properties, ({ object, label }) => `${object} ${label}`).map(
      ({ object, label }) => `properties: label ${object} "${label}" stands twice`,
    ),
    ...placeProblems(policy),
    ...duplicates(policy.pipelines.map(({ key }) => key)).map((key) => `pipelines: ${key} stands twice`),
    ...sameLabels(policy.pipelines).map(({ label }) => `pipelines: label "${label}" stands twice`),
    ...policy.pipelines.flatMap((pipeline) => pipelineProblems(policy, pipeline)),
    ...ruleProblems(policy),
    ...referenceProblems(policy),
    ...calendarProblems(policy),
    ...touchProblems(policy),
    ...backOutProblems(policy),
    ...dealRuleProblems(policy),
    ...contactProblems(policy),
    ...nextActionProblems(policy),
    ...registerProblems(policy),
    ...growthProblems(policy),
    ...duplicates(policy.staff.map(({ role }) => role)).map((role) => `staff: role ${role} stands twice`),
  ];
}

function propertyProblems(row: PropertyRow): string[] {
  const at = `properties: ${row.object}.${row.name}`;
  const needsOptions = row.origin === 'ours' && (row.type === 'choice' || row.type === 'choices');
  const values = (row.options ?? []).map(({ value }) => value);
  return [
    ...(needsOptions && values.length === 0 ? [`${at}: a ${row.type} needs options`] : []),
    ...(row.type !== 'choice' && row.type !== 'choices' && values.length > 0
      ? [`${at}: options are for choices of ours, and for those that are added to HubSpot's`]
      : []),
    ...duplicates(values).map((value) => `${at}: option ${value} stands twice`),
    ...sameLabels(row.options ?? []).map(({ label }) => `${at}: option label "${label}" stands twice`),
    ...(row.type === 'choices' && values.some((value) => value.includes(';'))
      ? [`${at}: an option's value may not hold ";", HubSpot separates by it`]
      : []),
    ...(row.unique === true && (row.origin !== 'ours' || row.type !== 'text')
      ? [`${at}: only a text of ours can be unique`]
      : []),
  ];
}

/** The engine finds a deal's place by these. Without a row their values would count as free text and stay out of Temporal. */
function placeProblems(policy: Policy): string[] {
  return ['dealstage', 'pipeline', 'hubspot_owner_id'].flatMap((name) => {
    const row = findProperty(policy, 'deal', name);
    return row?.type === 'choice' && row.filledBy === 'people'
      ? []
      : [`properties: deal.${name} must stand there, as a choice that people fill in`];
  });
}

function pipelineProblems(policy: Policy, pipeline: PipelineRow): string[] {
  const at = `pipelines: ${pipeline.key}`;
  const kinds = pipeline.stages.map(({ kind }) => kind);
  const open = kinds.filter((kind) => kind === 'open').length;
  const order = [...Array<string>(open).fill('open'), 'won', 'lost'].join();
  return [
    ...duplicates(pipeline.stages.map(({ key }) => key)).map((key) => `${at}: stage ${key} stands twice`),
    ...sameLabels(pipeline.stages).map(({ label }) => `${at}: stage label "${label}" stands twice`),
    ...(open === 0 || kinds.join() !== order
      ? [`${at}: stages must be one or more open ones, then one won, then one lost`]
      : []),
    ...pipeline.stages.flatMap((stage) => [
      ...(stage.exit?.length === 0 ? [`${at}.${stage.key}: an empty exit list would move every deal on at once`] : []),
      ...(stage.exit !== undefined && stage.kind !== 'open'
        ? [`${at}.${stage.key}: a closed stage has no exit criteria`]
        : []),
      ...probabilityProblems(stage, `${at}.${stage.key}`),
      ...duplicates((stage.exit ?? []).map(criterionId)).map(
        (id) => `${at}.${stage.key}: exit criterion ${id} stands twice`,
      ),
      ...[...(stage.exit ?? []), ...(stage.checklist ?? [])].flatMap((criterion) =>
        criterionProblems(policy, criterion, `${at}.${stage.key}`),
      ),
    ]),
  ];
}

/** HubSpot takes a closed stage for won or lost by its probability. */
function probabilityProblems({ kind, probability }: StageRow, at: string): string[] {
  if (kind === 'won' && probability !== 1) return [`${at}: the probability of a won stage is 1`];
  return kind === 'lost' && probability !== 0 ? [`${at}: the probability of a lost stage is 0`] : [];
}

function criterionProblems(policy: Policy, criterion: Criterion, at: string): string[] {
  if (criterion.kind === 'nextSteps') return [];
  if (criterion.kind === 'file') {
    const known = policy.files.some(({ key }) => key === criterion.file);
    return known ? [] : [`${at}: the file ${criterion.file} has no row under files`];
  }
  const name = `${criterion.object}.${criterion.property}`;
  const row = findProperty(policy, criterion.object, criterion.property);
  if (row === undefined) return [`${at}: exit criterion ${name} has no row under properties`];
  if (row.filledBy !== 'people') {
    return [`${at}: exit criterion ${name} is filled by the engine, so nobody could meet it`];
  }
  if (criterion.kind === 'known') return [];
  const values = row.type === 'yesNo' ? ['yes', 'no'] : (row.options ?? []).map(({ value }) => value);
  return (criterion.kind === 'is' ? [criterion.value] : criterion.values)
    .filter((value) => !values.includes(value))
    .map((value) => `${at}: ${name} can never be "${value}": it is none of its options`);
}

function ruleProblems(policy: Policy): string[] {
  const { category, details } = policy.lost;
  const missing = findProperty(policy, 'deal', policy.missingProperty);
  const keyed: ObjectName[] = ['note', 'task', ...(policy.onboarding === undefined ? [] : ['ticket' as const])];
  const unkeyed = keyed.filter(
    (object) => !policy.properties.some((row) => row.object === object && row.unique === true),
  );
  return [
    ...[category, details].flatMap((name) => {
      const row = findProperty(policy, 'deal', name);
      if (row === undefined) return [`lost: deal.${name} has no row under properties`];
      return row.filledBy === 'people'
        ? []
        : [`lost: deal.${name} is filled by the engine, so nobody could lose a deal`];
    }),
    ...(category === details ? [`lost: category and details are both deal.${category}`] : []),
    ...(missing?.filledBy !== 'engine' || missing.type !== 'longText'
      ? [`missingProperty: ${policy.missingProperty} must be a longText row of the deal, filled by the engine`]
      : []),
    ...unkeyed.map((object) => `properties: ${object}s need one unique row, the key of our own ${object}s`),
  ];
}

/** The rules that name properties, roles and stages elsewhere in the policy. */
function referenceProblems(policy: Policy): string[] {
  const { bypass, earlyData, onboarding } = policy;
  const needs = (rule: string, object: ObjectName, names: string[]) =>
    names
      .filter((name) => findProperty(policy, object, name) === undefined)
      .map((name) => `${rule}: ${object}.${name} has no row under properties`);
  const roles = policy.staff.map(({ role }) => role);
  const opensIn = onboarding?.pipeline.stages.find(({ key }) => key === onboarding.opensIn);
  return [
    ...needs('bypass', 'deal', [bypass.letStandProperty]),
    ...bypass.letStandRoles
      .filter((role) => !roles.includes(role))
      .map((role) => `bypass: nobody holds the role ${role}, see staff`),
    ...(isDate(bypass.since) ? [] : [`bypass: since ${bypass.since} is no date`]),
    ...(earlyData === undefined
      ? []
      : needs('earlyData', 'deal', [earlyData.received, earlyData.reason, ...earlyData.agreements])),
    ...(onboarding?.handOff ?? []).flatMap(({ object, property }) => needs('onboarding', object, [property])),
    ...(onboarding !== undefined && opensIn?.state !== 'OPEN'
      ? [`onboarding: opensIn ${onboarding.opensIn} is none of its open stages`]
      : []),
    ...duplicates(policy.files.map(({ key }) => key)).map((file) => `files: ${file} stands twice`),
  ];
}

function calendarProblems({ calendar }: Policy): string[] {
  return [
    ...(isTimeZone(calendar.timeZone) ? [] : [`calendar: ${calendar.timeZone} is no time zone`]),
    ...(calendar.workdays.length === 0 ? ['calendar: no workday in the week, a business day would never come'] : []),
    ...duplicates(calendar.workdays.map(String)).map((day) => `calendar: workday ${day} stands twice`),
    ...calendar.holidays.flatMap((day) => (isDate(day) ? [] : [`calendar: holiday ${day} is no date`])),
    ...duplicates(calendar.holidays).map((day) => `calendar: holiday ${day} stands twice`),
  ];
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}

function isDate(day: string): boolean {
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === day;
}
