import {assert} from 'chai';
import type {HailuoGenerator} from '../../../widget/hailuo-generator.ts';
import {LANGUAGES} from '../../../widget/i18n/language.ts';
import {terms} from '../../../widget/i18n/locales/en.ts';
import {runTerms} from '../../../widget/i18n/locales/en-run.ts';
import type {Words} from '../../../widget/i18n/words.ts';
import {PROBLEMS} from '../../../worker/contract/index.ts';
import {clip, failure, Page, processing, success, until} from '../support/page.ts';

for (const tag of ['en', ...Object.keys(LANGUAGES)]) {
  test(`it speaks ${tag}, from the form to failures`, async () => {
    using page = await Page.open({post: [failure('generationFailed')]});
    page.element.lang = tag;
    await until(() => page.root.querySelector('.layout')?.getAttribute('lang') === tag);
    const {generate, problems} = await wordsOf(tag);
    assert.include(page.text, generate);
    await page.type('A red fox');
    page.root.querySelector('form')?.requestSubmit();
    await until(() => page.root.querySelector('.screen.error'));
    assert.include(page.status, problems.generationFailed[0]);
    assert.equal(page.status.includes(runTerms.problems.generationFailed[0]), tag === 'en');
    assert.notInclude(page.text, 'undefined');
  });
}

test('a language with a region or a script is the language, and keeps its tag', async () => {
  using page = await Page.open();
  for (const [tag, word] of [
    ['pt-BR', 'Gerar'],
    ['zh-Hans', '生成'],
  ] as const) {
    page.element.lang = tag;
    await page.shows(word);
    assert.equal(page.root.querySelector('.layout')?.getAttribute('lang'), tag);
  }
});

test('the nearest lang decides, and a change of it is followed', async () => {
  using page = await Page.open();
  const surroundings = page.element.parentElement as HTMLElement;
  surroundings.lang = 'fr';
  await page.shows('Générer');
  page.element.lang = 'de-AT';
  await page.shows('Erzeugen');
  page.element.removeAttribute('lang');
  await page.shows('Générer');
  surroundings.removeAttribute('lang');
  await page.shows('Generate');
});

test('the lang around a shadow root counts inside it', async () => {
  using page = await Page.open();
  const outer = page.element.parentElement as HTMLElement;
  const host = outer.appendChild(document.createElement('div'));
  host.attachShadow({mode: 'open'}).append(page.element);
  outer.lang = 'nl';
  await page.shows('Maken');
});

test('a language without words is English, and the clips go on', async () => {
  using page = await Page.open({post: [processing()], get: ['hang']});
  page.element.lang = 'fi';
  await page.generate();
  await page.shows('Making your video');
  page.element.lang = 'pl';
  await page.shows('Tworzenie Twojego filmu');
  assert.lengthOf(await page.requests('POST'), 1);
});

test('a page can add a language, which is English where it lacks words', async () => {
  using page = await Page.open();
  const {languages} = page.element.constructor as typeof HailuoGenerator;
  languages.he = async () => ({default: {generate: 'יצירה'}});
  page.element.lang = 'he-IL';
  await page.shows('יצירה');
  assert.include(page.text, 'Size');
  const layout = page.root.querySelector('.layout') as HTMLElement;
  assert.deepEqual([layout.lang, layout.dir], ['he-IL', 'rtl']);
  delete languages.he;
});

test('Arabic runs from right to left', async () => {
  using page = await Page.open();
  page.element.lang = 'ar';
  await page.shows('إنشاء');
  assert.equal(getComputedStyle(page.root.querySelector('.layout') as Element).direction, 'rtl');
});

test('Polish counts as Polish does', async () => {
  using page = await Page.open({post: [success(...[1, 2, 3].map(clip))]});
  page.element.lang = 'pl';
  await page.shows('Utwórz');
  await page.type('x'.repeat(2002));
  assert.equal(page.prompt.validationMessage, 'Za długi o 2 znaki.');
  await page.type('x'.repeat(2005));
  assert.equal(page.prompt.validationMessage, 'Za długi o 5 znaków.');
});

test('what is wrong is told in the language switched to', async () => {
  using page = await Page.open();
  await page.submit();
  await page.shows('Describe your video');
  page.element.lang = 'de';
  await page.shows('Beschreiben Sie Ihr Video');
});

test('money and lengths are written as the language does', async () => {
  using page = await Page.open();
  page.element.lang = 'de';
  await page.shows('0,28');
  assert.include(page.text, '6 Sek.');
});

test('the page has the last word', async () => {
  using page = await Page.open();
  page.element.terms = {generate: 'Film it', emptyStage: 'Nothing yet'};
  await page.shows('Film it');
  page.element.lang = 'de';
  await page.shows('Größe');
  assert.include(page.text, 'Film it');
});

test('every problem has its own words in every language', async () => {
  for (const tag of Object.keys(LANGUAGES)) {
    const {problems} = await wordsOf(tag);
    assert.includeMembers(Object.keys(problems), Object.keys(PROBLEMS), tag);
    for (const [code, sentences] of Object.entries(problems)) assert.lengthOf(sentences, 2, `${tag} ${code}`);
  }
});

/** All texts of a language: the files of those the element brings lack none. */
async function wordsOf(tag: string): Promise<Words> {
  return ((await LANGUAGES[tag]?.())?.default as Words | undefined) ?? {...terms, ...runTerms};
}
