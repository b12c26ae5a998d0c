// Notifies a visitor whose page is hidden that a run has ended: in the page's title and, if they have opted in, by a
// notification and a sound.

import {html, nothing, type TemplateResult} from 'lit';
import type {View} from '../base/view.ts';
import {problemText, type Words, wordsOf} from '../i18n/words.ts';
import type {Run} from './runs/run.ts';

/** Two notes: start in seconds, pitch in hertz. */
const NOTES = [
  [0, 660],
  [0.14, 880],
] as const;
const NOTE_SECONDS = 0.5;
const VOLUME = 0.08;

/** The notifications of one element. */
export class CompletionNotifier {
  readonly #onChange: () => void;
  #enabled = false;
  #sound: AudioContext | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The button that turns notifications on. */
  optIn({language, hides}: View): TemplateResult | typeof nothing {
    const words = wordsOf(language.terms);
    if (hides('notify') || !('Notification' in window)) return nothing;
    const enabled = this.#enabled;
    return html`<span role="status" class=${enabled ? '' : 'hidden'}>${enabled ? words.notifyEnabled : nothing}</span>${
      enabled
        ? nothing
        : html`<button type="button" class="quiet" @click=${this.#onOptIn}>${words.notifyWhenReady}</button>`
    }`;
  }

  /** Notifies that a run has ended, if the page is hidden. `inTitle`: also in the page's title. */
  notify(run: Run, words: Words, inTitle: boolean): void {
    if (!document.hidden) return;
    const {state} = run;
    const text =
      state.phase === 'success'
        ? readyText(words, run.watchable.length)
        : state.phase === 'error'
          ? problemText(words, state.code)[0]
          : undefined;
    if (!text) return;
    if (inTitle) prefixTitle(text);
    if (!this.#enabled) return;
    this.#chime();
    try {
      const notification = new Notification(text, {body: run.prompt, tag: run.request.taskUUID});
      notification.onclick = () => window.focus();
    } catch {
      // On Android, only service workers can show notifications.
    }
  }

  readonly #onOptIn = async (): Promise<void> => {
    // Both need to be started by a click.
    this.#sound = new AudioContext();
    await Notification.requestPermission().catch(() => {});
    this.#enabled = true;
    this.#onChange();
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

function readyText(words: Words, count: number): string {
  return count ? words.ready(count) : words.withheld;
}

/** The page's title without the prefix, while there is one. */
let originalTitle: string | undefined;

/** Prefixes the page's title until the page is visible again. */
function prefixTitle(text: string): void {
  if (originalTitle === undefined) {
    const title = document.title;
    originalTitle = title;
    const onSeen = () => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', onSeen);
      // The page may have changed its title meanwhile.
      if (document.title.endsWith(title)) document.title = title;
      originalTitle = undefined;
    };
    document.addEventListener('visibilitychange', onSeen);
  }
  document.title = `${text} · ${originalTitle}`;
}
