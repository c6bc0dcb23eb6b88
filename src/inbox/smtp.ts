/** The SMTP side of the inbox. It can also misbehave, as mail servers do. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { listenNear } from './listen.ts';
import type { ReceivedMail } from './mail.ts';

/**
 * `greylist`: 451 for the first attempt of each sender and recipient. `reject`: 550 for every recipient. `cutAfterData`: the
 * mail is taken, but the connection ends before the client hears so (the case in which it cannot know).
 */
export const smtpBehaviours = ['accept', 'greylist', 'reject', 'cutAfterData'] as const;
export type SmtpBehaviour = (typeof smtpBehaviours)[number];

export interface SmtpSide {
  port: number;
  behaviour(): SmtpBehaviour;
  behave(behaviour: SmtpBehaviour): void;
  close(): Promise<void>;
}

/** Far more than any mail of ours. */
const MAX_BYTES = 10_000_000;

type Take = (raw: Uint8Array, envelope: ReceivedMail['envelope']) => Promise<void>;

/** @param take gets each mail before its sender is told that it was accepted */
export function serveSmtp(preferredPort: number, take: Take): Promise<SmtpSide> {
  return listenNear(preferredPort, (port) => serve(port, take));
}

async function serve(port: number, take: Take): Promise<SmtpSide> {
  let behaviour: SmtpBehaviour = 'accept';
  const attempted = new Set<string>();
  const sockets = new Map<number | undefined, Socket>();

  const verdict = (session: SMTPServerSession, recipient: string): Error | undefined => {
    if (behaviour === 'reject') return refusal(550, 'no such mailbox');
    if (behaviour !== 'greylist') return undefined;
    const pair = JSON.stringify([envelopeOf(session).from, recipient]);
    if (attempted.has(pair)) return undefined;
    attempted.add(pair);
    return refusal(451, 'greylisted, try again later');
  };

  const smtp = new SMTPServer({
    banner: 'development inbox',
    // Mail to loopback has no certificate to show and nobody to log in.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_BYTES,
    closeTimeout: 500,
    onRcptTo: (address, session, answer) => answer(verdict(session, address.address)),
    onData: (stream, session, answer) => {
      const receive = async () => {
        const raw = await buffer(stream);
        if (stream.sizeExceeded) throw refusal(552, 'the mail is too large');
        await take(raw, envelopeOf(session));
      };
      receive().then(
        () => (behaviour === 'cutAfterData' ? sockets.get(session.remotePort)?.destroy() : answer()),
        (error: Error) => answer(error),
      );
    },
  });
  // A taken port is seen below, on the listener; broken connections of clients are no matter of ours.
  smtp.on('error', () => {});
  const listener = smtp.listen(port, '127.0.0.1');
  listener.on('connection', (socket) => {
    const { remotePort } = socket;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  await once(listener, 'listening');
  const address = listener.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    behaviour: () => behaviour,
    behave: (next) => {
      behaviour = next;
      attempted.clear();
    },
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
}

function envelopeOf({ envelope }: SMTPServerSession): ReceivedMail['envelope'] {
  return {
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address),
  };
}

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}
