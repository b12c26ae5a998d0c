// What everybody may know of a site, kept in memory for a moment: its config is read far more often than anything starts.

import type {Bindings} from '../bindings.ts';
import {ledgerOf} from '../ledger/client.ts';
import type {PublicStatus} from '../ledger/protocol.ts';
import {log} from '../log.ts';

/** How old the status may be. Pausing takes effect at once all the same: at the reservation, in the ledger. */
const MAX_AGE_MS = 2_000;

interface Entry {
  status: PublicStatus;
  readAt: number;
}

/** By ledger. Values are kept and not promises: those belong to the request that made them. */
const entries = new WeakMap<Bindings['LEDGER'], Entry>();

/** The status of the site. While one request asks the ledger again, the others get what is known. */
export async function readSiteStatus({LEDGER}: Pick<Bindings, 'LEDGER'>): Promise<PublicStatus> {
  const now = Date.now();
  const known = entries.get(LEDGER);
  if (known && now < known.readAt + MAX_AGE_MS) return known.status;
  if (known) known.readAt = now;
  try {
    const status = await ledgerOf({LEDGER}).publicStatus();
    entries.set(LEDGER, {status, readAt: now});
    return status;
  } catch (error) {
    log('fault', {what: 'ledger', error: error instanceof Error ? error.message : 'unknown'});
    return known?.status ?? {paused: false, waits: []};
  }
}

/** To be called when the status has changed by a request to this isolate. */
export function forgetSiteStatus({LEDGER}: Pick<Bindings, 'LEDGER'>): void {
  entries.delete(LEDGER);
}
