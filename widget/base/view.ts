// The data that the templates of form and stage render.

import type {Language} from '../i18n/language.ts';
import type {Faults} from './control.ts';
import type {Draft} from './draft.ts';
import type {Offer} from './offer.ts';

/** Data of form and stage. */
export interface View {
  language: Language;
  draft: Draft;
  /** The available choices, and the model they belong to. */
  offer: Offer;
  /** Whether the page hides this part (attribute `hide`). */
  hides(name: string): boolean;
}

/** Data of the form. */
export interface FormView extends View {
  /** Values the page has fixed: the visitor cannot change them. */
  fixed: Partial<Draft>;
  faults: Faults;
  /** Whether a request is being sent. */
  busy: boolean;
  onInput(event: Event): void;
  onSubmit(event: Event): void;
  onFocus(): void;
  onFirstFrame(file: File): void;
  /** Starter prompts of the page. */
  starters: readonly string[];
  /** Whether the list of camera moves is open. */
  cameraMovesOpen: boolean;
  onCameraMovesToggled(event: Event): void;
}
