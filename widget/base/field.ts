// Templates of one form field: a group of radios, and the message line under a field.

import {html, isServer, noChange, nothing, type TemplateResult} from 'lit';
import type {Faults, FieldName} from './control.ts';
import type {FormView} from './view.ts';

interface Option {
  value: string | number;
  label?: string;
  hint?: string | false | undefined;
  disabled?: boolean;
}

type ChoiceName = 'preset' | 'duration' | 'numberResults' | 'outputFormat' | 'safety';

/** Creates the template of radio groups, with legends for the given names. */
export function choices<Name extends ChoiceName>(
  {draft, faults, fixed, hides}: FormView,
  legends: Record<Name, string>,
) {
  return (name: Name, options: readonly Option[]): TemplateResult | typeof nothing =>
    hides(name)
      ? nothing
      : html`<fieldset class="choice" aria-describedby="${name}-fault">
    <legend>${legends[name]}</legend>
    <div>
      ${options
        .filter(({value}) => !(name in fixed) || value === draft[name])
        .map(
          ({value, label, hint, disabled = false}) =>
            html`<label title=${hint || nothing}
            ><input
              type="radio"
              name=${name}
              value=${value}
              .checked=${draft[name] === value || (isServer ? noChange : false)}
              ?disabled=${disabled}
              aria-description=${hint || nothing}
            /><span>${label ?? value}</span></label
          >`,
        )}
    </div>
    ${fault(name, faults)}
  </fieldset>`;
}

/** The message line of a field. With a role it is announced at once; without, it is read with its field. */
export function fault(name: FieldName, faults: Faults, role?: 'status'): TemplateResult {
  return html`<p class="fault" id="${name}-fault" role=${role ?? nothing}>${faults[name]}</p>`;
}
