// The copies of a generation's clips: pure.

import type {State} from './state.ts';

/** A clip that is still to be copied, the one that has failed least. Attempts go on until retention ends: a bucket may be back after hours. */
export function nextCopy({copies, results, phase}: State): {videoUUID: string; attempts: number} | undefined {
  if (!copies || phase.name !== 'ended') return undefined;
  const open = results.flatMap(({videoUUID, videoURL}) => {
    const attempts = copies[videoUUID] ?? 0;
    return videoURL !== undefined && attempts !== 'copied' ? [{videoUUID, attempts}] : [];
  });
  return open.sort((a, b) => a.attempts - b.attempts)[0];
}

/** The state after an attempt to copy a clip. One that seems to be gone may only not have come to all servers yet. */
export function afterCopy(state: State, videoUUID: string, isCopied: boolean): State {
  const before = state.copies?.[videoUUID] ?? 0;
  const failed = before === 'copied' ? before : before + 1;
  return {...state, copies: {...state.copies, [videoUUID]: isCopied ? 'copied' : failed}};
}

/** The name of a clip's copy in the bucket. */
export function copyKey(taskUUID: string, videoUUID: string): string {
  return `${taskUUID.toLowerCase()}/${videoUUID}`;
}

/** The names of all copies that were begun. One that failed here may have arrived all the same. */
export function copyKeys({taskUUID, copies = {}}: State): string[] {
  return Object.keys(copies).map((videoUUID) => copyKey(taskUUID, videoUUID));
}
