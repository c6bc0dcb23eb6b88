/** Processor time: unlike the time on the clock it is hardly touched by what else the machine does. */
import { readFile } from 'node:fs/promises';

/** Of Linux, for programs: ticks of 10 ms. */
const TICK_MS = 10;

/** Milliseconds that this process and the server have used so far. Without Linux's `/proc` only this process's. */
export async function cpuMs(serverPid: number | undefined): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000 + (serverPid === undefined ? 0 : await cpuMsOf(serverPid));
}

async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field is the name, in brackets; user and system time are the 14th and 15th.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return TICK_MS * (Number(fields[11] ?? 0) + Number(fields[12] ?? 0));
}
