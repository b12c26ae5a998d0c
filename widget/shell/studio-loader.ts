// Brings what the form is there without: when somebody turns to the form, or has a video to come back to.

import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {DraftKeeper} from '../base/draft-store.ts';
import {recall, shelfOf} from '../base/storage.ts';
import type {LanguageController} from '../i18n/language.ts';
import type {Studio, StudioHost} from '../studio/studio.ts';

type StudioModule = typeof import('../studio/index.ts');

/** The loaded part: its templates, and the studio of this element. */
export type LoadedStudio = StudioModule & {studio: Studio};

/** What the stage says while the studio is not loaded. */
export type LoadingPhase = 'idle' | 'sending' | 'resuming' | 'notLoaded';

function load(): Promise<StudioModule> {
  return import('../studio/index.ts');
}

export class StudioLoader implements ReactiveController {
  /** Once it is loaded. */
  loaded: LoadedStudio | undefined;
  phase: LoadingPhase = 'idle';
  readonly #host: StudioHost & ReactiveControllerHost;
  readonly #kept: DraftKeeper;
  readonly #language: LanguageController;
  #opening: Promise<LoadedStudio> | undefined;

  constructor(host: StudioHost & ReactiveControllerHost, kept: DraftKeeper, language: LanguageController) {
    this.#host = host;
    this.#kept = kept;
    this.#language = language;
    host.addController(this);
  }

  get here(): Studio | undefined {
    return this.loaded?.studio;
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
      const loaded = await opening;
      // Meanwhile there may be another endpoint.
      if (opening !== this.#opening) return this.open(phase);
      this.loaded = loaded;
      if (phase === 'resuming') await loaded.studio.recalled;
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
    this.loaded = undefined;
    this.#opening = undefined;
    this.phase = 'idle';
    this.#kept.widen();
    this.resume();
  }

  async #load(): Promise<LoadedStudio> {
    const module = await load();
    return {...module, studio: new module.Studio(this.#host, this.#kept, this.#language)};
  }
}
