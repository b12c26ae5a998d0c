#!/usr/bin/env node
// The command `hailuo-generator` of the package. In this project: `npm run doctor`.

import {doctor} from './doctor/index.ts';

const HELP = `Usage: hailuo-generator doctor [options] [address]

Checks the settings of a folder, or a deployed Worker: hailuo-generator doctor --help`;

const [command, ...args] = process.argv.slice(2);
if (command === 'doctor') process.exitCode = await doctor(args);
else if (command === undefined || command === '--help' || command === '-h') console.log(HELP);
else {
  console.error(`There is no command "${command}".\n\n${HELP}`);
  process.exitCode = 2;
}
