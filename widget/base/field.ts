// One field of the form: a choice of radios, and the line that says what is wrong.

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

/** A choice of radios; the legends are those of the fields that will be asked for. */
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

/** With a role it is read aloud; those that an attempt to submit brings are read with their fields. */
export function fault(name: FieldName, faults: Faults, role?: 'status'): TemplateResult {
  return html`<p class="fault" id="${name}-fault" role=${role ?? nothing}>${faults[name]}</p>`;
}
