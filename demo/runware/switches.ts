// Every fault and odd shape the stand-in can show, and how a prompt asks for one: `A red fox @runware(seconds=3 poll=html500:2)`.
// Free of Node, so that the demo page can import it.

import {TRANSPORT_FAULTS} from './faults.ts';

interface Kind {
  /** What it changes. */
  readonly about: string;
  /** The value when neither the prompt nor the stand-in's own defaults name one. */
  readonly default: string;
  /** Each value and what it does. A value in angle brackets stands for many: see {@link PLACEHOLDERS}. */
  readonly values: Readonly<Record<string, string>>;
  /** What the number after a colon counts; without this, the switch takes none. */
  readonly counts?: 'calls' | 'results';
  /** How often a value happens when no number is given, where that is not "always". */
  readonly times?: Readonly<Record<string, number>>;
  /** Whether it may be given more than once: faults follow one another, webhook habits add up. */
  readonly many?: true;
}

/** The switches, what each changes, its values, and its default. */
export const SWITCHES = {
  seconds: {
    about: 'Seconds from acceptance until the first clip is ready.',
    default: '12',
    values: {'<number>': 'So many seconds, fractions allowed.', never: 'Not until the test says so.'},
  },
  stagger: {
    about: 'Seconds between one clip of a task and the next.',
    default: 'auto',
    values: {auto: 'A quarter of `seconds`.', '<number>': 'So many seconds, fractions allowed.'},
  },
  delay: {
    about: 'How long everything called `slow` takes.',
    default: '3',
    values: {'<number>': 'So many seconds, fractions allowed.'},
  },
  ack: {
    about: 'The answer to an accepted task.',
    default: 'row',
    values: {row: 'One placeholder row.', empty: 'No row: {"data":[]}.'},
  },
  submit: {
    about: 'A fault when the task is sent.',
    default: 'none',
    counts: 'calls',
    many: true,
    times: {'402throttle': 2, lost: 1, lostlate: 1, conflict: 1, rowerror: 1},
    values: {
      none: 'No fault.',
      ...TRANSPORT_FAULTS,
      lost: 'The task is accepted and billed, then the connection breaks; once unless told.',
      lostlate: 'The task is accepted and billed, then nothing is answered; once unless told.',
      conflict:
        'Accepted and billed, and answered conflictTaskUUID: something on the way sent it twice; once unless told.',
      rowerror: 'Accepted and billed, and answered with its row beside an error; once unless told.',
    },
  },
  reject: {
    about: 'The task is refused with an error of this code.',
    default: 'none',
    counts: 'calls',
    values: {none: 'Not refused.', '<code>': 'Any code of Runware, at its own HTTP status or 400.'},
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
      notfound: 'The error taskNotFound, naming the task.',
      anonymous: 'A server error that names no task.',
      auth: 'HTTP 200 with an invalidApiKey error that names the task.',
      rate: 'HTTP 200 with a rate limit error that names the task.',
      unavailable: 'HTTP 200 with a serviceUnavailable error that names the task: the interface’s own trouble.',
      oddity: 'HTTP 400 with an error of no known code that names the task.',
      bare: 'The errors as a bare array, at HTTP 500.',
      singular: 'One {"error":{…}} instead of a list, at HTTP 500.',
    },
  },
  pollevery: {
    about: 'Which polls the poll fault hits.',
    default: '1',
    values: {'<number>': 'Every so many polls: 2 means the second, the fourth, …'},
  },
  status: {
    about: 'The word in `status`.',
    default: 'documented',
    values: {
      documented: 'processing, success or error.',
      queued: '"queued" instead of "processing".',
      pending: '"pending" instead of "processing".',
      missing: 'No `status` at all: only `videoURL` tells success.',
    },
  },
  progress: {
    about: 'The `progress` of a clip in the making.',
    default: 'absent',
    values: {
      absent: 'None.',
      rising: 'From 0 to 100 as time goes by.',
      backwards: 'Up and down.',
      constant: 'Always 50.',
    },
  },
  fail: {
    about: 'Clips end in an error of this code: all of them, or so many (the last ones).',
    default: 'none',
    counts: 'results',
    values: {none: 'All succeed.', '<code>': 'Any code of Runware.'},
  },
  form: {
    about: 'How a failed clip is told.',
    default: 'a',
    values: {
      a: 'Form A: the row is gone, `errors` has one item for each failed clip.',
      once: 'Form A, with one single item whatever the number of failed clips.',
      b: 'Form B: a row with status "error" and an `error` object.',
      text: 'Form B, with `error` as a string.',
    },
  },
  failstatus: {
    about: 'HTTP status of a poll that tells a failure in form A.',
    default: '200',
    values: {'200': 'OK.', '400': 'Bad request.', '500': 'Server error.'},
  },
  detail: {
    about: 'What an error of `reject` or `fail` carries besides code and message.',
    default: 'documented',
    values: {
      documented: 'What the documentation shows for the code.',
      parameters: '`parameter` as an array.',
      values: '`allowedValues` as an array.',
      valuemap: '`allowedValues` as an object with numbered keys.',
      bounds: '`min` and `max`.',
      provider: '`responseContent`: raw words of the provider.',
      nameless: 'No `taskUUID` and no `taskType`.',
    },
  },
  refund: {
    about: 'What a failed clip costs. (Runware states nothing; tasks are said to be charged at launch.)',
    default: 'no',
    values: {no: 'It is charged like the others.', yes: 'It is not charged.'},
  },
  nsfw: {
    about: 'The safety check flags clips, whether or not one was asked for: all, or so many (the first ones).',
    default: 'none',
    counts: 'results',
    values: {none: 'Nothing is flagged.', withheld: 'Flagged, without videoURL.', shown: 'Flagged, with videoURL.'},
  },
  cost: {
    about: 'The reported `cost` of each clip.',
    default: 'table',
    values: {
      table: 'The model page’s price, when includeCost asks for it.',
      absent: 'None, even when asked for.',
      '<number>': 'So many USD, and billed so: 1 is a number without a fraction.',
    },
  },
  seed: {
    about: 'The reported `seed`.',
    default: 'random',
    values: {random: 'A number of 31 bits.', huge: 'Beyond 2⁵³: 9223372036854775807.', absent: 'None.'},
  },
  url: {
    about: 'Where the clip is said to be.',
    default: 'usual',
    values: {
      usual: 'As the model page shows it: /video/os/…/ws/5/vi/….',
      path: 'The older path: /video/ws/5/vi/….',
      host: 'Another host name (localhost instead of 127.0.0.1).',
      absent: 'Success without videoURL.',
      signed: 'No videoUUID, a file name that is none, and a signature that is another one at each poll.',
    },
  },
  webhook: {
    about: 'Habits of the webhook, where the task names one.',
    default: 'flat',
    many: true,
    values: {
      flat: 'The bare task object, one call for each clip.',
      wrapped: 'Inside {"data":[…]} or {"errors":[…]}.',
      twice: 'Every call is made twice.',
      early: 'The clips are ready at once and told before the acknowledgement.',
      unordered: 'All when the last clip is ready, the last first.',
      forged: 'Before each call another one, with a wrong token and a wrong clip.',
      never: 'No call at all.',
    },
  },
  clip: {
    about: 'A fault when a finished clip is fetched.',
    default: 'none',
    counts: 'calls',
    values: {
      none: 'No fault.',
      '403': 'Gone, said with 403.',
      '404': 'Gone, said with 404.',
      reset: 'The connection breaks midway.',
      noranges: 'Range requests get the whole file.',
      slow: 'The bytes take `delay` seconds.',
      stall: 'Half of the bytes come, and then none for ever.',
      cors: 'Not a fault: any page may read it.',
    },
  },
  chaos: {
    about: 'The share of submits and polls that meet a random passing transport fault.',
    default: '0',
    values: {'<number>': 'From 0 to 1.'},
  },
  unknown: {
    about: 'The answer to a poll for a UUID never seen. (Only as a default of the whole stand-in.)',
    default: 'empty',
    values: {empty: '{"data":[]}, as if it were running.', notfound: 'The error taskNotFound.'},
  },
  balance: {
    about: 'The balance in the account details. (Only as a default of the whole stand-in.)',
    default: 'number',
    values: {number: 'A number.', object: '{"amount":…,"currency":"USD"}.'},
  },
} as const satisfies Record<string, Kind>;

/** Name of a switch. */
export type SwitchName = keyof typeof SWITCHES;

/** What a value in angle brackets stands for. */
const PLACEHOLDERS = {
  '<number>': /^(\d+(\.\d+)?|\.\d+)$/,
  '<code>': /^[a-z][A-Za-z0-9]*$/,
} as const;

/** One value of a switch and how many times it happens. */
export interface Setting {
  readonly value: string;
  readonly count: number;
}

/** The switches that were set, each with its settings in order. */
export type Switches = Readonly<Partial<Record<SwitchName, readonly Setting[]>>>;

/** What {@link parseSwitches} found in a prompt. */
export interface ParsedPrompt {
  /** The prompt without its switches. */
  readonly prompt: string;
  readonly switches: Switches;
  /** Why the switches cannot be understood, in words for whoever wrote them. */
  readonly problem?: string;
}

/** Splits a prompt into its words and its `@runware(…)` switches. */
export function parseSwitches(text: string): ParsedPrompt {
  const found: string[] = [];
  const prompt = text
    .replaceAll(/\s*@runware\(([^)]*)\)/g, (_, inside: string) => {
      found.push(inside);
      return '';
    })
    .trim();
  if (prompt.includes('@runware(')) return {prompt, switches: {}, problem: '"@runware(" is not closed with ")".'};
  return {prompt, ...parseSettings(found.join(' '))};
}

/** Reads `name=value[:count]` settings separated by spaces, without the `@runware(…)` around them. */
export function parseSettings(text: string): Omit<ParsedPrompt, 'prompt'> {
  const switches: Partial<Record<SwitchName, Setting[]>> = {};
  for (const item of text.split(/\s+/).filter(Boolean)) {
    const [, name = '', value = '', count] = /^([^=:]*)=([^:]*)(?::(\d+))?$/.exec(item) ?? [];
    if (!isSwitch(name))
      return {switches: {}, problem: `"${item}" is no switch. Known: ${Object.keys(SWITCHES).join(', ')}.`};
    const kind: Kind = SWITCHES[name];
    if (!allows(kind, value)) {
      return {switches: {}, problem: `"${item}": ${name} takes ${Object.keys(kind.values).join(', ')}.`};
    }
    if (count !== undefined && !kind.counts) return {switches: {}, problem: `"${item}": ${name} takes no count.`};
    const setting = {value, count: count === undefined ? (kind.times?.[value] ?? Infinity) : Number(count)};
    switches[name] = kind.many ? [...(switches[name] ?? []), setting] : [setting];
  }
  return {switches};
}

/** The settings of a switch, its default included. Never empty. */
export function settingsOf(switches: Switches, name: SwitchName): readonly [Setting, ...Setting[]] {
  const [first, ...rest] = switches[name] ?? [];
  return first ? [first, ...rest] : [{value: SWITCHES[name].default, count: Infinity}];
}

/** The (first) value of a switch, or its default. */
export function switchValue(switches: Switches, name: SwitchName): string {
  return settingsOf(switches, name)[0].value;
}

function isSwitch(name: string): name is SwitchName {
  return Object.hasOwn(SWITCHES, name);
}

function allows(kind: Kind, value: string): boolean {
  if (Object.hasOwn(PLACEHOLDERS, value)) return false;
  if (Object.hasOwn(kind.values, value)) return true;
  return Object.entries(PLACEHOLDERS).some(
    ([name, pattern]) => Object.hasOwn(kind.values, name) && pattern.test(value),
  );
}
