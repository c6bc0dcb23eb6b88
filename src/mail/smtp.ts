/**
 * Hands one mail to the mail server. Only door.ts may use it: there the gate stands in front. nodemailer is imported nowhere
 * else (test/mail/door.unit.test.ts holds both).
 */
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';

export interface Mail {
  from: Mailbox;
  to: string;
  replyTo: Mailbox;
  subject: string;
  text: string;
  html: string;
  /** With angle brackets. */
  messageId: string;
  /** Mails to contacts have one (K-06). */
  unsubscribeUrl?: string;
  /** Pictures that the HTML part names as `cid:<id>`. */
  images?: { id: string; png: Buffer }[];
}

export interface Mailbox {
  name: string;
  address: string;
}

/** `refused`: for good, because of this mail or its recipient. `unknown`: the text was on its way and no answer came. */
export type HandedOver = 'accepted' | 'refused' | 'unknown';

/** The mail server certainly did not take the mail, and may later. */
export class MailServerUnavailable extends Error {
  override readonly name = 'MailServerUnavailable';
  readonly retryable = true;
}

/** In milliseconds. A server that filters may take its time after the text; then "no answer" is worse than waiting. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 };

/**
 * A connection for each mail: there are few, and none depends on what another one left behind.
 * @param smtpUrl `smtp://` or `smtps://`, as nodemailer reads it
 * @param lastLook asked when the mail server waits for the text, which may be a minute after we called; stops the mail by throwing
 * @throws MailServerUnavailable, what `lastLook` throws: in both cases the mail did not leave
 */
export async function handOver(
  smtpUrl: string,
  mail: Mail,
  lastLook: () => Promise<void> = () => Promise.resolve(),
): Promise<HandedOver> {
  const transport = createTransport({
    url: smtpUrl,
    ...TIMEOUTS,
    // What a template or a name says is text, never something to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let stopped: { by: unknown } | undefined;
  // nodemailer's errors do not tell at which point a connection broke.
  let textIsOnItsWay = false;
  /** Runs when it is read from: when DATA was granted. What it throws ends the connection before the text is whole. */
  async function* atLast(text: Readable): AsyncGenerator {
    await lastLook().catch((error: unknown) => {
      stopped = { by: error };
      throw error;
    });
    textIsOnItsWay = true;
    yield* text;
  }
  transport.use('stream', ({ message }, done) => {
    message.processFunc((text) => Readable.from(atLast(text), { objectMode: false }));
    done();
  });
  try {
    await transport.sendMail({
      from: mail.from,
      to: { name: '', address: mail.to },
      replyTo: mail.replyTo,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: mail.messageId,
      ...(mail.unsubscribeUrl === undefined ? {} : { list: { unsubscribe: { url: mail.unsubscribeUrl } } }),
      ...(mail.images === undefined ? {} : { attachments: mail.images.map(attached) }),
      headers: {
        // RFC 8058: with it a mail program unsubscribes by itself, when its button is pressed.
        ...(mail.unsubscribeUrl === undefined ? {} : { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
        // RFC 3834: no automatic answers, which nobody would read.
        'Auto-Submitted': 'auto-generated',
      },
    });
    return 'accepted';
  } catch (error) {
    if (stopped !== undefined) throw stopped.by;
    return verdict(factsOf(error), textIsOnItsWay);
  } finally {
    transport.close();
  }
}

function attached({ id, png }: { id: string; png: Buffer }) {
  return {
    cid: id,
    filename: `${id}.png`,
    content: png,
    contentType: 'image/png',
    contentDisposition: 'inline' as const,
  };
}

/** What nodemailer says of a failure besides its message, which quotes addresses and stays here. */
interface Failure {
  code: string;
  command: string;
  /** The server's answer, 4xx or 5xx. */
  answer: number | undefined;
}

/**
 * The server's word counts, if there is one. 4xx: later. 5xx about the recipient or the text: never. Any other 5xx is about us
 * (greeting, login, sender): somebody repairs it, and then the mail goes.
 */
function verdict({ code, command, answer }: Failure, textIsOnItsWay: boolean): HandedOver {
  if (answer !== undefined) {
    if (answer >= 500 && (command === 'RCPT TO' || command === 'DATA')) return 'refused';
  } else if (textIsOnItsWay) {
    return 'unknown';
  } else if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    return 'refused';
  }
  const words = [code, command, answer].filter((word) => word !== undefined && word !== '').join(' ');
  throw new MailServerUnavailable(`the mail server did not take the mail (${words})`);
}

function factsOf(error: unknown): Failure {
  const word = (key: string): unknown => (error instanceof Error && key in error ? Reflect.get(error, key) : undefined);
  const [code, command, answer] = [word('code'), word('command'), word('responseCode')];
  return {
    code: typeof code === 'string' ? code : 'unexpected',
    command: typeof command === 'string' ? command : '',
    answer: typeof answer === 'number' && answer >= 400 ? answer : undefined,
  };
}
