// The form's controls: their names, and how to find one.

import type {Draft} from './draft.ts';

/** Name of a control; on the wire it is one field or a pair of them. */
export type FieldName = keyof Draft | 'frameImages' | 'frameURL';

/** Messages about invalid values, by control. */
export type Faults = Partial<Record<FieldName, string>>;

/** A control whose value the visitor sets. */
export type Control = HTMLInputElement | HTMLTextAreaElement;

/** The control of this name, or null where the form does not show it. */
export function controlOf(form: HTMLFormElement, name: FieldName): Control | null {
  return form.elements.namedItem(name) as Control | null;
}
