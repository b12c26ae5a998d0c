// Brings what the form is there without: when somebody turns to the form, or has a video to come back to.

import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {DraftStore} from '../base/draft-store.ts';
import {load, storageKey} from '../base/storage.ts';
import type {LanguageController} from '../i18n/language.ts';
import type {Studio, StudioHost} from '../studio/studio.ts';

type StudioModule = typeof import('../studio/index.ts');

/** The loaded part: its templates, and the studio of this element. */
export type LoadedStudio = StudioModule & {studio: Studio};

/** What the stage says while the studio is not loaded. */
export type LoadingPhase = 'idle' | 'sending' | 'resuming' | 'notLoaded';

function importStudio(): Promise<StudioModule> {
  return import('../studio/index.ts');
}

export class StudioLoader implements ReactiveController {
  /** Once it is loaded. */
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

  /** Comes back to what was under way, or to the last video. */
  async resume(): Promise<void> {
    if (!load('localStorage', storageKey(this.#host))) return;
    const studio = await this.open('resuming');
    await studio?.loaded;
    // Whoever waits wants to know how long it usually takes here.
    if (this.#host.isConnected && studio?.runs.all.some(({running}) => running)) await studio.confirmOffer();
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
      if (phase === 'resuming') await loaded.studio.loaded;
      this.phase = 'idle';
    } catch {
      this.#opening = undefined;
      if (this.phase !== 'idle') this.phase = 'notLoaded';
    }
    this.#host.requestUpdate();
    return this.studio;
  }

  /** Whoever enters the form may submit it: what that needs is fetched meanwhile. */
  readonly prepare = async (): Promise<void> => {
    await (await this.open())?.confirmOffer();
  };

  /** Takes a picture for the first frame. */
  readonly addFirstFrame = async (file: File): Promise<void> => {
    await (await this.open())?.firstFrame.setFile(file, this.#drafts.preset);
  };

  /** Another endpoint: what this one knows stays with it. */
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
