import {readdir, readFile} from 'node:fs/promises';

/** Megabytes in use by the child processes of a process: workerd's, when this is the process that started it. 0 off Linux. */
export async function memoryOf(parent: number): Promise<number> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      const isChild = new RegExp(`^PPid:\\s*${parent}$`, 'm').test(status);
      return isChild ? Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0) : 0;
    }),
  );
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024);
}
