// The model page read a third time: a judge of requests that shares no line and no number with the Worker.

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole = (value: unknown, min: number, max: number) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
const isOneOf = (value: unknown, values: readonly unknown[]) => values.some((one) => one === value);
const hasOnly = (value: Fields, names: readonly string[]) => Object.keys(value).every((name) => names.includes(name));

const RULES: Readonly<Record<string, (value: unknown) => boolean>> = {
  taskUUID: (value) =>
    typeof value === 'string' &&
    value.length === 36 &&
    value[14] === '4' &&
    '89abAB'.includes(value[19] ?? 'x') &&
    value
      .split('-')
      .map((part) => part.length)
      .join() === '8,4,4,4,12' &&
    /^[0-9a-f]+$/i.test(value.replaceAll('-', '')),
  taskType: (value) => value === 'videoInference',
  model: (value) => value === 'minimax:4@1',
  fps: (value) => value === 25,
  deliveryMethod: (value) => value === 'async',
  outputType: (value) => value === 'URL',
  positivePrompt: (value) =>
    typeof value === 'string' &&
    Array.from(value).length <= 2000 &&
    Array.from(value.replace(/^\s+|\s+$/g, '')).length >= 2,
  width: (value) => isWhole(value, -Infinity, Infinity),
  height: (value) => isWhole(value, -Infinity, Infinity),
  duration: (value) => value === 6 || value === 10,
  numberResults: (value) => isWhole(value, 1, 4),
  outputFormat: (value) => isOneOf(value, ['MP4', 'WEBM', 'MOV']),
  outputQuality: (value) => isWhole(value, 20, 99),
  ttl: (value) => isWhole(value, 60, Infinity),
  safety: (value) =>
    isObject(value) &&
    hasOnly(value, ['checkContent', 'mode']) &&
    (value.checkContent === undefined || typeof value.checkContent === 'boolean') &&
    (value.mode === undefined || isOneOf(value.mode, ['none', 'fast', 'full'])),
  inputs: (value) =>
    isObject(value) &&
    hasOnly(value, ['frameImages']) &&
    (value.frameImages === undefined ||
      (Array.isArray(value.frameImages) && value.frameImages.length === 1 && isFrame(value.frameImages[0]))),
  providerSettings: (value) =>
    isObject(value) &&
    hasOnly(value, ['minimax']) &&
    (value.minimax === undefined ||
      (isObject(value.minimax) &&
        hasOnly(value.minimax, ['promptOptimizer']) &&
        (value.minimax.promptOptimizer === undefined || typeof value.minimax.promptOptimizer === 'boolean'))),
};

function isFrame(value: unknown): boolean {
  if (typeof value === 'string') return RULES.taskUUID?.(value) ?? false;
  return (
    isObject(value) &&
    hasOnly(value, ['image', 'frame']) &&
    (value.frame === undefined || value.frame === 0 || value.frame === 'first') &&
    typeof value.image === 'string' &&
    isFrame(value.image)
  );
}

/** Whether the model page allows this request, first frames by UUID only. */
export function isAllowed(request: Record<string, unknown>): boolean {
  const own = Object.entries(request);
  if (!own.every(([name, value]) => (value === undefined ? name in RULES : (RULES[name]?.(value) ?? false))))
    return false;
  const {taskUUID, width, height, duration, positivePrompt, inputs} = request;
  if (taskUUID === undefined) return false;
  const size = `${width}x${height}`;
  if (!['undefinedxundefined', '1366x768', '1920x1080'].includes(size)) return false;
  if (size === '1920x1080' && duration === 10) return false;
  return positivePrompt !== undefined || (inputs as Fields | undefined)?.frameImages !== undefined;
}
