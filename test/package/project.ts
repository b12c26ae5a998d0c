// A project of somebody who knows nothing of this one: consumer-projects/, with the packed package installed by npm.

import {execFile} from 'node:child_process';
import {cp, rename} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {pack} from './tarball.ts';

const STRANGERS = join(import.meta.dirname, 'consumer-projects');

/** Such a project, in a folder of its own. */
export interface Project extends AsyncDisposable {
  folder: string;
  /** Runs a program of one of its packages in one of its folders; what it printed, and whether it was content. */
  run(program: string, args: readonly string[], at: string, env?: Record<string, string>): Promise<Outcome>;
}

/** What came of running a program. */
export interface Outcome {
  ok: boolean;
  output: string;
}

/** Packs the package and installs it there. */
export async function installedProject(): Promise<Project> {
  const tarball = await pack();
  const {folder} = tarball;
  await cp(STRANGERS, folder, {recursive: true});
  await rename(tarball.file, join(folder, 'hailuo-generator.tgz'));
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  await promisify(execFile)('npm', install, {cwd: folder});
  return {
    folder,
    async run(program, args, at, env = {}) {
      const options = {cwd: join(folder, at), env: {...process.env, ...env}};
      const running = promisify(execFile)(process.execPath, [join(folder, 'node_modules', program), ...args], options);
      return running.then(
        ({stdout, stderr}) => ({ok: true, output: stdout + stderr}),
        ({stdout, stderr}) => ({ok: false, output: stdout + stderr}),
      );
    },
    [Symbol.asyncDispose]: () => tarball[Symbol.asyncDispose](),
  };
}
