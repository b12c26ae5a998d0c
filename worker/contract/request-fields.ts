// What the fields of a request mean to a model, where one fact of the model is several fields.

import type {FormModel, Preset} from './form-model.ts';
import type {Model} from './model.ts';
import type {ProviderSettings} from './runware.ts';

/** The preset of exactly this size, if the model offers it. */
export function presetOf({presets}: FormModel, width: number, height: number): Preset | undefined {
  return presets.find((preset) => preset.width === width && preset.height === height);
}

/** Whether a request switches the prompt optimizer on or off, where it says so and the model has one. */
export function readOptimizer(
  {promptOptimizer, provider}: Model,
  {providerSettings}: {providerSettings?: ProviderSettings},
): boolean | undefined {
  return promptOptimizer === undefined ? undefined : providerSettings?.[provider]?.promptOptimizer;
}

/** The fields of a request that switch the prompt optimizer on or off; none where the model has none. */
export function optimizerFields(
  {promptOptimizer, provider}: Model,
  isOn: boolean,
): {providerSettings?: ProviderSettings} {
  return promptOptimizer === undefined ? {} : {providerSettings: {[provider]: {promptOptimizer: isOn}}};
}

/** The path of the prompt optimizer in a request. */
export function optimizerPath({provider}: Model): string {
  return `providerSettings.${provider}.promptOptimizer`;
}
