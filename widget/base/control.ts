// The form's controls: their names, and how to find one.

import type {Draft} from './draft.ts';

/** Name of a control; on the wire it is one field or a pair of them. */
export type FieldName = keyof Draft | 'frameImages' | 'frameURL';

/** Messages about invalid values, by control. */
export type Faults = Partial<Record<FieldName, string>>;

/** A control whose value the visitor sets. */
export type Control = HTMLInputElement | HTMLTextAreaElement;

/**
 * The control of this name, or null where the form does not show it. A cast, as the DOM's types do not know which elements a
 * template renders: each of these names is of one input or textarea.
 */
export function controlOf<C extends Control = Control>(form: HTMLFormElement, name: FieldName): C | null {
  return form.elements.namedItem(name) as C | null;
}

/** The element whose listener is called. A cast, as the DOM's types do not tie an event to it: the caller knows its template. */
export function listenerOf<E extends HTMLElement>({currentTarget}: Event): E {
  return currentTarget as E;
}
