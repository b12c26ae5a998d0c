import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startWorld} from '../world.ts';
import {otherSite} from './site.ts';
import {visit} from './visitor.ts';

/** Pages that make it hard. `SCRIPT` stands for the URL of the element's script. Each must come to a playing clip. */
const HOSTS: Readonly<Record<string, string>> = {
  'the markup comes before the script': `
    <hailuo-generator></hailuo-generator><script type="module" src="SCRIPT"></script>`,
  'the element is made by a script': `
    <script type="module" src="SCRIPT"></script>
    <script>document.documentElement.append(document.createElement('hailuo-generator'))</script>`,
  'the element stands inside another shadow root': `
    <div id="host"></div><script type="module" src="SCRIPT"></script>
    <script>document.querySelector('#host').attachShadow({mode: 'open'}).innerHTML = '<hailuo-generator></hailuo-generator>'</script>`,
  'the script is loaded twice, from two addresses': `
    <script type="module" src="SCRIPT"></script><script type="module" src="SCRIPT?again"></script>
    <hailuo-generator></hailuo-generator>`,
  'the element is hidden at first, then shown': `
    <div id="tab" style="display: none"><hailuo-generator></hailuo-generator></div><script type="module" src="SCRIPT"></script>
    <script>customElements.whenDefined('hailuo-generator').then(() => { document.querySelector('#tab').style.display = 'block' })</script>`,
  'the element is moved': `
    <hailuo-generator></hailuo-generator><div id="elsewhere"></div><script type="module" src="SCRIPT"></script>
    <script>customElements.whenDefined('hailuo-generator').then(() => { document.querySelector('#elsewhere').append(document.querySelector('hailuo-generator')) })</script>`,
  'a reset undoes everything': `
    <style>* { all: unset !important; }</style>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'global styles shout': `
    <style>button, input, textarea, video, div { display: none !important; color: red !important; font-size: 80px !important; }</style>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'an ancestor is transformed and zoomed': `
    <div style="transform: rotate(1deg) scale(.9); zoom: 1.2"><hailuo-generator></hailuo-generator></div>
    <script type="module" src="SCRIPT"></script>`,
  'it has 260 pixels': `
    <div style="width: 260px"><hailuo-generator></hailuo-generator></div><script type="module" src="SCRIPT"></script>`,
  'the prototypes are frozen': `
    <script>for (const type of [Object, Array, Function, Promise, Map, Set, String, Number]) Object.freeze(type.prototype)</script>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'a tag manager has patched the globals': `
    <script>
      const [real, then] = [window.fetch, Promise.prototype.then];
      window.fetch = function (...all) { return real.apply(this, all).then((answer) => answer); };
      Array.prototype.extra = function () {}; Object.prototype.inherited = 'x';
      window.customElements.define = new Proxy(customElements.define, {apply: (define, self, all) => Reflect.apply(define, customElements, all)});
    </script>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'storage is blocked': `
    <script>for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError') }})</script>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'the page is in Arabic': `
    <body lang="ar" dir="rtl"><script type="module" src="SCRIPT"></script><hailuo-generator lang="en"></hailuo-generator>`,
};

for (const [name, body] of Object.entries(HOSTS)) {
  test(`it works where ${name}`, async () => {
    await using shop = await otherSite();
    await using world = await startWorld({settings: {ALLOWED_ORIGINS: shop.url}});
    const script = `${world.url}/hailuo-generator.js`;
    shop.html = `<!doctype html><title>A page</title><link rel="icon" href="data:,">${body.replaceAll('SCRIPT', script)}`;
    await using visitor = await visit(shop.url);
    await visitor.type('Prompt', 'A red fox');
    await visitor.click('button', 'Generate · $0.28');
    assert.ok((await visitor.plays()) > 0.5);
    assert.deepEqual(visitor.complaints, []);
    assert.equal(world.runware.accepted, 1);
  });
}
