import 'hailuo-generator';

const generator = document.createElement('hailuo-generator');
generator.endpoint = import.meta.env.VITE_ENDPOINT;
generator.starters = ['A lighthouse in a storm'];
generator.fixed = '{"preset": "768p", "numberResults": 2}';
generator.disabled = true;
document.querySelector('button')?.addEventListener('click', () => {
  generator.disabled = false;
});
generator.addEventListener('hailuo-submit', (event) => {
  event.request.positivePrompt += ', in our style';
});
generator.addEventListener('hailuo-result', ({generation}) => {
  document.querySelector('output')?.append(`Made: ${generation.results.length}`);
});
document.body.append(generator);
