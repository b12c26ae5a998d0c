// Runs on every page: inserts the deployment's own origin into code samples, and handles the Copy buttons.

/** Placeholder for the Worker's origin in the documentation. */
const EXAMPLE = 'https://your-worker.example';

/** The first element of this type that matches the selector. Throws if there is none: the page is then broken. */
export function find<T extends Element>(type: new () => T, selector: string): T {
  const found = document.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`this page has no ${selector}`);
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
    // Without access to the clipboard, the code is selected instead.
    if (code) getSelection()?.selectAllChildren(code);
    return;
  }
  button.addEventListener('blur', () => (button.textContent = label), {once: true});
});
