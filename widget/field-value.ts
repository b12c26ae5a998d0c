// The element as a field of the page's own form: its value is the chosen clip.

import type {Result} from '../worker/contract/index.ts';
import type {State} from './controller.ts';
import {HailuoChangeEvent} from './events.ts';

interface Host extends HTMLElement {
  name: string | null;
  required: boolean;
}

/** The clip on the stage, if there is one that can be watched. */
export function clipOf(state: State, chosen: number): Result | undefined {
  const clip = state.phase === 'success' ? state.generation.results[chosen] : undefined;
  return clip?.videoURL ? clip : undefined;
}

export class FieldValue {
  readonly #host: Host;
  readonly #internals: ElementInternals;
  #videoUUID: string | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.#internals = host.attachInternals();
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** Tells the page's form what it would send, and whether it may. */
  update(state: State, chosen: number, missing: string, anchor: HTMLElement): void {
    const clip = clipOf(state, chosen);
    const {name, required} = this.#host;
    this.#internals.setValidity({valueMissing: required && !clip}, missing, anchor);
    this.#internals.setFormValue(clip && name && state.phase === 'success' ? fieldsOf(name, clip, state) : null);
    if (this.#videoUUID === clip?.videoUUID) return;
    this.#videoUUID = clip?.videoUUID;
    this.#host.dispatchEvent(new HailuoChangeEvent(clip));
  }
}

/** The URL under the element's own name, what identifies the clip under names that start with it. */
function fieldsOf(name: string, clip: Result, {generation}: State & {phase: 'success'}): FormData {
  const fields = new FormData();
  fields.set(name, clip.videoURL ?? '');
  fields.set(`${name}.videoUUID`, clip.videoUUID);
  fields.set(`${name}.taskUUID`, generation.taskUUID);
  return fields;
}
