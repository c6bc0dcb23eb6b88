/** Act 11: a deal that needs an approval, is won, and is backed out by the Sales VP (D-07, B). */
import { addBusinessDays } from '../../domain/time.ts';
import type { Later } from './later.ts';
import { MAILS } from './leads.ts';
import { type Act, REPS } from './act.ts';
import { patiently, type Scene, today } from './scene.ts';
import { engage, openSale, propose, provide, type Sale, sign } from './selling.ts';

const APPROVER = 'helen.strand@healthprime.example';
const VICE_PRESIDENT = 'vera.pike@healthprime.example';
/** So many business days after the signature. */
const BAD_FIT_AFTER_DAYS = 15;
const WHY = { reason: 'client', details: 'Their billing system has no interface.' };

export async function approvedAndBackedOut(scene: Scene): Promise<Act & { sale: Sale }> {
  const { people, mailbox, policy, say } = scene;
  const priya = people.owner(REPS.priya);
  const helen = people.owner(APPROVER);
  const vera = people.owner(VICE_PRESIDENT);
  const name = 'Larch Eye Center';
  say(`11. ${priya.name} sells to "${name}". A deal meeting is required, so she cannot approve it herself.`);
  const person = { firstname: 'Ida', lastname: 'Marlow', email: 'ida.marlow@larcheye.example' };
  const sale = await openSale(scene, priya, { name, person });
  const { id, contact } = sale;
  await engage(scene, sale);
  await propose(scene, sale);
  await provide(scene, sale, {
    ...{ amount: '96000', arr_at_signing: '96000' },
    ...{ deal_meeting_required: 'yes', deal_approval_status: 'pending' },
  });
  const asked = await patiently('the mail to the approver', async () =>
    (await mailbox.mailsTo(APPROVER)).find(({ subject }) => subject.includes(name)),
  );
  say(`   ${helen.name} gets the mail "${asked.subject}" and a task, and approves after the meeting.`);
  await people.changeDeal(helen, id, { deal_approval_status: 'approved' });
  await scene.untilStage(id, 'partner_of_choice');
  await sign(scene, sale);
  say(`   Partner of Choice, and Closed Won. The S&OP note on it was written by the engine.\n`);

  async function asksForBackOut(): Promise<Later[]> {
    say(
      `   ${today(scene)}  The billing system of ${name} turns out not to fit. ${priya.name} asks for a back-out on the deal.`,
    );
    await people.changeDeal(priya, id, { back_out_requested: 'yes', back_out_reason: WHY.reason });
    const mail = await patiently('the mail to the Sales VP', async () =>
      (await mailbox.mailsTo(VICE_PRESIDENT)).find(({ text = '' }) => text.includes('/back-out/')),
    );
    const page = await mailbox.backOutPage(mail);
    say(`               ${vera.name} opens the page of her mail: "${page.heading}". It mails a code to her alone.`);
    const before = (await mailbox.mailsTo(VICE_PRESIDENT)).length;
    await page.submit({ do: 'code', ...WHY });
    const code = await patiently('the code', async () => {
      const text = (await mailbox.mailsTo(VICE_PRESIDENT))[before]?.text ?? '';
      return /\b[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(text)?.[0];
    });
    const done = await page.submit({ do: 'confirm', code, ...WHY });
    await scene.untilStage(id, 'closed_lost');
    await scene.settle();
    say(
      `               She enters it: "${done}". Closed Lost, Backed out after signing; the ticket is closed, the tasks are out.`,
    );
    return [{ at: addBusinessDays(scene.now(), 1, policy.calendar), tell: updatesTheContact }];
  }

  /** B-05: until then the contact stays a customer, and the rep is reminded. */
  async function updatesTheContact(): Promise<Later[]> {
    const tasks = await people.seeAssociated(id, 'tasks');
    for (const task of tasks) {
      const { hs_task_subject: subject } = await people.see('tasks', task, ['hs_task_subject']);
      if (subject?.includes('lifecycle') !== true) continue;
      // HubSpot takes a step back only where the stage was emptied before.
      await people.change(priya, 'contacts', contact, { lifecyclestage: '' });
      await people.change(priya, 'contacts', contact, { lifecyclestage: scene.stageValue('target') });
      await people.change(priya, 'tasks', task, { hs_task_status: 'COMPLETED' });
      say(
        `   ${today(scene)}  ${priya.name} finds her task and makes ${person.firstname} ${person.lastname} a Target again: no Customer any more.`,
      );
    }
    await scene.settle();
    return [];
  }

  return {
    sale,
    deals: [{ id, name, pipeline: sale.pipeline, endsIn: 'closed_lost', moves: 5, notes: 9, tickets: 1 }],
    contacts: [
      {
        ...{ id: contact, name: `${person.firstname} ${person.lastname}`, address: person.email, endsIn: 'target' },
        ...{
          temperature: '',
          consent: 'reminded',
          mails: [MAILS.request, MAILS.reminder],
          tasks: [],
          leads: { open: 0, closed: 0 },
          deals: 1,
        },
      },
    ],
    later: [{ at: addBusinessDays(scene.now(), BAD_FIT_AFTER_DAYS, policy.calendar), tell: asksForBackOut }],
  };
}
