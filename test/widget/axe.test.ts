import 'axe-core';
import {executeServerCommand} from '@web/test-runner-commands';
import {assert} from 'chai';
import {openState, STATES} from './support/states.ts';

declare const axe: typeof import('axe-core');

interface Trees {
  found: string;
  kept: string | undefined;
}

// Both look at the tree and not at how it is painted, which is the same in each engine: one of them is enough. Contrast and
// layout, which differ, are measured in all of them.
if (navigator.userAgent.includes('Chrome/')) {
  for (const scheme of ['light', 'dark'] as const) {
    for (const name of Object.keys(STATES)) {
      test(`axe finds nothing: ${name}, ${scheme}`, async () => {
        using page = await openState(name, scheme);
        // What fades in would be measured halfway.
        await Promise.all(
          page.root
            .getAnimations()
            .map((animation) => (animation instanceof CSSTransition ? animation.finished : null)),
        );
        const {violations} = await axe.run(page.element);
        assert.deepEqual(
          violations.flatMap(({id, nodes}) =>
            nodes.map(({html, failureSummary}) => `${id}: ${failureSummary} ${html}`),
          ),
          [],
        );
      });
    }
  }

  for (const name of Object.keys(STATES)) {
    test(`assistive technology is given what accessibility-tree.txt says: ${name}`, async () => {
      using _page = await openState(name, 'light', name === 'idle');
      const {found, kept} = await executeServerCommand<Trees, {state: string}>('tree', {state: name});
      assert.equal(found, kept);
    });
  }
}
