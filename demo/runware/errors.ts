// Runware's error objects for the documented codes.

/** An item of `errors`. */
export interface RunwareError {
  code: string;
  message: string;
  status?: 'error';
  parameter?: string | readonly string[];
  type?: string;
  documentation?: string;
  taskType?: string;
  taskUUID?: string;
  allowedValues?: readonly unknown[] | Readonly<Record<string, unknown>>;
  min?: number;
  max?: number;
  responseContent?: string;
}

interface Known extends Partial<RunwareError> {
  /** HTTP status when a request is refused with this code. */
  readonly http: number;
}

const FIRST_FRAME = 'inputs.frameImages';

/** Codes with Runware's own message and fields. Other codes get a general message and HTTP 400. */
const KNOWN: Readonly<Record<string, Known>> = {
  invalidApiKey: {
    http: 401,
    message: 'Invalid API key. Get one at https://my.runware.ai/signup',
    parameter: 'apiKey',
    type: 'string',
    taskType: 'authentication',
  },
  insufficientCredits: {http: 402, message: 'Insufficient credits. Please top up your account.'},
  providerInsufficientCredits: {http: 402, message: 'The provider account has insufficient credits.'},
  insufficientPermissions: {http: 403, message: 'The API key does not have permission for this operation.'},
  notFound: {http: 404, message: 'The requested resource was not found.'},
  taskNotFound: {http: 404, message: 'The task was not found.'},
  modelNotFound: {http: 404, message: 'The model was not found.', parameter: 'model'},
  rateLimitExceeded: {http: 429, message: 'Too many requests. Please try again later.'},
  inferenceRateLimitExceeded: {http: 429, message: 'The inference queue is full. Please try again later.'},
  providerRateLimitExceeded: {
    http: 429,
    message: 'The provider rate limit was exceeded.',
    responseContent: 'rate limit reached for RPM (1002)',
  },
  internalServerError: {http: 500, message: 'An internal server error occurred.'},
  serviceUnavailable: {http: 503, message: 'The service is temporarily unavailable.'},
  noAvailableServer: {http: 503, message: 'No server is available at the moment. Please try again later.'},
  requestTimeout: {http: 504, message: 'The request waited too long in the queue.'},
  timeoutProvider: {
    http: 504,
    message:
      'The external provider did not respond within the timeout window. The request was automatically terminated.',
  },
  providerError: {http: 502, message: 'The provider failed to process the request.'},
  invalidProviderContent: {
    http: 400,
    message: 'The provider rejected the content of this request.',
    parameter: 'positivePrompt',
    responseContent: 'input new_sensitive (1026)',
  },
  invalidValueUploadFailed: {
    http: 400,
    message: `Processing parameter '${FIRST_FRAME}' failed.`,
    parameter: FIRST_FRAME,
  },
  invalidFrameImageWidth: {
    http: 400,
    message: 'The width of the frame image is not supported.',
    parameter: FIRST_FRAME,
    min: 300,
    max: 2048,
  },
  unsupportedDuration: {
    http: 400,
    message: "Unsupported value for 'duration'.",
    parameter: 'duration',
    type: 'float',
    allowedValues: [6],
  },
  conflictTaskUUID: {http: 400, message: 'A task with this taskUUID already exists.', parameter: 'taskUUID'},
};

/** The error with this code in Runware's wording. `more` overrides the known fields. */
export function errorOf(code: string, more: Partial<RunwareError> = {}): RunwareError {
  const {http: _, ...known} = KNOWN[code] ?? {http: 400};
  return {
    code,
    message: `The task failed with ${code}.`,
    documentation: 'https://runware.ai/docs/platform/errors',
    ...known,
    ...more,
  };
}

/** The HTTP status of a request refused with this code. */
export function statusOf(code: string): number {
  return KNOWN[code]?.http ?? 400;
}

/** The error with the fields selected by the switch `detail`. */
export function withDetail(error: RunwareError, detail: string): RunwareError {
  switch (detail) {
    case 'parameters':
      return {...error, parameter: ['width', 'height']};
    case 'values':
      return {...error, parameter: 'duration', allowedValues: [6]};
    case 'valuemap':
      return {...error, parameter: 'duration', allowedValues: {'0': 6, '1': 10}};
    case 'bounds':
      return {...error, parameter: 'numberResults', min: 1, max: 4};
    case 'provider':
      return {...error, responseContent: '{"base_resp":{"status_code":1026,"status_msg":"input new_sensitive"}}'};
    case 'nameless': {
      const {taskUUID: _, taskType: __, ...rest} = error;
      return rest;
    }
    default:
      return error;
  }
}
