// What every page does: it names the deployment it comes from, and copies code.

/** What stands for the Worker's origin in everything that is written before there is one. */
const EXAMPLE = 'https://your-worker.example';

/** The first element of this kind that the selector finds; a page without it is broken. */
export function find<T extends Element>(type: new () => T, selector: string): T {
  const found = document.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`the page lacks ${selector}`);
}

for (const code of document.querySelectorAll('code')) {
  if (code.textContent.includes(EXAMPLE)) code.textContent = code.textContent.replaceAll(EXAMPLE, location.origin);
}

document.addEventListener('click', async ({target}) => {
  const button = target instanceof Element && target.closest('.code > button');
  if (!button) return;
  const code = button.parentElement?.querySelector('code');
  const {textContent: label} = button;
  try {
    await navigator.clipboard.writeText(code?.textContent ?? '');
    button.textContent = 'Copied';
  } catch {
    // No clipboard here: what was to be copied is selected instead.
    if (code) getSelection()?.selectAllChildren(code);
    return;
  }
  button.addEventListener('blur', () => (button.textContent = label), {once: true});
});
