// The two lines, as they read on this deployment, and a button that copies them.

const lines = `<script type="module" src="${location.origin}/hailuo-generator.js"></script>\n<hailuo-generator></hailuo-generator>`;
const code = document.querySelector('.code code');
const button = document.querySelector('.code button');
if (code) code.textContent = lines;
button?.addEventListener('click', async () => {
  await navigator.clipboard.writeText(lines);
  button.textContent = 'Copied';
});
