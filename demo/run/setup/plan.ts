// What the set-up would change, and the change itself.

import {randomBytes} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {SECRET_NAMES, type SettingsEnv} from '../../../worker/settings/settings.ts';
import {type Configuration, readConfiguration} from '../doctor/configuration.ts';
import {type Answers, isSecret, SetupError} from './answers.ts';
import {editBucket, editDotenv, editVars} from './files.ts';

const TOML = 'wrangler.toml';
const DOTENV = '.dev.vars';
const DEFAULT_BUCKET = 'hailuo-videos';
const SECRET_BYTES = 32;

/** What there will be, and what has to change for it. */
export interface Plan {
  /** Everything the deployed Worker will be set to. */
  settings: SettingsEnv;
  /** Plain settings to write into `wrangler.toml`. */
  vars: Record<string, string>;
  /** Secrets to write into `.dev.vars`, for this machine and for the deployment. */
  secrets: Record<string, string>;
  /** Names of the secrets that are generated here. */
  generated: readonly string[];
  /** The name of the bucket, if there is to be one. */
  bucket: string | undefined;
  bucketChanges: boolean;
}

/** What follows from these answers where the configuration is as it is. */
export function planFor(current: Configuration, answers: Answers): Plan {
  const asked = {...current.deployed, ...answers.settings};
  const generated = missingSecrets(asked);
  const settings: SettingsEnv = {...asked, ...generated};
  const changed = Object.entries(settings).filter(
    ([name, value]) => value !== (current.deployed[name as keyof SettingsEnv] ?? ''),
  );
  const wantsBucket = answers.bucket ?? current.bucket !== undefined;
  const bucket = wantsBucket ? (current.bucket ?? DEFAULT_BUCKET) : undefined;
  return {
    settings,
    vars: Object.fromEntries(changed.filter(([name]) => !isSecret(name))),
    secrets: Object.fromEntries(changed.filter(([name]) => isSecret(name))),
    generated: Object.keys(generated),
    bucket,
    bucketChanges: bucket !== current.bucket,
  };
}

/** Secrets that nobody has to choose: they are made where they are needed and there is none. */
function missingSecrets({ADMIN_TOKEN, VISITOR_CHECK, ...settings}: SettingsEnv): Record<string, string> {
  const needsIdentity = VISITOR_CHECK === 'identity' && !settings.IDENTITY_SECRET && !settings.IDENTITY_JWKS_URL;
  const needsAlert = settings.ALERT_URL && !settings.ALERT_SECRET;
  return {
    ...(!ADMIN_TOKEN && {ADMIN_TOKEN: randomBytes(SECRET_BYTES).toString('base64url')}),
    ...(needsIdentity && {IDENTITY_SECRET: randomBytes(SECRET_BYTES).toString('base64url')}),
    ...(needsAlert && {ALERT_SECRET: `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`}),
  };
}

/** The plan as lines of text, without the value of any secret. */
export function planText(current: Configuration, plan: Plan): string[] {
  const {deployed} = current;
  return [
    ...Object.entries(plan.vars).map(
      ([name, value]) =>
        `${TOML}: ${name}: ${deployed[name as keyof SettingsEnv] || '(not set)'} → ${value || '(not set)'}`,
    ),
    ...(plan.bucketChanges
      ? [plan.bucket === undefined ? `${TOML}: no bucket` : `${TOML}: bucket "${plan.bucket}" bound as VIDEOS`]
      : []),
    ...Object.entries(plan.secrets).map(
      ([name, value]) => `${DOTENV}: ${name} (${value === '' ? removal(name) : originOf(plan, name)})`,
    ),
  ];
}

function originOf({generated}: Plan, name: string): string {
  return generated.includes(name) ? 'generated' : 'as you entered it';
}

/** No deployment deletes a secret. */
function removal(name: string): string {
  return `removed; if it is deployed: npx wrangler secret delete ${name}`;
}

/** Writes the files. Puts `wrangler.toml` back if wrangler would not read from it what was written. */
export async function writePlan(folder: string, {vars, secrets, bucket, bucketChanges}: Plan): Promise<void> {
  const toml = join(folder, TOML);
  if (Object.keys(vars).length > 0 || bucketChanges) {
    const before = readFileSync(toml, 'utf8');
    const edited = editVars(before, vars);
    writeFileSync(toml, bucketChanges ? editBucket(edited, bucket) : edited);
    const written = await readConfiguration({folder, env: {}});
    const lost = Object.keys(vars).filter((name) => (written.deployed[name as keyof SettingsEnv] ?? '') !== vars[name]);
    if (lost.length > 0 || written.bucket !== bucket) {
      writeFileSync(toml, before);
      throw new SetupError(`${TOML} could not be edited. Set these by hand: ${lost.join(', ') || 'r2_buckets'}.`);
    }
  }
  if (Object.keys(secrets).length > 0) {
    const dotenv = join(folder, DOTENV);
    const before = existsSync(dotenv) ? readFileSync(dotenv, 'utf8') : '';
    // Only the owner of the file may read it.
    writeFileSync(dotenv, editDotenv(before, secrets), {mode: 0o600});
  }
}

/** The secrets of these settings, for wrangler. */
export function secretsOf(settings: SettingsEnv): Record<string, string> {
  return Object.fromEntries(SECRET_NAMES.flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])));
}
