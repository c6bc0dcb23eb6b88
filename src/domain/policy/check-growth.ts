/** Whether the rules of the growth report make sense together with the rest of the policy. */
import type { Policy } from './types.ts';

/** Amounts are added in the smallest unit of a currency with so many decimals. */
const DECIMALS = 2;

export function growthProblems({ growth, registers, contacts, staff, pipelines }: Policy): string[] {
  if (growth === undefined) return [];
  const { currency, salesRoles, clientSuccessRoles, readers, opportunities, leads } = growth;
  const roles = staff.map(({ role }) => role);
  const open = pipelines.flatMap(({ stages }) => stages.filter(({ kind }) => kind === 'open').map(({ key }) => key));
  return [
    ...(registers === undefined ? ['growth: a report needs registers'] : []),
    ...(contacts === undefined ? ['growth: a report needs rules for contacts'] : []),
    ...(registers === undefined ||
    registers.currencies.some(({ code, decimals }) => code === currency && decimals === DECIMALS)
      ? []
      : [`growth: ${currency} must be one of the registers' currencies, with two decimals`]),
    ...[...salesRoles, ...clientSuccessRoles, ...readers.roles]
      .filter((role) => !roles.includes(role))
      .map((role) => `growth: nobody holds the role ${role}, see staff`),
    ...[...opportunities.stages, ...leads.stages]
      .filter((stage) => !open.includes(stage))
      .map((stage) => `growth: ${stage} is no open stage of a pipeline`),
  ];
}
