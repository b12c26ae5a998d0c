// What the templates of the form and of the stage are given.

import type {Language} from '../i18n/language.ts';
import type {Faults} from './control.ts';
import type {Draft} from './draft.ts';
import type {Offer} from './offer.ts';

/** What form and stage both show. */
export interface View {
  language: Language;
  draft: Draft;
  /** What there is to choose from, and the model it is chosen from. */
  offer: Offer;
  /** Whether the page does not want this shown. */
  hides(name: string): boolean;
}

/** What the form shows. */
export interface FormView extends View {
  /** What the page has decided for the visitor. */
  fixed: Partial<Draft>;
  faults: Faults;
  /** Whether a request is being sent. */
  busy: boolean;
  onInput(event: Event): void;
  onSubmit(event: Event): void;
  onFocus(): void;
  onFirstFrame(file: File): void;
  /** Ideas the page offers. */
  starters: readonly string[];
  /** Whether the camera moves were opened. */
  cameraMovesOpen: boolean;
  onCameraMovesToggled(event: Event): void;
}
