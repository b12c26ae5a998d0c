// The element as a field of the page's form: its value is the selected clip.

import type {Result} from '../../worker/contract/index.ts';
import {HailuoChangeEvent} from '../events.ts';
import type {Run} from './runs/run.ts';

interface Host extends HTMLElement {
  name: string | null;
}

export class FormValue {
  readonly #host: Host;
  #videoUUID: string | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Sets the form value, and the state by which the browser can restore the selected clip. */
  update(internals: ElementInternals, run: Run | undefined): void {
    const clip = run?.availableClip;
    const {name} = this.#host;
    if (run && clip && name) {
      const {taskUUID} = run.request;
      internals.setFormValue(fieldsOf(name, clip, taskUUID), `${taskUUID} ${run.selectedIndex}`);
    } else internals.setFormValue(null);
    if (this.#videoUUID === clip?.videoUUID) return;
    this.#videoUUID = clip?.videoUUID;
    this.#host.dispatchEvent(new HailuoChangeEvent(clip));
  }
}

/** The clip's URL under the element's name, its IDs under names that start with it. */
function fieldsOf(name: string, clip: Result, taskUUID: string): FormData {
  const fields = new FormData();
  fields.set(name, clip.videoURL ?? '');
  fields.set(`${name}.videoUUID`, clip.videoUUID);
  fields.set(`${name}.taskUUID`, taskUUID);
  return fields;
}
