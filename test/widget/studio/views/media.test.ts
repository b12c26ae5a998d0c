import {executeServerCommand} from '@web/test-runner-commands';
import {assert} from 'chai';
import {until} from '../../support/page.ts';
import {openState, STATES} from '../../support/states.ts';

/** Rules that move something by themselves, apart from those for visitors who do not mind. */
function movingIn(rules: CSSRuleList): string[] {
  return [...rules].flatMap((rule) => {
    if (rule instanceof CSSMediaRule && rule.conditionText.includes('prefers-reduced-motion: no-preference')) return [];
    if (rule instanceof CSSKeyframesRule) return [];
    const inside = 'cssRules' in rule ? movingIn(rule.cssRules as CSSRuleList) : [];
    const moves = rule instanceof CSSStyleRule && rule.style.animationName;
    return moves ? [rule.cssText, ...inside] : inside;
  });
}

test('nothing moves by itself but for visitors who do not mind', async () => {
  using page = await openState('processing, with a first clip');
  const sheets = page.root.adoptedStyleSheets;
  assert.isAbove(sheets.length, 4, 'those of the studio are there');
  assert.deepEqual(
    sheets.flatMap((sheet) => movingIn(sheet.cssRules)),
    [],
  );
});

// The only engine whose driver can pretend.
if (navigator.userAgent.includes('Chrome/')) {
  /** Another visitor's settings, until it is disposed of: the browser goes on to the next test with the same page. */
  const pretend = async (name: string, value: string): Promise<AsyncDisposable> => {
    await executeServerCommand('media', {[name]: value});
    return {[Symbol.asyncDispose]: () => executeServerCommand('media', {})};
  };

  for (const name of Object.keys(STATES)) {
    test(`nothing moves under reduced motion: ${name}`, async () => {
      await using _settings = await pretend('prefers-reduced-motion', 'reduce');
      using page = await openState(name);
      assert.deepEqual(page.root.getAnimations(), []);
      assert.isNotOk(page.video?.autoplay);
    });
  }

  test('in forced colours, selected options and the focus are distinguishable', async () => {
    await using _settings = await pretend('forced-colors', 'active');
    using page = await openState('success with four clips');
    assert.isTrue(matchMedia('(forced-colors: active)').matches);
    const [chosen, other] = page.root.querySelectorAll('.variations > label');
    assert.notEqual(edgeOf(chosen), edgeOf(other));
    const [size, otherSize] = page.root.querySelectorAll('.choice label');
    assert.notEqual(
      getComputedStyle(size as Element).backgroundColor,
      getComputedStyle(otherSize as Element).backgroundColor,
    );
    page.prompt.focus();
    assert.equal(getComputedStyle(page.prompt.closest('.prompt-box') as Element).outlineStyle, 'solid');
    assert.notEqual(getComputedStyle(page.submitButton).borderTopColor, 'rgba(0, 0, 0, 0)');
  });

  test('in forced colours, the video on the stage is distinguishable', async () => {
    await using _settings = await pretend('forced-colors', 'active');
    using page = await openState('two under way');
    await until(() => page.root.querySelector('[aria-current=true]'));
    const [staged, other] = page.root.querySelectorAll('.card > .picture');
    assert.notEqual(edgeOf(staged), edgeOf(other));
  });
}

function edgeOf(element: Element | undefined): string {
  const {borderTopColor, borderTopWidth} = getComputedStyle(element as Element);
  return `${borderTopWidth} ${borderTopColor}`;
}
