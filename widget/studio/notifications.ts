// Tells a visitor who looks elsewhere that a run has ended: in the page's title; where they asked for it, with a
// notification and a sound.

import {html, nothing, type TemplateResult} from 'lit';
import type {View} from '../base/view.ts';
import {problemText, type Words, wordsOf} from '../i18n/words.ts';
import type {Run} from './runs/run.ts';

/** Two soft notes: when each begins, in seconds, and its pitch. */
const NOTES = [
  [0, 660],
  [0.14, 880],
] as const;
const NOTE_SECONDS = 0.5;
const VOLUME = 0.08;

/** Tells the visitor of one element. */
export class CompletionNotifier {
  readonly #onChange: () => void;
  #enabled = false;
  #sound: AudioContext | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The button with which a visitor asks for it. */
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

  /** Says that a run has ended, where the page is not looked at; in its title where `inTitle`. */
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
      // Android knows notifications of service workers only.
    }
  }

  readonly #onOptIn = async (): Promise<void> => {
    // Both need the visitor's own click.
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

/** The page's own title, while another one is shown. */
let originalTitle: string | undefined;

/** Puts it before the page's title until the page is seen again. */
function prefixTitle(text: string): void {
  if (originalTitle === undefined) {
    const title = document.title;
    originalTitle = title;
    const onSeen = () => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', onSeen);
      // Another title, given meanwhile, is the page's.
      if (document.title.endsWith(title)) document.title = title;
      originalTitle = undefined;
    };
    document.addEventListener('visibilitychange', onSeen);
  }
  document.title = `${text} · ${originalTitle}`;
}
