// Brings what the form is there without: when somebody turns to the form, or has a video to come back to.

import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {DraftKeeper} from '../base/draft-store.ts';
import {recall, shelfOf} from '../base/storage.ts';
import type {LanguageController} from '../i18n/language.ts';
import type {Studio, StudioHost} from '../studio/studio.ts';

const load = () => import('../studio/studio.ts');

export class StudioLoader implements ReactiveController {
  /** The studio, once it is loaded. */
  here: Studio | undefined;
  /** What the stage says while it is not. */
  phase: 'idle' | 'sending' | 'resuming' | 'notLoaded' = 'idle';
  readonly #host: StudioHost & ReactiveControllerHost;
  readonly #kept: DraftKeeper;
  readonly #language: LanguageController;
  #opening: Promise<Studio> | undefined;

  constructor(host: StudioHost & ReactiveControllerHost, kept: DraftKeeper, language: LanguageController) {
    this.#host = host;
    this.#kept = kept;
    this.#language = language;
    host.addController(this);
  }

  hostConnected(): void {
    this.here?.runs.goOn();
  }

  hostDisconnected(): void {
    this.here?.runs.pause();
  }

  /** Comes back to what was under way, or to the last video. */
  async resume(): Promise<void> {
    if (!recall('localStorage', shelfOf(this.#host))) return;
    const studio = await this.open('resuming');
    await studio?.recalled;
    // Whoever waits wants to know how long it usually takes here.
    if (this.#host.isConnected && studio?.runs.all.some(({running}) => running)) studio.meet();
  }

  /** Undefined where it did not load. A later call tries again. */
  async open(phase = this.phase): Promise<Studio | undefined> {
    this.phase = phase;
    this.#host.requestUpdate();
    try {
      this.#opening ??= this.#load();
      const opening = this.#opening;
      const studio = await opening;
      // Meanwhile there may be another endpoint.
      if (opening !== this.#opening) return this.open(phase);
      this.here = studio;
      if (phase === 'resuming') await studio.recalled;
      this.phase = 'idle';
    } catch {
      this.#opening = undefined;
      if (this.phase !== 'idle') this.phase = 'notLoaded';
    }
    this.#host.requestUpdate();
    return this.here;
  }

  /** Whoever enters the form may submit it: what that needs is fetched meanwhile. */
  readonly meet = async (): Promise<void> => {
    (await this.open())?.meet();
  };

  /** Takes a picture for the first frame. */
  readonly take = async (file: File): Promise<void> => {
    (await this.open())?.frame.take(file, this.#kept.preset);
  };

  /** Another endpoint: what this one knows stays with it. */
  move(): void {
    this.here?.runs.pause();
    this.here = undefined;
    this.#opening = undefined;
    this.phase = 'idle';
    this.#kept.widen();
    this.resume();
  }

  async #load(): Promise<Studio> {
    const {Studio} = await load();
    return new Studio(this.#host, this.#kept, this.#language);
  }
}
