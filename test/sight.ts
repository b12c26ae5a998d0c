// What a test in the page cannot do by itself, where the browser lets its driver (Chromium): take a picture of a part of
// the page, and be looked at by somebody with other settings.

import type {TestRunnerPlugin} from '@web/test-runner';
import type {ChromeLauncher} from '@web/test-runner-chrome';

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Answers `picture` with a PNG in base64, and `media` after its features are set. */
export function sightPlugin(): TestRunnerPlugin<Area & Record<string, string>> {
  return {
    name: 'sight',
    async executeCommand({command, payload, session}) {
      if (!payload || !/^(picture|media)$/.test(command)) return undefined;
      const page = (session.browser as ChromeLauncher).getPage(session.id);
      if (command === 'picture') return page.screenshot({clip: payload, encoding: 'base64'});
      const features = Object.entries(payload).map(([name, value]) => ({name, value}));
      const client = await page.createCDPSession();
      await client.send('Emulation.setEmulatedMedia', {features});
      return true;
    },
  };
}
