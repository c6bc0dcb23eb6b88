/**
 * What people read on the hosted pages. What they consent to stands in the policy with its version, because it is part of
 * the proof (K-04); the words here are about how to do it.
 */
import { html } from 'hono/html';
import type { MailRules } from '../../domain/policy/mail-types.ts';
import { type Html, page } from './layout.ts';

/** What is wrong with what was typed; the same words whatever the address on record is (K-05). */
export type FieldProblem = 'incomplete' | 'other_address';

const PROBLEMS: Record<FieldProblem, string> = {
  incomplete: 'Please enter a complete email address, such as name@example.com.',
  other_address: 'This is not the address that our email went to. Please enter the address at which you received it.',
};

export function pagesOf(mail: MailRules) {
  const { name } = mail.sender;
  return {
    /** @param typed what the person had entered; shown again, to nobody else */
    consent: (problem?: FieldProblem, typed = ''): Html =>
      page(
        mail,
        `Emails from ${name}`,
        html`<p>${name} would like to send you emails, and does so only with your consent.</p>
          <p>${mail.consentWording}</p>
          <form method="post">
            <label for="email">Your email address</label>
            <p class="hint" id="hint">The one at which you received our email.</p>
            ${problem && html`<p class="wrong" id="problem" role="alert">${PROBLEMS[problem]}</p>`}
            <input
              id="email"
              name="email"
              type="email"
              autocomplete="email"
              required
              maxlength="320"
              value="${typed}"
              ${problem && html`aria-invalid="true"`}
              aria-describedby="${problem ? 'problem hint' : 'hint'}"
            />
            <button type="submit">I agree</button>
          </form>`,
      ),

    thanks: (): Html =>
      page(
        mail,
        'Thank you',
        html`<p>
            ${name} may send you emails now. You can withdraw your consent at any time with the link in each of them.
          </p>
          <p>There is nothing more to do: you can close this page.</p>`,
      ),

    unsubscribe: (problem?: 'no_button'): Html =>
      page(
        mail,
        'Unsubscribe',
        html`${
            problem &&
            html`<p class="wrong" role="alert">That did not reach us as a whole. Please press the button.</p>`
          }
          <p>Press the button, and ${name} sends you no more marketing emails. It takes effect at once.</p>
          <form method="post">
            <input type="hidden" name="List-Unsubscribe" value="One-Click" />
            <input type="hidden" name="from" value="page" />
            <button type="submit">Unsubscribe me</button>
          </form>`,
      ),

    unsubscribed: (): Html =>
      page(
        mail,
        'You are unsubscribed',
        html`<p>${name} sends you no more marketing emails.</p>
          <p>There is nothing more to do: you can close this page.</p>`,
      ),

    /** One page for a link that is forged, expired, used, for another purpose, or of somebody unknown (K-05). */
    invalidLink: (): Html =>
      page(
        mail,
        'This link does not work',
        html`<p>It may have been used, be too old, or have been cut off on its way.</p>
          <p>If you have already answered with it, there is nothing more to do.</p>
          <p>Otherwise please reply to the email that it came with, and we will do what you wish.</p>`,
      ),

    later: (): Html =>
      page(
        mail,
        'Please try again in a minute',
        html`<p>Something on our side does not work at the moment, so we could not finish this.</p>
          <p>Trying again does no harm: your answer counts once, however often you send it.</p>
          <p><a href="">Try again</a></p>`,
      ),

    tooMany: (seconds: number): Html =>
      page(mail, 'Too many tries', html`<p>Please try again in ${inMinutes(seconds)}.</p>`),

    wrongMethod: (): Html => page(mail, 'This cannot be done here', html`<p>Please open the link in a browser.</p>`),
  };
}

export type Pages = ReturnType<typeof pagesOf>;

function inMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
