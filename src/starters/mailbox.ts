/** Somebody outside who reads the mails that arrive and follows their links, as a browser without script would. */
import { z } from 'zod';

const mailSchema = z.object({
  envelope: z.object({ to: z.array(z.string()) }),
  subject: z.string(),
  text: z.string().optional(),
});

export type MailSeen = z.infer<typeof mailSchema>;

export class Mailbox {
  private readonly inboxUrl: string;

  constructor(inboxUrl: string) {
    this.inboxUrl = inboxUrl;
  }

  /** The mails that arrived for an address, oldest first. */
  async mailsTo(address: string): Promise<MailSeen[]> {
    const response = await fetch(`${this.inboxUrl}/messages`);
    const mails = z.array(mailSchema).parse(await response.json());
    return mails.filter(({ envelope }) => envelope.to.includes(address));
  }

  /** Opens the link to the consent page; answers the page's heading. */
  async open(mail: MailSeen): Promise<string> {
    return headingOf(await fetch(linkIn(mail, 'consent')));
  }

  /** Types the address into the page's one field and sends the form; answers the heading of what comes then. */
  async consent(mail: MailSeen, address: string): Promise<string> {
    return headingOf(
      await fetch(linkIn(mail, 'consent'), { method: 'POST', body: new URLSearchParams({ email: address }) }),
    );
  }

  /** The page where the Sales VP decides on a back-out. `submit` answers the heading of what comes then. */
  async backOutPage(mail: MailSeen) {
    const url = linkIn(mail, 'back-out');
    return {
      heading: await headingOf(await fetch(url)),
      submit: async (fields: Record<string, string>) =>
        headingOf(await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })),
    };
  }
}

function linkIn({ text = '' }: MailSeen, page: 'consent' | 'back-out'): string {
  const link = new RegExp(`https?://\\S+/${page}/[^\\s>]+`).exec(text)?.[0];
  if (link === undefined) throw new Error(`The mail has no link to the page "${page}".`);
  return link;
}

async function headingOf(response: Response): Promise<string> {
  const html = await response.text();
  const heading = /<h1[^>]*>([^<]*)<\/h1>/.exec(html)?.[1];
  if (!response.ok || heading === undefined) {
    const problem = /role="alert"[^>]*>([^<]*)</.exec(html)?.[1] ?? 'no problem is named';
    throw new Error(`The page "${heading ?? 'without a heading'}" was answered with ${response.status}: ${problem}`);
  }
  return heading.trim();
}
