/** Stands before a mail server and holds a chosen mail, so that a test can let the sender die at exactly that moment. */
import { connect, createServer, type Socket } from 'node:net';

/** The mail is held when the sender asks to send its text, when the text begins, or when the server has taken it. */
export type MailMoment = 'beforeText' | 'inText' | 'afterText';

export interface SmtpProxy {
  url: string;
  /** The next mail to this address is held for good, later ones pass. Resolves when it is held. */
  hold(moment: MailMoment, address: string): Promise<void>;
  close(): Promise<void>;
}

/** @param target an `smtp://` URL without TLS */
export async function startSmtpProxy(target: string): Promise<SmtpProxy> {
  const { port, hostname: host } = new URL(target);
  const holds = new Map<string, { moment: MailMoment; caught: () => void }>();
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ port: Number(port), host });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    let moment: MailMoment | undefined;
    let caught: (() => void) | undefined;
    let phase: 'commands' | 'text' | 'held' = 'commands';
    let text = '';
    const hold = () => {
      phase = 'held';
      caught?.();
    };
    client.on('data', (data) => {
      const asked = data.toString('latin1');
      const [, address = ''] = /^RCPT TO:<([^>]+)>/im.exec(asked) ?? [];
      const wanted = holds.get(address);
      if (wanted !== undefined) {
        ({ moment, caught } = wanted);
        holds.delete(address);
      }
      if (phase === 'commands' && /^DATA\r\n/im.test(asked)) {
        if (moment === 'beforeText') return hold();
        phase = 'text';
      } else if (phase === 'text') {
        if (moment === 'inText') return hold();
        text += asked;
      }
      if (phase !== 'held') upstream.write(data);
      return undefined;
    });
    upstream.on('data', (data) => {
      // The answer to the whole text, not the one that asks for it.
      if (moment === 'afterText' && text.endsWith('\r\n.\r\n')) hold();
      else client.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on a port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    hold: (moment, to) => new Promise((caught) => holds.set(to, { moment, caught })),
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
