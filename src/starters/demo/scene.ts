/** What every act needs: people, somebody to tell it to, a clock, and patience with a deadline. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContactPortal } from '../../domain/contact/policy.ts';
import type { ContactRules, LifecycleKey } from '../../domain/policy/contact-types.ts';
import { findProperty } from '../../domain/policy/lookup.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { localMinute } from '../../domain/time.ts';
import { createHubSpot } from '../../hubspot/client.ts';
import { contactPortal } from '../../hubspot/contact-portal.ts';
import { loadPolicy } from '../../policy-file.ts';
import { Mailbox } from '../mailbox.ts';
import { People } from '../people.ts';
import type { Stack } from '../stack.ts';
import type { World } from '../world.ts';
import { fitted, wrapped } from './text.ts';

export type Say = (line: string) => void;
type Seen = Record<string, string | null>;

/** Most deals of the story are in this one. */
export const PIPELINE = 'new_business';
const WAIT_MS = 20_000;

interface Parts {
  people: People;
  mailbox: Mailbox;
  policy: Policy;
  rules: ContactRules;
  portal: ContactPortal;
  world: World;
}

export class Scene {
  readonly people: People;
  readonly mailbox: Mailbox;
  readonly policy: Policy;
  readonly rules: ContactRules;
  readonly say: Say;
  /** HubSpot's name of the property in which a rep reads what is missing. */
  readonly missing: string;
  private readonly sandboxUrl: string;
  private readonly portal: ContactPortal;
  private readonly world: World;

  private constructor(sandboxUrl: string, parts: Parts, say: Say) {
    this.sandboxUrl = sandboxUrl;
    this.people = parts.people;
    this.mailbox = parts.mailbox;
    this.policy = parts.policy;
    this.rules = parts.rules;
    this.portal = parts.portal;
    this.world = parts.world;
    this.say = (text) => say(fitted(text));
    this.missing = findProperty(parts.policy, 'deal', parts.policy.missingProperty)?.name ?? '';
  }

  /** @throws Error on a stack without a sandbox: there is nobody to play */
  static async of({ config, world, urls }: Stack, say: Say): Promise<Scene> {
    const policy = loadPolicy(config.policy);
    if (world === undefined || policy.contacts === undefined)
      throw new Error('The story needs the sandbox, and a policy with rules for contacts.');
    const portal = await contactPortal(createHubSpot(config.hubspot), policy);
    const people = await People.of(config, policy);
    const mailbox = new Mailbox(urls.inbox);
    return new Scene(urls.sandbox, { people, mailbox, policy, rules: policy.contacts, portal, world }, say);
  }

  /** Looks at the deal as the rep does, until it shows what is hoped for. */
  until(id: string, what: string, look: (seen: Seen) => string | null | undefined): Promise<string> {
    return patiently(`${what} (deal ${id})`, async () => look(await this.people.seeDeal(id, [this.missing])));
  }

  async untilStage(id: string, stage: string, pipeline = PIPELINE): Promise<void> {
    const wanted = this.people.stageId(pipeline, stage);
    await this.until(id, `the deal is in ${stage}`, (seen) => (seen['dealstage'] === wanted ? stage : undefined));
  }

  /** Looks at one property of the contact until it says something, or exactly this. */
  untilContact(id: string, property: string, wanted?: string): Promise<string> {
    return patiently(`${property}${wanted === undefined ? '' : ` = ${wanted}`} (contact ${id})`, async () => {
      const value = (await this.people.see('contacts', id, [property]))[property];
      return wanted === undefined || value === wanted ? value : undefined;
    });
  }

  async untilLifecycle(id: string, stage: LifecycleKey): Promise<void> {
    await this.untilContact(id, 'lifecyclestage', this.stageValue(stage));
  }

  /** HubSpot's value of a lifecycle stage. */
  stageValue(stage: LifecycleKey): string {
    return this.portal.stages[stage];
  }

  /** The policy's key of HubSpot's value of a lifecycle stage; the value itself where it is none of ours. */
  stageKey(value: string): string {
    const keys = this.rules.lifecycle.stages.map(({ key }) => key);
    return keys.find((key) => this.portal.stages[key] === value) ?? value;
  }

  /** What the deal says in one property. */
  async seen(dealId: string, property: string): Promise<string> {
    return (await this.people.seeDeal(dealId, [property]))[property] ?? '';
  }

  /** HubSpot's id of a stage of onboarding tickets. */
  async ticketStage(label: string): Promise<string> {
    const stages = (await this.people.ticketPipelines()).flatMap((pipeline) => pipeline.stages);
    return stages.find((stage) => stage.label === label)?.id ?? label;
  }

  now(): number {
    return this.world.now();
  }

  /** An instant as people of the company read it. */
  when(instant: number): string {
    return localMinute(instant, this.policy.calendar.timeZone);
  }

  settle(): Promise<void> {
    return this.world.settle();
  }

  /** Nothing to do where it is later already. */
  async advanceTo(instant: number): Promise<void> {
    await this.world.advanceTo(instant);
  }

  async control(path: string, body: object = {}): Promise<void> {
    const response = await fetch(`${this.sandboxUrl}/__sandbox/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox said no to ${path}: ${await response.text()}`);
  }
}

/** Looks again and again until there is something to see; throws after 20 s. */
export async function patiently<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | ''>,
): Promise<Found> {
  const giveUpAt = Date.now() + WAIT_MS;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== '') return found;
    if (Date.now() > giveUpAt) throw new Error(`Waited ${WAIT_MS / 1000} s in vain for: ${what}.`);
    await sleep(50);
  }
}

/** The date of the world, before what is told of that day. */
export function today(scene: Scene): string {
  return scene.when(scene.now()).slice(0, 10);
}

/** What a rep reads on the record, set off from the narration. */
export function quote(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => wrapped(line, '     │ '))
    .join('\n');
}
