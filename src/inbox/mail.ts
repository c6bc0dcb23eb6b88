/** A received mail, taken apart for reading. */
import PostalMime, { type Address } from 'postal-mime';

export interface ReceivedMail {
  /** `1`, `2`, … in order of arrival. */
  id: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
  /** What the SMTP client said; it decides who gets the mail, the headers do not. */
  envelope: { from: string; to: string[] };
  from: string;
  to: string[];
  subject: string;
  messageId: string;
  headers: { name: string; value: string }[];
  text?: string;
  html?: string;
  attachments: { filename: string; mimeType: string; bytes: number }[];
  raw: Uint8Array;
}

type Arrival = Pick<ReceivedMail, 'receivedAt' | 'envelope' | 'raw'>;

/** Never fails: a mail that cannot be taken apart is shown by its envelope and in the raw. */
export async function readMail(arrival: Arrival): Promise<Omit<ReceivedMail, 'id'>> {
  try {
    const mail = await PostalMime.parse(arrival.raw);
    return {
      ...arrival,
      from: mail.from === undefined ? '' : inWords(mail.from),
      to: (mail.to ?? []).map(inWords),
      subject: mail.subject ?? '',
      messageId: mail.messageId ?? '',
      headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
      ...(mail.text === undefined ? {} : { text: mail.text }),
      ...(mail.html === undefined ? {} : { html: mail.html }),
      attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
        filename: filename ?? '(no name)',
        mimeType,
        bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
      })),
    };
  } catch {
    const { from, to } = arrival.envelope;
    return { ...arrival, from, to, subject: '(cannot be read)', messageId: '', headers: [], attachments: [] };
  }
}

/** The HTML part with its own pictures in it, which a browser would not find under `cid:…`. */
export async function htmlWithPictures({ html = '', raw }: Pick<ReceivedMail, 'html' | 'raw'>): Promise<string> {
  if (!html.includes('cid:')) return html;
  const { attachments } = await PostalMime.parse(raw);
  return attachments.reduce((text, { contentId, mimeType, content }) => {
    if (contentId === undefined || typeof content === 'string') return text;
    const data = `data:${mimeType};base64,${Buffer.from(new Uint8Array(content)).toString('base64')}`;
    return text.replaceAll(`cid:${contentId.replaceAll(/^<|>$/g, '')}`, data);
  }, html);
}

function inWords(address: Address): string {
  if (address.group !== undefined) return `${address.name}: ${address.group.map(inWords).join(', ')}`;
  return address.name === '' ? address.address : `${address.name} <${address.address}>`;
}
