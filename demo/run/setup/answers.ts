// What the set-up is told: by a person, or by a file.

import {readFileSync} from 'node:fs';
import {
  readSettings,
  SECRET_NAMES,
  SETTING_NAMES,
  type Settings,
  type SettingsEnv,
} from '../../../worker/settings/settings.ts';
import {addressOf} from '../doctor/check-worker.ts';

/** Settings and secrets by their names, and what is to be done with them. */
export interface Answers {
  settings: SettingsEnv;
  /** Whether copies of the clips are kept in a bucket. Undefined: as it is. */
  bucket: boolean | undefined;
  deploy: boolean;
}

/** Something in the way that the owner can resolve. Its message is shown without a stack. */
export class SetupError extends Error {}

/** Settings under which each other one can be judged by itself. */
const VALID = {
  RUNWARE_API_KEY: 'key',
  VISITOR_CHECK: 'none',
  SITE_USD_PER_DAY: '1',
  SITE_USD_PER_MONTH: '1',
};

/** Reads answers from a JSON file. What it does not mention stays as it is. */
export function readAnswers(path: string): Answers {
  const {bucket, deploy = false, ...rest} = readObject(path);
  if (bucket !== undefined && typeof bucket !== 'boolean') throw new SetupError(`${path}: "bucket" is true or false.`);
  if (typeof deploy !== 'boolean') throw new SetupError(`${path}: "deploy" is true or false.`);
  const unknown = Object.keys(rest).filter((name) => !(SETTING_NAMES as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new SetupError(
      `${path}: unknown: ${unknown.join(', ')}. It may hold "bucket", "deploy" and the settings of worker/README.md, "Settings".`,
    );
  const settings = Object.entries(rest).map(([name, value]) => [name, textOf(path, name, value)]);
  return {settings: withOrigins(Object.fromEntries(settings)), bucket, deploy};
}

function readObject(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new SetupError(`${path} cannot be read.`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // The message is the same, and must not quote the file: it may hold keys.
  }
  throw new SetupError(`${path} is not a JSON object.`);
}

function textOf(path: string, name: string, value: unknown): string {
  const values = Array.isArray(value) ? value : [value];
  if (values.every((one) => ['string', 'number'].includes(typeof one))) return values.join(' ');
  throw new SetupError(`${path}: "${name}" is a string, a number, or a list of these.`);
}

function withOrigins(settings: SettingsEnv): SettingsEnv {
  const {ALLOWED_ORIGINS: origins} = settings;
  return origins === undefined ? settings : {...settings, ALLOWED_ORIGINS: originsOf(origins).join(' ')};
}

/** The origins of these addresses: people paste the address of a page, or leave out the scheme. */
export function originsOf(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(originOf);
}

function originOf(text: string): string {
  const hasWildcard = /^(https?:\/\/)?\*\./.test(text);
  const address = addressOf(hasWildcard ? text.replace('*.', 'any.') : text);
  if (address === undefined) return text;
  const {origin} = new URL(address);
  return hasWildcard ? origin.replace('://any.', '://*.') : origin;
}

/** What is wrong with the value of one setting. */
export function errorOf(
  name: keyof Settings,
  value: string,
  {LOCAL_ORIGINS = 'denied'}: Pick<SettingsEnv, 'LOCAL_ORIGINS'> = {},
): string | undefined {
  const result = readSettings({...VALID, LOCAL_ORIGINS, [name]: value});
  if (result.ok) return undefined;
  const error = result.error.find((text) => text.startsWith(`${name}: `));
  return error?.slice(name.length + 2);
}

/** Whether a setting is a secret. */
export function isSecret(name: string): boolean {
  return (SECRET_NAMES as readonly string[]).includes(name);
}
