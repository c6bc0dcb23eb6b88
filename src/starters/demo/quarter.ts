/** Acts 10 to 12: what sales, the Sales VP and onboarding do around the gates, over the weeks of a quarter. */
import { addBusinessDays } from '../../domain/time.ts';
import type { StoryDeal } from './deals.ts';
import type { Later } from './later.ts';
import { practice } from './records.ts';
import { PIPELINE, patiently, quote, type Scene, today } from './scene.ts';

/** What an act sets up, and what comes of it in the weeks after. */
export interface DealAct {
  deal: StoryDeal;
  later: Later[];
}

const GLEN = 'glen.foster@healthprime.example';
const PRIYA = 'priya.nair@healthprime.example';
const APPROVER = 'helen.strand@healthprime.example';
const VICE_PRESIDENT = 'vera.pike@healthprime.example';
const ONBOARDING = 'derek.song@healthprime.example';

const HOUR_MS = 3_600_000;

/** S-05: nobody answers. The deal of a company whose contact is called every other business day. */
export async function nobodyAnswers(scene: Scene): Promise<DealAct> {
  const { people, policy, say } = scene;
  const glen = people.owner(GLEN);
  const name = 'Juniper ENT Associates';
  const id = await people.createDeal(glen, { name, pipeline: PIPELINE, stage: 'sql' });
  const contact = await people.create(glen, 'contacts', {
    firstname: 'Paul',
    lastname: 'Imhoff',
    email: 'paul.imhoff@juniper-ent.example',
  });
  await people.associate(glen, 'deals', id, 'contacts', contact);
  await scene.settle();
  const { touches } = policy;
  if (touches === undefined) throw new Error('the story needs a policy that counts touches');
  say(
    `10. ${glen.name} calls ${name} again and again: voicemail, no answer, voicemail. The deal counts his touches.\n`,
  );

  const call = (number: number): Later => ({
    at: addBusinessDays(firstCall, 2 * (number - 1), policy.calendar),
    async tell() {
      await people.logCall(glen, contact, number % 2 === 1 ? 'voicemail' : 'noAnswer');
      await scene.settle();
      if (number < touches.touches) return [call(number + 1)];
      const summary = await scene.seen(id, touches.properties.summary);
      say(`   ${today(scene)}  ${glen.name} calls ${name} for the seventh time. On the deal he reads:`);
      say(quote(summary));
      return [{ at: addBusinessDays(scene.now(), touches.closeAfterDays, policy.calendar) + HOUR_MS, tell: closed }];
    },
  });
  const firstCall = addBusinessDays(scene.now(), 1, policy.calendar);

  async function closed(): Promise<Later[]> {
    await scene.untilStage(id, 'closed_lost');
    say(`   ${today(scene)}  Five business days without an answer: ${name} is Closed Lost by itself, No response.`);
    return [];
  }
  return { deal: { id, name, endsIn: 'closed_lost', moves: 1, notes: 1, tickets: 0 }, later: [call(1)] };
}

/** D-18: onboarding takes the won deal over, after a reminder. */
export function takenOver(scene: Scene, deal: StoryDeal): Later[] {
  const { people, mailbox, policy, say } = scene;
  const derek = people.owner(ONBOARDING);
  const days = policy.onboarding?.acceptance.remindAfterBusinessDays ?? 0;
  async function accepts(): Promise<Later[]> {
    const mail = await patiently('the reminder to onboarding', async () =>
      (await mailbox.mailsTo(ONBOARDING)).find(({ subject }) => subject.includes(deal.name)),
    );
    say(`   ${today(scene)}  ${derek.name} finds a mail, "${mail.subject}", and moves the ticket on to Accepted.`);
    const [ticket = ''] = await people.seeAssociated(deal.id, 'tickets');
    const accepted = policy.onboarding?.pipeline.stages.find(({ key }) => key === 'accepted')?.label ?? '';
    await people.change(derek, 'tickets', ticket, { hs_pipeline_stage: await scene.ticketStage(accepted) });
    await scene.settle();
    say(`               The rep reads on ${deal.name}: "Your work on it is complete."`);
    return [];
  }
  return [{ at: addBusinessDays(scene.now(), days, policy.calendar) + HOUR_MS, tell: accepts }];
}

/** D-07 and B: a deal that needs an approval, is won, and is backed out by the Sales VP. */
export async function approvedAndBackedOut(scene: Scene): Promise<DealAct> {
  const { people, mailbox, say } = scene;
  const priya = people.owner(PRIYA);
  const helen = people.owner(APPROVER);
  const vera = people.owner(VICE_PRESIDENT);
  const name = 'Larch Eye Center';
  say(`11. ${priya.name} sells to "${name}". A deal meeting is required, so she cannot approve it herself.`);
  const company = await people.create(priya, 'companies', { name, ...practice.company });
  const contact = await people.create(priya, 'contacts', {
    firstname: 'Ida',
    lastname: 'Marlow',
    email: 'ida.marlow@larcheye.example',
    ...practice.providers,
  });
  const id = await people.createDeal(priya, {
    name,
    pipeline: PIPELINE,
    stage: 'sql',
    properties: { ...practice.sql },
  });
  await people.associate(priya, 'deals', id, 'companies', company);
  await people.associate(priya, 'deals', id, 'contacts', contact);
  await scene.untilStage(id, 'engaged');
  await people.writeNote(priya, id, practice.nextSteps);
  await people.changeDeal(priya, id, { ...practice.engaged });
  await scene.untilStage(id, 'proposal');
  await people.changeDeal(priya, id, {
    ...practice.proposal,
    amount: '96000',
    deal_meeting_required: 'yes',
    deal_approval_status: 'pending',
  });
  const asked = await patiently('the mail to the approver', async () =>
    (await mailbox.mailsTo(APPROVER)).find(({ subject }) => subject.includes(name)),
  );
  say(`   ${helen.name} gets the mail "${asked.subject}" and a task, and approves after the meeting.`);
  await people.changeDeal(helen, id, { deal_approval_status: 'approved' });
  await scene.untilStage(id, 'partner_of_choice');
  await people.writeNote(priya, id, 'Signed today, see the files.', [
    'Agreement signed.pdf',
    `${name}_Calculator.xlsx`,
  ]);
  await people.changeDeal(priya, id, { ...practice.partnerOfChoice });
  await scene.untilStage(id, 'closed_won');
  await scene.settle();
  say(`   Partner of Choice, and Closed Won. The S&OP note on it was written by the engine.\n`);

  async function asksForBackOut(): Promise<Later[]> {
    say(
      `   ${today(scene)}  The billing system of ${name} turns out not to fit. ${priya.name} asks for a back-out on the deal.`,
    );
    await people.changeDeal(priya, id, { back_out_requested: 'yes', back_out_reason: 'client' });
    const mail = await patiently('the mail to the Sales VP', async () =>
      (await mailbox.mailsTo(VICE_PRESIDENT)).find(({ text = '' }) => text.includes('/back-out/')),
    );
    const page = await mailbox.backOutPage(mail);
    say(`               ${vera.name} opens the page of her mail: "${page.heading}". It mails a code to her alone.`);
    const before = (await mailbox.mailsTo(VICE_PRESIDENT)).length;
    await page.submit({ do: 'code', reason: 'client', details: 'Their billing system has no interface.' });
    const code = await patiently('the code', async () => {
      const text = (await mailbox.mailsTo(VICE_PRESIDENT))[before]?.text ?? '';
      return /\b[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(text)?.[0];
    });
    const done = await page.submit({
      do: 'confirm',
      code,
      reason: 'client',
      details: 'Their billing system has no interface.',
    });
    await scene.untilStage(id, 'closed_lost');
    await scene.settle();
    say(
      `               She enters it: "${done}". Closed Lost, Backed out after signing; the ticket is closed, the tasks are out.`,
    );
    return [];
  }
  const at = addBusinessDays(scene.now(), 15, scene.policy.calendar);
  return {
    deal: { id, name, endsIn: 'closed_lost', moves: 5, notes: 7, tickets: 1 },
    later: [{ at, tell: asksForBackOut }],
  };
}
