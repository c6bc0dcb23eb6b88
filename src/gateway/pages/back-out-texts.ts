/** What the Sales VP reads on the page of a back-out. */
import { html } from 'hono/html';
import type { BackOutRefusal } from '../../domain/deal/back-out/state.ts';
import { isBackOutRefusal, refusalWords } from '../../domain/duty-words/back-out.ts';
import type { BackOutRule } from '../../domain/policy/back-out-types.ts';
import { findProperty } from '../../domain/policy/lookup.ts';
import type { MailRules } from '../../domain/policy/mail-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { localDate, localMinute } from '../../domain/time.ts';
import type { BackOutDeal } from './back-out.ts';
import { type Html, page } from './layout.ts';

/** What somebody has chosen and written so far. */
export interface Filled {
  reason: string;
  details: string;
}

export type BackOutProblem = BackOutRefusal | 'notSent' | 'tooMany';

export type BackOutPages = ReturnType<typeof backOutPages>;

export function backOutPages(policy: Policy, rule: BackOutRule, mail: MailRules) {
  const { timeZone } = policy.calendar;
  const vp = rule.approverRole;
  const options = findProperty(policy, 'deal', rule.reason)?.options ?? [];
  const stage = policy.onboarding?.pipeline.stages.find(({ key }) => key === rule.ticketStage)?.label;
  const category = findProperty(policy, 'deal', policy.lost.category)?.options?.find(
    ({ value }) => value === rule.lostCategory,
  )?.label;
  const day = (at: number) => inWords(localDate(at, timeZone));

  const onPage: Partial<Record<BackOutProblem, string>> = {
    noReason: 'Please say for whom the deal is a bad fit.',
    noCode: 'Please enter the code from the mail.',
    notSent: `The code could not be mailed. Please try again, or ask whether you still hold the role ${vp}.`,
    tooMany: `So many codes were sent in the last hour that there is no further one now. The newest works for ${rule.codeMinutes} minutes after it was sent. You can decide without a code in HubSpot, on the deal.`,
  };
  const problemWords = (problem: BackOutProblem): string =>
    onPage[problem] ?? (isBackOutRefusal(problem) ? refusalWords(policy, problem) : '');
  const alert = (problem: BackOutProblem | undefined) =>
    problem && html`<p class="wrong" id="problem" role="alert">${problemWords(problem)}</p>`;

  const facts = ({ name, company, amount, seller, signedAt, endsAt }: BackOutDeal): Html => {
    const rows: [string, string][] = [
      ['Deal', name],
      ['Company', company],
      ['Amount', amountInWords(amount)],
      ['Sold by', seller],
      ['Signed on', signedAt === undefined ? '' : day(signedAt)],
      // The last day itself still counts.
      ['Possible through', endsAt === undefined ? '' : day(endsAt - 1)],
    ];
    return html`<dl>
      ${rows
        .filter(([, value]) => value !== '')
        .map(
          ([term, value]) =>
            html`<dt>${term}</dt>
              <dd>${value}</dd>`,
        )}
    </dl>`;
  };

  const happens = (): Html =>
    html`<h2>What will happen</h2>
      <ul>
        <li>
          The deal goes to Closed Lost, category “${category ?? rule.lostCategory}”. The win stays in the figures as a
          gross win.
        </li>
        <li>Implementation gets the task to update the Client Status.</li>
        ${stage && html`<li>The onboarding ticket is closed as “${stage}” with the reason. It is not deleted.</li>`}
        <li>
          The rep who sold gets the task to update the contacts’ lifecycle stage, and is reminded until it is done.
          Until then they stay Customer.
        </li>
      </ul>`;

  const fields = ({ reason, details }: Filled, problem?: BackOutProblem): Html =>
    html`<fieldset ${problem === 'noReason' && html`aria-describedby="problem"`}>
        <legend>Why</legend>
        ${problem === 'noReason' && alert(problem)}
        ${options.map(
          ({ value, label }) =>
            html`<label class="choice"
              ><input type="radio" name="reason" value="${value}" required ${value === reason && html`checked`} />
              ${label}</label
            >`,
        )}
      </fieldset>
      <label for="details">In your own words</label>
      <p class="hint" id="details-hint">May stay empty. It is kept on the deal with the lost reason.</p>
      <textarea id="details" name="details" rows="4" maxlength="2000" aria-describedby="details-hint">
${details}</textarea>`;

  return {
    reasons: options.map(({ value }) => value),

    reason: (deal: BackOutDeal, filled: Filled, problem?: BackOutProblem): Html =>
      page(
        mail,
        'Back this deal out?',
        html`${facts(deal)} ${happens()}
          <form method="post">
            ${problem !== 'noReason' && alert(problem)} ${fields(filled, problem)}
            <p>
              So that nobody but you decides, we mail you a code first. It goes to your own address, whoever opened this
              page.
            </p>
            <button type="submit" name="do" value="code">Mail me the code</button>
          </form>`,
      ),

    code: (deal: BackOutDeal, filled: Filled, problem?: BackOutProblem): Html =>
      page(
        mail,
        'Enter your code',
        html`${problem === undefined && html`<p role="status">We have mailed a code to the ${vp} to whom this link was sent.</p>`}
          ${facts(deal)}
          <form method="post">
            <label for="code">Code from the mail</label>
            <p class="hint" id="hint">Ten letters and digits. It works once, for ${rule.codeMinutes} minutes.</p>
            ${alert(problem)}
            <input
              id="code"
              name="code"
              autocomplete="one-time-code"
              autocapitalize="characters"
              spellcheck="false"
              maxlength="40"
              ${problem && html`aria-invalid="true"`}
              aria-describedby="${problem ? 'problem hint' : 'hint'}"
            />
            ${fields(filled)} ${happens()}
            <button type="submit" name="do" value="confirm">Back the deal out</button>
            <button type="submit" name="do" value="code" class="second">Mail me another code</button>
          </form>`,
      ),

    approved: ({ name }: BackOutDeal): Html =>
      page(
        mail,
        'The deal is backed out',
        html`<p>${name} goes to Closed Lost; implementation and the rep who sold have their tasks.</p>
          <p>There is nothing more to do: you can close this page.</p>`,
      ),

    repeated: (decidedAt: number): Html =>
      page(
        mail,
        'The deal is backed out',
        html`<p>
            You have decided this already, at ${localMinute(decidedAt, timeZone)} (${timeZone}). Nothing was done a
            second time.
          </p>
          <p>There is nothing more to do: you can close this page.</p>`,
      ),

    pending: ({ name }: BackOutDeal): Html =>
      page(
        mail,
        'Your decision is on its way',
        html`<p>
            Your code was handed over, and it takes longer than usual until ${name} is closed. What became of it is
            written on the deal in HubSpot.
          </p>
          <p>There is nothing more to do: you can close this page.</p>`,
      ),

    refused: (why: BackOutRefusal): Html =>
      page(
        mail,
        why === 'backedOut' ? 'This deal is backed out' : 'This deal cannot be backed out',
        html`<p>${refusalWords(policy, why)}</p>`,
      ),

    unreadable: (): Html =>
      page(
        mail,
        'That did not reach us as a whole',
        html`<p class="wrong" role="alert">Please go back, write a little less and try again.</p>`,
      ),
  };
}

/** `2026-11-23` → `23 November 2026`. */
function inWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(day));
}

function amountInWords(amount: string): string {
  const value = Number(amount);
  return amount === '' || !Number.isFinite(value) ? amount : new Intl.NumberFormat('en-US').format(value);
}
