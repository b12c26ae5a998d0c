// Loads the studio when the form is first used, or when there is a video to return to.

import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {DraftStore} from '../base/draft-store.ts';
import {load, storageKey} from '../base/storage.ts';
import type {LanguageController} from '../i18n/language.ts';
import type {Studio, StudioHost} from '../studio/studio.ts';

type StudioModule = typeof import('../studio/index.ts');

/** The loaded chunk: its templates and functions, and the studio of this element. */
export type LoadedStudio = StudioModule & {studio: Studio};

/** What the stage shows while the studio is not loaded. */
export type LoadingPhase = 'idle' | 'sending' | 'resuming' | 'notLoaded';

function importStudio(): Promise<StudioModule> {
  return import('../studio/index.ts');
}

export class StudioLoader implements ReactiveController {
  /** Undefined until it is loaded. */
  loaded: LoadedStudio | undefined;
  phase: LoadingPhase = 'idle';
  readonly #host: StudioHost & ReactiveControllerHost;
  readonly #drafts: DraftStore;
  readonly #language: LanguageController;
  #opening: Promise<LoadedStudio> | undefined;

  constructor(host: StudioHost & ReactiveControllerHost, drafts: DraftStore, language: LanguageController) {
    this.#host = host;
    this.#drafts = drafts;
    this.#language = language;
    host.addController(this);
  }

  get studio(): Studio | undefined {
    return this.loaded?.studio;
  }

  hostConnected(): void {
    this.studio?.runs.resumeRunning();
  }

  hostDisconnected(): void {
    this.studio?.runs.pause();
  }

  /** Returns to generations in progress, or to the last video. */
  async resume(): Promise<void> {
    if (!load('localStorage', storageKey(this.#host))) return;
    const studio = await this.open('resuming');
    await studio?.loaded;
    // The configuration says how long a generation usually takes here.
    if (this.#host.isConnected && studio?.runs.all.some(({running}) => running)) await studio.confirmOffer();
  }

  /** Loads the studio. Resolves to undefined when that fails; a later call tries again. */
  async open(phase = this.phase): Promise<Studio | undefined> {
    this.phase = phase;
    this.#host.requestUpdate();
    try {
      this.#opening ??= this.#load();
      const opening = this.#opening;
      const loaded = await opening;
      // The endpoint may have changed meanwhile.
      if (opening !== this.#opening) return this.open(phase);
      this.loaded = loaded;
      if (phase === 'resuming') await loaded.studio.loaded;
      this.phase = 'idle';
    } catch {
      this.#opening = undefined;
      if (this.phase !== 'idle') this.phase = 'notLoaded';
    }
    this.#host.requestUpdate();
    return this.studio;
  }

  /** Loads what a submission needs, as soon as the form gets the focus. */
  readonly prepare = async (): Promise<void> => {
    await (await this.open())?.confirmOffer();
  };

  /** Uses a file as the first frame. */
  readonly addFirstFrame = async (file: File): Promise<void> => {
    await (await this.open())?.firstFrame.setFile(file, this.#drafts.preset);
  };

  /** Starts over with another endpoint: what is known belongs to the old one. */
  changeEndpoint(): void {
    this.studio?.runs.pause();
    this.loaded = undefined;
    this.#opening = undefined;
    this.phase = 'idle';
    this.#drafts.resetOffer();
    // The form can be used meanwhile; it never rejects.
    void this.resume();
  }

  async #load(): Promise<LoadedStudio> {
    const module = await importStudio();
    return {...module, studio: new module.Studio(this.#host, this.#drafts, this.#language)};
  }
}
