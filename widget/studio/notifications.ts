// Tells a visitor who looks elsewhere that a run has ended: in the page's title; where they asked for it, with a
// notification and a sound.

import {html, nothing, type TemplateResult} from 'lit';
import type {View} from '../base/view.ts';
import {troubleOf, type Words, wordsOf} from '../i18n/words.ts';
import type {Run} from './runs/run.ts';

/** Two soft notes: when each begins, in seconds, and its pitch. */
const NOTES = [
  [0, 660],
  [0.14, 880],
] as const;
const NOTE_SECONDS = 0.5;
const VOLUME = 0.08;

export class Notice {
  readonly #changed: () => void;
  #wanted = false;
  #sound: AudioContext | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Asks whether the visitor wants to be told. */
  offer({language, hides}: View): TemplateResult | typeof nothing {
    const words = wordsOf(language.terms);
    if (hides('notify') || !('Notification' in window)) return nothing;
    const told = this.#wanted;
    return html`<span role="status" class=${told ? '' : 'hidden'}>${told ? words.notifyEnabled : nothing}</span>${
      told
        ? nothing
        : html`<button type="button" class="quiet" @click=${this.#onWanted}>${words.notifyWhenReady}</button>`
    }`;
  }

  tell(run: Run, words: Words, title: boolean): void {
    if (!document.hidden) return;
    const {state} = run;
    const said =
      state.phase === 'success'
        ? words.ready(state.generation.results.length)
        : state.phase === 'error'
          ? troubleOf(words, state.code)[0]
          : undefined;
    if (!said) return;
    if (title) entitle(said);
    if (!this.#wanted) return;
    this.#chime();
    try {
      const notification = new Notification(said, {
        body: run.prompt,
        tag: run.request.taskUUID,
      });
      notification.onclick = () => window.focus();
    } catch {
      // Android knows notifications of service workers only.
    }
  }

  readonly #onWanted = async (): Promise<void> => {
    // Both need the visitor's own click.
    this.#sound = new AudioContext();
    await Notification.requestPermission().catch(() => {});
    this.#wanted = true;
    this.#changed();
  };

  #chime(): void {
    const sound = this.#sound;
    if (!sound) return;
    for (const [at, pitch] of NOTES) {
      const start = sound.currentTime + at;
      const volume = new GainNode(sound, {gain: 0});
      volume.gain.setValueAtTime(VOLUME, start);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_SECONDS);
      const note = new OscillatorNode(sound, {frequency: pitch});
      note.connect(volume).connect(sound.destination);
      note.start(start);
      note.stop(start + NOTE_SECONDS);
    }
  }
}

let before: string | undefined;

/** Puts it before the page's title until the page is seen again. */
function entitle(said: string): void {
  if (before === undefined) {
    const title = document.title;
    before = title;
    const onSeen = () => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', onSeen);
      // Another title, given meanwhile, is the page's.
      if (document.title.endsWith(title)) document.title = title;
      before = undefined;
    };
    document.addEventListener('visibilitychange', onSeen);
  }
  document.title = `${said} · ${before}`;
}
