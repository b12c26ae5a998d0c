// Runware's hundreds of unstable error codes, mapped to a dozen kinds: by pattern, never by a closed list.
// The order and most patterns are those of Runware's own SDK (Runware/runware-typescript, src/errors.ts), with its traps
// corrected: `timeoutProvider` is a timeout, `invalidProviderContent` is moderation, `conflictTaskUUID` is not a client error.

import * as z from 'zod';
import type {UpstreamFailure, UpstreamKind} from '../failure.ts';

/** Kinds by pattern of the raw code; the first match wins. */
const KINDS: readonly (readonly [RegExp, UpstreamKind])[] = [
  [/^conflict|^duplicate(Task|UUID)|^task\w*(Conflict|Duplicate|Exists|InUse)$/i, 'conflict'],
  [/providerContent|contentPolicy|(sensitive|unsafe|nsfw)Content|(prompt|image)Blocked|moderation/i, 'moderated'],
  [/credits|quota|balance|paymentRequired/i, 'balance'],
  [/rateLimit|noAvailableServer|tooManyRequests|queueFull|overloaded/i, 'busy'],
  // Before the suspended and disabled: those are accounts.
  [/^model(Unavailable|Disabled|NotReady)$/i, 'broken'],
  [
    /apiKey|^(unauthorized|forbidden|permissionDenied|insufficientPermissions)$|^auth|^token|(Suspended|Disabled)$/i,
    'key',
  ],
  [/timeout/i, 'timeout'],
  [/frameImage|^invalidValueUpload|^invalidImage|^unsupportedImage|imageTooLarge/i, 'image'],
  [/^task(NotFound|Expired|FailedOrNotFound)$/i, 'unknownTask'],
  [/^taskCancelled$|^provider|^(inferenceError|processingFailed|taskFailed|downloadFailed|uploadFailed)$/i, 'broken'],
  [
    /^(invalid|missing|unsupported|value|array|max|min|unknownParameter|incompatible|mismatch|validation)|NotFound$|^unknownModel$/i,
    'invalid',
  ],
];

/** Kinds that a code does not tell: by the HTTP status it came with. */
const KIND_BY_STATUS: Readonly<Record<number, UpstreamKind>> = {
  400: 'invalid',
  401: 'key',
  402: 'balance',
  403: 'key',
  404: 'invalid',
  408: 'server',
  413: 'image',
  429: 'busy',
};

/** What one raw error means. A code of an unknown kind is Runware's own fault, which says nothing about the task. */
export function classify(code: string, parameter: readonly string[], httpStatus: number): UpstreamKind {
  const kind = KINDS.find(([pattern]) => pattern.test(code))?.[1] ?? KIND_BY_STATUS[httpStatus] ?? 'server';
  return kind === 'invalid' && parameter.some((name) => name.includes('frameImages')) ? 'image' : kind;
}

/** Codes about what an order says. All others of this kind may be about the call itself, which a poll can meet as well. */
const ABOUT_INPUT =
  /^(invalid|missing|unsupported)(?!Task|Request|Response|Body|JSON)\w*(prompt|image|frame|width|height|size|dimension|resolution|aspect|duration|fps|model|numberResults|output(Format|Quality|Type)|ttl|safety|providerSettings)/i;

/** Codes of whatever subject that tell of a service in trouble: the check could not be made. */
const IS_TROUBLE = /unavailable|unreachable|timeout|overload|temporar|service|gateway|internal/i;

/**
 * Whether an error is terminal for a render by its nature: the provider refused the prompt, the image or a parameter, and
 * would again. The code itself must say so: everything else can as well be trouble of the poll that brought it.
 */
export function isTerminalByNature({kind, code}: UpstreamFailure): boolean {
  if (IS_TROUBLE.test(code)) return false;
  switch (kind) {
    case 'moderated':
    case 'image':
      return code !== '';
    case 'invalid':
      return ABOUT_INPUT.test(code);
    default:
      return false;
  }
}

/** One error as it stands in a reply: every field may be missing, `parameter` may be one or many. */
const words = z.union([z.string(), z.number().transform(String)]).catch('');
const rawError = z.object({
  code: words,
  message: words,
  taskUUID: z.string().optional().catch(undefined),
  parameter: z.union([z.string().transform((name) => [name]), z.array(z.string())]).catch([]),
});

/** An error of a reply: what it means, and the task it names (if it names one). */
export interface ReplyError extends UpstreamFailure {
  taskUUID: string | undefined;
}

/** Reads one raw error, in whatever shape: an object, or a bare string. */
export function readError(raw: unknown, httpStatus: number, taskUUID?: string): ReplyError {
  const parsed = rawError.safeParse(typeof raw === 'string' ? {code: raw, message: raw} : raw);
  const {
    code,
    message,
    parameter,
    taskUUID: named,
  } = parsed.data ?? {code: '', message: '', parameter: [], taskUUID: undefined};
  const kind = classify(code, parameter, httpStatus);
  // A code is one word; whole sentences in its place may quote anything.
  const word = /^[\w.-]{0,64}$/.test(code) ? code : '';
  return {reason: 'upstream', kind, code: word, message, taskUUID: (named ?? taskUUID)?.toLowerCase()};
}
