/** `mail preview <template>`: what a contact reads, with made-up values. Needs no portal and no stack. */
import { Command } from 'commander';
import { CONSENT_MAILS, type ConsentMail } from '../../domain/mail-gate.ts';
import type { MailRules } from '../../domain/policy/mail-types.ts';
import { consentMailWriter } from '../../mail/consent-mail.ts';
import { commandPolicy, commandPublicUrl } from './context.ts';

/** Nobody's. A secret that is none, so that the links of a preview work nowhere. */
const SAMPLE = {
  names: { firstName: 'Jordan', ownerName: 'Alex Example' },
  linkSecret: 'of previews only',
  publicUrl: 'https://gateway.example',
  portalId: '1',
  contactId: '1',
  round: 1,
};

const preview = new Command('preview')
  .description('a mail with made-up names and links that work nowhere')
  .argument('<template>', 'name of the template, e.g. consent')
  .option('--html', 'the HTML part only, e.g. for a file that a browser shows')
  .option('--text', 'the text part only')
  .action(async (template: string, { html, text }: { html?: true; text?: true }) => {
    const policy = await commandPolicy();
    const rules = policy.contacts?.mail;
    if (rules === undefined) throw new Error(`The policy "${policy.id}" sends no mails.`);
    const writer = consentMailWriter({
      rules,
      timeZone: policy.calendar.timeZone,
      publicUrl: (await commandPublicUrl()) ?? SAMPLE.publicUrl,
      linkSecrets: [SAMPLE.linkSecret],
    });
    const mail = writer.write({ ...SAMPLE, kind: kindOf(rules, template), at: Date.now() }, SAMPLE.names);
    if (html === true) return console.log(mail.html);
    if (text === true) return console.log(mail.text);
    console.log(`From: ${rules.sender.name} <${rules.sender.address}>\nSubject: ${mail.subject}\n\n${mail.text}`);
    console.log('The HTML part: add --html.');
  });

export const mailCommand = new Command('mail').description('the mails that the engine sends').addCommand(preview);

function kindOf(rules: MailRules, template: string): ConsentMail {
  const names: Record<ConsentMail, string> = { consentRequest: rules.request, consentReminder: rules.reminder };
  const kind = CONSENT_MAILS.find((one) => names[one] === template);
  if (kind === undefined) {
    throw new Error(`There is no template "${template}". There are: ${Object.values(names).join(', ')}.`);
  }
  return kind;
}
