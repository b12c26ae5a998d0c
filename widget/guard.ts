// What stands under the button once the deployment is known: its human check, where it has one.

import {html, type TemplateResult} from 'lit';

export function guard(): TemplateResult {
  return html`<slot name="check"></slot>`;
}
