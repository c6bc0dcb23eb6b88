/** The people of the quarter at work in the portal: what the script says, through HubSpot's API. */
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { localDate } from '../../../src/domain/time.ts';
import type { TestStack } from '../stack.ts';
import { aWholeDeal, valuesFor, type WholeDeal } from '../whole-deal.ts';
import type { Act, Fill, ScriptedDeal } from './script.ts';

const REPS = ['ruth.amado', 'glen.foster', 'priya.nair', 'owen.blake'].map((name) => `${name}@healthprime.example`);
const TIME_ZONE = defaultPolicy.calendar.timeZone;
const VICE_PRESIDENT = 'vera.pike@healthprime.example';
/** What people do at the same time; one after the other would take them an hour. */
const AT_ONCE = 10;

export class Quarter {
  readonly deals: WholeDeal[] = [];
  private readonly stack: TestStack;
  private readonly script: ScriptedDeal[];

  constructor(stack: TestStack, script: ScriptedDeal[]) {
    this.stack = stack;
    this.script = script;
  }

  /** All deals stand in the first stage, each with company, contact and a next action for that day (ms since 1970). */
  async open(plannedFor: number): Promise<void> {
    await this.together(this.script, async (scripted) => {
      const rep = this.rep(scripted);
      const deal = await aWholeDeal(this.stack.people, rep, scripted.name);
      // Who plans ahead is asked for no next action (D-20).
      await this.stack.people.changeDeal(rep, deal.id, {
        next_action: 'Agree on the next step',
        next_action_owner: rep.id,
        next_action_date: localDate(plannedFor, TIME_ZONE),
      });
      this.deals[this.script.indexOf(scripted)] = deal;
    });
    await this.stack.world.settle();
  }

  /** A day's work, told by webhooks that come shuffled and partly twice. */
  async work(day: number): Promise<void> {
    const today = this.script.flatMap((scripted, index) =>
      scripted.acts.filter((one) => one.day === day).map(({ act }) => ({ scripted, index, act })),
    );
    await this.control('duplicate', { rate: 0.3 });
    await this.control('shuffle', { on: true });
    await this.control('hold');
    await this.together(today, ({ scripted, index, act }) => this.carryOut(scripted, index, act));
    await this.control('release');
    await this.stack.world.settle();
  }

  private async control(path: string, body: object = {}): Promise<void> {
    const request = { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${this.stack.sandbox.url}/__sandbox/webhooks/${path}`, request);
    if (!response.ok) throw new Error(`The sandbox said no to ${path}.`);
  }

  private rep(scripted: ScriptedDeal): { id: string } {
    return this.stack.people.owner(REPS[scripted.rep] ?? '');
  }

  private async carryOut(scripted: ScriptedDeal, index: number, act: Act): Promise<void> {
    const { people } = this.stack;
    const rep = this.rep(scripted);
    const deal = this.deals[index];
    if (deal === undefined) throw new Error(`${scripted.name} was never opened`);
    switch (act.do) {
      case 'fill':
        return this.fill(rep, deal, act);
      case 'drag':
        return people.changeDeal(rep, deal.id, { dealstage: people.stageId('new_business', act.to) });
      case 'lose':
        return people.changeDeal(rep, deal.id, {
          deal_lost_reason_category: act.category,
          deal_lost_reason_details: 'They told us so.',
        });
      case 'call': {
        const id = await people.logCall(rep, deal.contactId, act.outcome);
        // Half of the reps log on the deal as well.
        if (scripted.rep % 2 === 0) await people.associate(rep, 'calls', id, 'deals', deal.id);
        return;
      }
      case 'reply': {
        const id = await people.create(rep, 'emails', {
          hs_email_direction: 'INCOMING_EMAIL',
          hs_email_status: 'SENT',
          hs_email_subject: 'Re: your message',
          hs_timestamp: new Date(this.stack.world.now()).toISOString(),
        });
        return people.associate(rep, 'emails', id, 'contacts', deal.contactId);
      }
      case 'backOut':
        return people.changeDeal(people.owner(VICE_PRESIDENT), deal.id, {
          back_out_requested: 'yes',
          back_out_reason: 'client',
        });
    }
  }

  private async fill(rep: { id: string }, deal: WholeDeal, { stage, part }: Fill): Promise<void> {
    const { people } = this.stack;
    if (part === 'deal') return people.changeDeal(rep, deal.id, valuesFor(stage, 'deal'));
    if (part === 'company') return people.change(rep, 'companies', deal.companyId, valuesFor(stage, 'company'));
    if (part === 'contact') return people.change(rep, 'contacts', deal.contactId, valuesFor(stage, 'contact'));
    if (part === 'note') await people.writeNote(rep, deal.id, 'Next: demo with the billing lead on Tuesday.');
    else {
      const { name } = await people.see('companies', deal.companyId, ['name']);
      await people.writeNote(rep, deal.id, 'Signed.', ['Agreement.pdf', `${name}_calculator.xlsx`]);
    }
  }

  private async together<Item>(items: Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
    for (let start = 0; start < items.length; start += AT_ONCE) {
      await Promise.all(items.slice(start, start + AT_ONCE).map(work));
    }
  }
}
