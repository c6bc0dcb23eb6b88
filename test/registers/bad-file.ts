/** A file that somebody brings and that is no good, with the words by which it is refused. */
import type { RegisterKind } from '../../src/domain/registers/registers.ts';

export interface BadFile {
  title: string;
  kind: RegisterKind;
  content: string | Uint8Array;
  /** All of these are said. */
  says: string[];
}

export const bad = (title: string, kind: RegisterKind, content: string | Uint8Array, ...says: string[]): BadFile => ({
  title,
  kind,
  content,
  says,
});

/** Headers, and rows that begin well. */
export const TARGETS = 'month,closed_business,revenue,currency\n';
export const target = (row: string) => `${TARGETS}2026-10,3,,\n${row}\n`;
export const amount = (written: string) => target(`2026-11,4,${written},USD`);
export const COSTS = 'month,source,campaign,amount,currency\n';
export const EVENTS = 'event,starts_on,ends_on,projected_leads,cost,currency\n';
export const CLIENTS = 'company_id,client,owner\n';
export const FEEDBACK = 'given_on,number,given_by,topic,feedback\n';
export const SOLUTIONS = 'solution,approved_on\n';
export const ruth = 'ruth.amado@healthprime.example';
export const carla = 'carla.west@healthprime.example';
