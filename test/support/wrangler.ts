// Run in place of wrangler by the set-up: hands over what it is told to the test, and answers as the test says.

import {appendFile, readFile} from 'node:fs/promises';
import {parseArgs} from 'node:util';
import type {WranglerCall, WranglerReply} from './cloud.ts';

const {CLOUD_URL = '', WRANGLER_OUTPUT_FILE_PATH} = process.env;
const args = process.argv.slice(2);
const {values} = parseArgs({args, strict: false, allowPositionals: true, options: {'secrets-file': {type: 'string'}}});
const file = values['secrets-file'];
const call: WranglerCall = {
  command: args.filter((arg) => arg !== file && !arg.startsWith('--')).join(' '),
  folder: process.cwd(),
  secrets: typeof file === 'string' ? JSON.parse(await readFile(file, 'utf8')) : {},
};
const response = await fetch(CLOUD_URL, {method: 'POST', body: JSON.stringify(call)});
const {code, url}: WranglerReply = (await response.json()) as WranglerReply;
if (url !== undefined && WRANGLER_OUTPUT_FILE_PATH !== undefined) {
  const entries = [
    {type: 'wrangler-session', version: 1},
    {type: 'deploy', version: 1, targets: ['shop.example/video/*', url]},
  ];
  await appendFile(WRANGLER_OUTPUT_FILE_PATH, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}
process.exitCode = code;
