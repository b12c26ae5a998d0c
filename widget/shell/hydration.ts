// What a server has rendered, and what a visitor did with it before the script came.

import {adoptStyles, type LitElement, render, type TemplateResult} from 'lit';
import type {Control} from '../base/control.ts';

/** Updates what is there, or fills what is empty. What the visitor has typed stays, and where they are; it is returned. */
export function hydrate(root: ShadowRoot, update: () => void): FormData {
  const edited = editedFields(root);
  const at = controlsIn(root).indexOf(root.activeElement as Control);
  const {value, selectionStart, selectionEnd} = promptIn(root) ?? {};
  const {files} = pictureIn(root) ?? {};
  update();
  if (value) Object.assign(promptIn(root) as Control, {value, selectionStart, selectionEnd});
  const picture = files?.length && pictureIn(root);
  if (picture) Object.assign(picture, {files}).dispatchEvent(new Event('change'));
  controlsIn(root)[at]?.focus({preventScroll: true});
  return edited;
}

/** The first update of what a server has rendered. Where the page has loaded Lit's hydration it is kept, else it gives way. */
export function firstUpdate(element: LitElement, own: TemplateResult, update: () => void): void {
  const {renderOptions, renderRoot: root} = element;
  adoptStyles(root as ShadowRoot, (element.constructor as typeof LitElement).elementStyles);
  root.querySelector('style')?.remove();
  // Without hydration, Lit is about to put its own before what is there.
  if (!renderOptions.renderBefore && tryHydration(root, own, update)) return;
  root.replaceChildren();
  renderOptions.renderBefore = null;
  update();
}

/** Hydration leaves differences as they are, so there must be none, and throws where it meets another version's template. */
function tryHydration(root: ParentNode & Node, own: TemplateResult, update: () => void): boolean {
  const fresh = document.createDocumentFragment();
  render(own, fresh);
  if (fresh.textContent !== root.textContent) root.replaceChildren(document.createComment('lit-part'));
  try {
    update();
    return true;
  } catch {
    return false;
  }
}

function promptIn(root: ParentNode): HTMLTextAreaElement | null {
  return root.querySelector('textarea');
}

function pictureIn(root: ParentNode): HTMLInputElement | null {
  return root.querySelector('[name=frameImages]');
}

function controlsIn(root: ParentNode): Control[] {
  return [...root.querySelectorAll<Control>('input, textarea, button, summary')];
}

/** Such controls as a server renders: the prompt and radios. */
function editedFields(root: ParentNode): FormData {
  const edited = new FormData();
  for (const control of root.querySelectorAll<HTMLInputElement>(':checked, textarea'))
    if (!(control.defaultChecked ?? control.value === control.defaultValue)) edited.set(control.name, control.value);
  return edited;
}
