/** The look of mails to our own people: a few paragraphs and buttons, readable without pictures and in plain text. */
import { escapeHtml } from '../domain/words.ts';
import type { MailText } from './templates.ts';

export interface StaffLetter {
  subject: string;
  firstName: string;
  /** Plain text. */
  paragraphs: string[];
  links: { label: string; url: string }[];
  /** Of the company that sends. */
  sender: string;
}

export function staffText({ subject, firstName, paragraphs, links, sender }: StaffLetter): MailText {
  const greeting = firstName === '' ? 'Hello,' : `Hello ${firstName},`;
  const foot = `This mail was written by the sales process of ${sender}.`;
  const text = [greeting, ...paragraphs, ...links.map(({ label, url }) => `${label}:\n${url}`), foot].join('\n\n');
  const body = [greeting, ...paragraphs].map((one) => `<p style="margin:0 0 16px">${escapeHtml(one)}</p>`).join('');
  const buttons = links
    .map(
      ({ label, url }) =>
        `<p style="margin:0 0 16px"><a href="${escapeHtml(url)}" style="display:inline-block;padding:10px 18px;background:#1f4e79;color:#ffffff;text-decoration:none;border-radius:4px">${escapeHtml(label)}</a></p>`,
    )
    .join('');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head><body style="margin:0;padding:24px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#222222;background:#ffffff"><div style="max-width:560px">${body}${buttons}<p style="margin:24px 0 0;font-size:13px;color:#595959">${escapeHtml(foot)}</p></div></body></html>`;
  return { subject, text: `${text}\n`, html };
}
