// What a test in the page cannot do by itself, where the browser lets its driver (Chromium): take a picture of a part of
// the page, and be looked at by somebody with other settings.

import type {TestRunnerPlugin} from '@web/test-runner';
import type {ChromeLauncher, puppeteerCore} from '@web/test-runner-chrome';

type Page = puppeteerCore.Page;
type CDPSession = puppeteerCore.CDPSession;

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Answers `picture` with a PNG in base64, and `media` once its features are set, or, where it has none, as they were. */
export function sightPlugin(): TestRunnerPlugin<Area & Record<string, string>> {
  const pretences = new Map<Page, CDPSession>();
  return {
    name: 'sight',
    async executeCommand({command, payload, session}) {
      if (!payload || !/^(picture|media)$/.test(command)) return undefined;
      const page = (session.browser as ChromeLauncher).getPage(session.id);
      if (command === 'picture') return page.screenshot({clip: payload, encoding: 'base64'});
      // What one of these has set holds until it is gone.
      await pretences.get(page)?.detach();
      pretences.delete(page);
      const features = Object.entries(payload).map(([name, value]) => ({name, value}));
      if (features.length) {
        const pretence = await page.createCDPSession();
        pretences.set(page, pretence);
        await pretence.send('Emulation.setEmulatedMedia', {features});
      }
      return true;
    },
  };
}
