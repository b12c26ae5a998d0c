// The options that most visitors do not need. Once loaded, they are part of the form, open or not.

import {html, nothing, type TemplateResult} from 'lit';
import {choices, fault} from '../../base/field.ts';
import type {FormView} from '../../base/view.ts';
import {wordsOf} from '../../i18n/words.ts';
import type {Studio} from '../studio.ts';

export function options(view: FormView, {model: {quality, ttl, promptOptimizer}}: Studio): TemplateResult {
  const {draft, faults, fixed, hides, language, offer} = view;
  const words = wordsOf(language.terms);
  const choice = choices(view, words);
  return html`<div class="row">
    ${choice(
      'outputFormat',
      offer.formats.map((value) => ({value})),
    )}
    ${choice(
      'safety',
      offer.safetyModes.map((value) => ({value, label: words.safetyModes[value]})),
    )}
    ${numberField(view, 'outputQuality', quality)} ${numberField(view, 'ttl', ttl, words.ttlHint, words.ttlUnit)}
    ${
      hides('promptOptimizer') || promptOptimizer === undefined
        ? nothing
        : html`<label class="checkbox">
            <input
              type="checkbox"
              name="promptOptimizer"
              .checked=${draft.promptOptimizer}
              ?disabled=${!offer.promptOptimizer || 'promptOptimizer' in fixed}
              aria-labelledby="optimizer-name"
              aria-describedby="optimizer-hint promptOptimizer-fault"
            />
            <span
              ><span id="optimizer-name">${words.promptOptimizer}</span><small id="optimizer-hint"
                >${offer.promptOptimizer ? words.promptOptimizerHint : words.notOffered}</small
              ></span
            >
          </label>`
    }
    ${fault('promptOptimizer', faults)}
  </div>`;
}

function numberField(
  {draft, faults, fixed, hides, language}: FormView,
  name: 'outputQuality' | 'ttl',
  {min, max}: {min: number; max?: number},
  hint?: string,
  unit?: string,
): TemplateResult | typeof nothing {
  if (hides(name)) return nothing;
  return html`<div class="field">
    <label for=${name}>${wordsOf(language.terms)[name]}</label>
    <div>
      <input
        id=${name}
        name=${name}
        type="number"
        min=${min}
        max=${max ?? nothing}
        step="1"
        placeholder=${hint ?? nothing}
        .value=${draft[name]}
        ?readonly=${name in fixed}
        aria-invalid=${Boolean(faults[name])}
        aria-describedby="${name}-fault"
      />${unit}
    </div>
    ${fault(name, faults)}
  </div>`;
}
