/** Processor time as the kernel counts it: a process with all its threads, and its child processes with theirs. */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc; Linux reports 100 to user space on every architecture. */
const ticksPerS = 100;

interface ProcessStat {
  readonly parent: number;
  readonly ticks: number;
}

/** @returns null when the process is gone. */
const readStat = (pid: number): ProcessStat | null => {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return null;
  }
  // The command's name stands in parentheses and may hold anything; the rest is fields 3 and following (proc_pid_stat(5)).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // utime, stime, and those of children that have ended and were waited for.
  const ticks = [fields[11], fields[12], fields[13], fields[14]].reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1]), ticks };
};

/**
 * Milliseconds of processor time that each root has used so far, all its descendants included.
 * A process that is gone counts nothing.
 */
export const cpuTimesMs = (roots: readonly number[]): number[] => {
  const stats = new Map<number, ProcessStat>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const stat = Number.isInteger(pid) ? readStat(pid) : null;
    if (stat !== null) stats.set(pid, stat);
  }
  const belongs = (pid: number, root: number): boolean => {
    if (pid === root) return true;
    const parent = stats.get(pid)?.parent;
    return parent !== undefined && parent !== 0 && belongs(parent, root);
  };
  return roots.map((root) => {
    let ticks = 0;
    for (const [pid, stat] of stats) if (belongs(pid, root)) ticks += stat.ticks;
    return (ticks * 1000) / ticksPerS;
  });
};

/** Milliseconds that one core has not been idle since the machine started, and the host's stealing from it; interrupts left out. */
export const coreBusyMs = (core: number): number => {
  const line = readFileSync('/proc/stat', 'latin1').split('\n').find((text) => text.startsWith(`cpu${core} `));
  // user nice system idle iowait irq softirq steal (proc_stat(5))
  const [, user, nice, system, , , , , steal] = line?.split(' ') ?? [];
  return ((Number(user) + Number(nice) + Number(system) + Number(steal)) * 1000) / ticksPerS;
};
