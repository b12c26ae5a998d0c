// Reads the settings of a deployment from where they are: wrangler's configuration, `.dev.vars`, and the environment.

import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {parseEnv} from 'node:util';
import type {unstable_readConfig} from 'wrangler';
import {SECRET_NAMES, SETTING_NAMES, type SettingsEnv} from '../../../worker/settings/settings.ts';

type SettingName = (typeof SETTING_NAMES)[number];

/** Settings as they were found, and where. */
export interface Configuration {
  /** All settings that are set. The environment takes precedence over `.dev.vars`, and that over wrangler's configuration. */
  values: SettingsEnv;
  /** Where each of these values comes from, for people. */
  sources: Partial<Record<SettingName, string>>;
  /** What a deployment gets: the plain settings of wrangler's configuration, and every secret that is known. */
  deployed: SettingsEnv;
  /** Name of wrangler's configuration file; undefined if there is none. */
  file: string | undefined;
  /** The name of the bucket for copies of the clips, if one is bound. */
  bucket: string | undefined;
}

/** Where to look. */
export interface ConfigurationOptions {
  folder: string;
  /** The environment of wrangler's configuration. */
  environment?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

/** Something in the way that the owner can resolve. Its message is shown without a stack. */
export class ConfigurationError extends Error {}

const CONFIG_FILES = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml'];

/** Reads them. */
export async function readConfiguration({folder, environment, env}: ConfigurationOptions): Promise<Configuration> {
  const file = CONFIG_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (environment !== undefined && file === undefined)
    throw new ConfigurationError(`There is no wrangler configuration in ${folder}, so it has no --env ${environment}.`);
  const config = file === undefined ? undefined : await readWrangler(folder, file, environment);
  const vars = pick(config?.vars ?? {});
  const secretsFile = [`.dev.vars.${environment ?? ''}`, '.dev.vars'].find((name) => existsSync(join(folder, name)));
  const local = pick(secretsFile === undefined ? {} : parseEnv(readFileSync(join(folder, secretsFile), 'utf8')));
  const surrounding = pick(env);
  const values = {...vars, ...local, ...surrounding};
  const secrets = SECRET_NAMES.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]]));
  const fileName = file && `${basename(file)}${environment === undefined ? '' : ` (env.${environment})`}`;
  return {
    values,
    sources: {
      ...sourcesOf(vars, fileName ?? ''),
      ...sourcesOf(local, secretsFile ?? ''),
      ...sourcesOf(surrounding, 'the environment'),
    },
    deployed: {...vars, ...Object.fromEntries(secrets)},
    file: fileName,
    bucket: config?.r2_buckets.find(({binding}: {binding: string}) => binding === 'VIDEOS')?.bucket_name,
  };
}

/** Wrangler's own reader, from the project that is looked at: it knows all formats and how environments inherit. */
async function readWrangler(
  folder: string,
  file: string,
  environment: string | undefined,
): Promise<ReturnType<typeof unstable_readConfig>> {
  let path: string;
  try {
    path = createRequire(join(folder, 'package.json')).resolve('wrangler');
  } catch {
    throw new ConfigurationError(`wrangler is not installed in ${folder}, so ${basename(file)} cannot be read.`);
  }
  process.env.WRANGLER_SEND_METRICS ??= 'false';
  const wrangler: {unstable_readConfig: typeof unstable_readConfig} = await import(pathToFileURL(path).href);
  try {
    const args = {config: file, ...(environment !== undefined && {env: environment})};
    const config = wrangler.unstable_readConfig(args, {hideWarnings: true});
    if (environment !== undefined && !config.definedEnvironments?.includes(environment)) {
      const known = config.definedEnvironments?.join(', ') || 'none';
      throw new ConfigurationError(`${basename(file)} has no environment "${environment}". It has: ${known}.`);
    }
    return config;
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(`${basename(file)} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** The settings among these values. An empty string counts as unset. */
function pick(values: Readonly<Record<string, unknown>>): SettingsEnv {
  const set = SETTING_NAMES.flatMap((name) => {
    const value = values[name];
    return value === undefined || value === null || value === '' ? [] : [[name, String(value)]];
  });
  return Object.fromEntries(set);
}

function sourcesOf(values: SettingsEnv, source: string): Configuration['sources'] {
  return Object.fromEntries(Object.keys(values).map((name) => [name, source]));
}
