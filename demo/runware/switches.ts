// The switches of the stand-in. A prompt sets them to request a fault or an unusual response:
// `A red fox @runware(seconds=3 poll=html500:2)`. Does not use Node's API, because the page `/states` imports it.

import {TRANSPORT_FAULTS} from './faults.ts';

/** Describes a switch. */
export interface SwitchKind {
  /** What the switch changes. */
  readonly about: string;
  /** The value if neither the prompt nor the stand-in's options set one. */
  readonly default: string;
  /** Each value and its effect. A value in angle brackets is a placeholder. */
  readonly values: Readonly<Record<string, string>>;
  /** What the number after a colon counts. Absent if the switch takes no number. */
  readonly counts?: 'calls' | 'results';
  /** Default number of occurrences, for values that do not always occur. */
  readonly times?: Readonly<Record<string, number>>;
  /** Whether the switch may be repeated: faults occur one after the other, webhook behaviours are combined. */
  readonly many?: true;
}

/** All switches. */
export const SWITCHES = {
  seconds: {
    about: 'Seconds from acceptance until the first clip is ready.',
    default: '12',
    values: {'<number>': 'Number of seconds, with fractions.', never: 'Not until a test completes the task.'},
  },
  stagger: {
    about: 'Seconds between one clip of a task and the next.',
    default: 'auto',
    values: {auto: 'A quarter of `seconds`.', '<number>': 'Number of seconds, with fractions.'},
  },
  delay: {
    about: 'Duration of every value named `slow`.',
    default: '3',
    values: {'<number>': 'Number of seconds, with fractions.'},
  },
  ack: {
    about: 'The response to an accepted task.',
    default: 'row',
    values: {row: 'One placeholder row.', empty: 'No row: {"data":[]}.'},
  },
  submit: {
    about: 'A fault when the task is submitted.',
    default: 'none',
    counts: 'calls',
    many: true,
    times: {'402throttle': 2, lost: 1, lostlate: 1, conflict: 1, rowerror: 1},
    values: {
      none: 'No fault.',
      ...TRANSPORT_FAULTS,
      lost: 'The task is accepted and billed, then the connection breaks. Occurs once by default.',
      lostlate: 'The task is accepted and billed, but there is no response. Occurs once by default.',
      conflict:
        'The task is accepted and billed; the response is conflictTaskUUID, as when a proxy repeats the request. Occurs once by default.',
      rowerror: 'The task is accepted and billed; the response has its row and an error. Occurs once by default.',
    },
  },
  reject: {
    about: 'The task is refused with an error of this code.',
    default: 'none',
    counts: 'calls',
    values: {none: 'Not refused.', '<code>': 'Any Runware error code, with its own HTTP status or 400.'},
  },
  poll: {
    about: 'A fault when the task is polled.',
    default: 'none',
    counts: 'calls',
    many: true,
    times: {'402throttle': 2},
    values: {
      none: 'No fault.',
      ...TRANSPORT_FAULTS,
      empty: 'No rows: {"data":[]}.',
      notfound: 'The error taskNotFound with the task’s UUID.',
      anonymous: 'A server error without a task UUID.',
      auth: 'HTTP 200 with an invalidApiKey error and the task’s UUID.',
      rate: 'HTTP 200 with a rate limit error and the task’s UUID.',
      unavailable: 'HTTP 200 with a serviceUnavailable error and the task’s UUID.',
      oddity: 'HTTP 400 with an error of an unknown code and the task’s UUID.',
      bare: 'The errors as a plain array, with HTTP 500.',
      singular: 'A single {"error":{…}} instead of a list, with HTTP 500.',
    },
  },
  pollevery: {
    about: 'Which polls the fault of `poll` affects.',
    default: '1',
    values: {'<number>': 'Every nth poll: 2 means the second, the fourth, …'},
  },
  status: {
    about: 'The value of `status`.',
    default: 'documented',
    values: {
      documented: 'processing, success or error.',
      queued: '"queued" instead of "processing".',
      pending: '"pending" instead of "processing".',
      missing: 'No `status`: only `videoURL` shows success.',
    },
  },
  progress: {
    about: 'The `progress` of an unfinished clip.',
    default: 'absent',
    values: {
      absent: 'None.',
      rising: 'From 0 to 100 over time.',
      backwards: 'Up and down.',
      constant: 'Always 50.',
    },
  },
  fail: {
    about: 'Clips fail with an error of this code: all, or the given number of last clips.',
    default: 'none',
    counts: 'results',
    values: {none: 'All succeed.', '<code>': 'Any Runware error code.'},
  },
  form: {
    about: 'How a failed clip is reported.',
    default: 'a',
    values: {
      a: 'Form A: the row is missing; `errors` has one item for each failed clip.',
      once: 'Form A, with a single item for any number of failed clips.',
      b: 'Form B: a row with status "error" and an `error` object.',
      text: 'Form B, with `error` as a string.',
    },
  },
  failstatus: {
    about: 'HTTP status of a poll that reports a failure in form A.',
    default: '200',
    values: {'200': 'OK.', '400': 'Bad request.', '500': 'Server error.'},
  },
  detail: {
    about: 'Additional fields of an error of `reject` or `fail`.',
    default: 'documented',
    values: {
      documented: 'The fields that the documentation shows for the code.',
      parameters: '`parameter` as an array.',
      values: '`allowedValues` as an array.',
      valuemap: '`allowedValues` as an object with numbered keys.',
      bounds: '`min` and `max`.',
      provider: '`responseContent` with the provider’s own message.',
      nameless: 'No `taskUUID` and no `taskType`.',
    },
  },
  refund: {
    about: 'The cost of a failed clip. (Not documented by Runware; tasks are charged when accepted.)',
    default: 'no',
    values: {no: 'Charged like the others.', yes: 'Not charged.'},
  },
  nsfw: {
    about: 'The safety check flags clips, even if not requested: all, or the given number of first clips.',
    default: 'none',
    counts: 'results',
    values: {none: 'Nothing is flagged.', withheld: 'Flagged, without videoURL.', shown: 'Flagged, with videoURL.'},
  },
  cost: {
    about: 'The reported `cost` of each clip.',
    default: 'table',
    values: {
      table: 'The price of the model’s page, if includeCost is set.',
      absent: 'None, even if includeCost is set.',
      '<number>': 'This amount in USD is reported and billed.',
    },
  },
  seed: {
    about: 'The reported `seed`.',
    default: 'random',
    values: {random: 'A 31-bit number.', huge: 'Beyond 2⁵³: 9223372036854775807.', absent: 'None.'},
  },
  url: {
    about: 'The URL of the clip.',
    default: 'usual',
    values: {
      usual: 'As on the model’s page: /video/os/…/ws/5/vi/….',
      path: 'An older path: /video/ws/5/vi/….',
      host: 'Another host name (localhost instead of 127.0.0.1).',
      absent: 'Success without videoURL.',
      signed: 'No videoUUID, no UUID as the file name, and a new signature in the query at each poll.',
    },
  },
  webhook: {
    about: 'Behaviour of the webhook, if the task has one.',
    default: 'flat',
    many: true,
    values: {
      flat: 'The bare task object, one call for each clip.',
      wrapped: 'Inside {"data":[…]} or {"errors":[…]}.',
      twice: 'Every call is made twice.',
      early: 'The clips are ready at once; the webhook is called before the response to the submission.',
      unordered: 'All calls when the last clip is ready, in reverse order.',
      forged: 'Before each call, another call with a wrong token and a wrong clip.',
      never: 'No call.',
    },
  },
  clip: {
    about: 'A fault when a finished clip is fetched.',
    default: 'none',
    counts: 'calls',
    values: {
      none: 'No fault.',
      '403': 'The clip is gone (HTTP 403).',
      '404': 'The clip is gone (HTTP 404).',
      reset: 'The connection breaks halfway.',
      noranges: 'Range requests return the whole file.',
      slow: 'The download takes `delay` seconds.',
      stall: 'The download stops halfway and the connection stays open.',
      cors: 'No fault: any page may read the clip (CORS).',
    },
  },
  chaos: {
    about: 'Probability of a random temporary fault for each submission and poll.',
    default: '0',
    values: {'<number>': 'From 0 to 1.'},
  },
  unknown: {
    about: 'The response to a poll for an unknown UUID. (Only as an option of the stand-in.)',
    default: 'empty',
    values: {empty: '{"data":[]}, as for a running task.', notfound: 'The error taskNotFound.'},
  },
  balance: {
    about: 'The balance in the account details. (Only as an option of the stand-in.)',
    default: 'number',
    values: {number: 'A number.', object: '{"amount":…,"currency":"USD"}.'},
  },
} as const satisfies Record<string, SwitchKind>;

/** Name of a switch. */
export type SwitchName = keyof typeof SWITCHES;
