// Takes over server-rendered HTML, and what a visitor entered into it before the script was loaded.

import {adoptStyles, type LitElement, render, type TemplateResult} from 'lit';
import type {Control} from '../base/control.ts';

/** Runs the first update, keeping what the visitor has entered and the focus. Returns the fields they have edited. */
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

/** The first update of server-rendered HTML. It is kept where the page has loaded Lit's hydration, and replaced elsewhere. */
export function firstUpdate(element: LitElement, own: TemplateResult, update: () => void): void {
  const {renderOptions, renderRoot: root} = element;
  adoptStyles(root as ShadowRoot, (element.constructor as typeof LitElement).elementStyles);
  root.querySelector('style')?.remove();
  // Without hydration support, Lit would render before the existing nodes.
  if (!renderOptions.renderBefore && tryHydration(root, own, update)) return;
  root.replaceChildren();
  renderOptions.renderBefore = null;
  update();
}

/** Hydration does not repair differences, so there must be none; it throws on a template of another version. */
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

/** Looks at the kinds of controls that a server renders: the prompt and radios. */
function editedFields(root: ParentNode): FormData {
  const edited = new FormData();
  for (const control of root.querySelectorAll<HTMLInputElement>(':checked, textarea'))
    if (!(control.defaultChecked ?? control.value === control.defaultValue)) edited.set(control.name, control.value);
  return edited;
}
