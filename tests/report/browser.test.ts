/**
 * The report as a browser lays it out: nothing reaches beyond the page, no word is broken, a table of 35 models fits a
 * printed page. Skipped where no Chromium is installed; `npm run test:browser` fails there.
 */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import { reportData } from '../../src/report/report-data.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import { heldResponses } from '../support/answer-facts.ts';
import { findChromium, startChromium } from '../support/browser.ts';
import { fixtureState, ratedInstruments } from '../support/fixture-state.ts';
import { hostileInput } from './hostile-run.ts';

/** The part of an A4 sheet that a browser prints on, in pixels, with its usual margins. */
const sheet = { width: 718, height: 1047 };
const measures = readFileSync(new URL('./page-measures.js', import.meta.url), 'utf8');
const chromium = findChromium();
const required = process.env.VALUELEX_BROWSER === 'required';

const models = Array.from(
  { length: 35 },
  (_, at) => `openrouter:maker-${at % 7}/model-${at}-70b-instruct`,
);
const input = hostileInput();
const bare = {
  responses: heldResponses([]),
  instruments: input.instruments.map((one) => ({ ...one, facts: null })),
};
const families = Array.from({ length: 9 }, (_, at) => `Maker-${at} Long-Family-Name`);
/** With a figure of the means of nine families. */
function familyState() {
  const state = fixtureState({ models });
  const { exams, scores } = ratedIn(state.results);
  const grouped = scores.map((one) => ({
    ...one,
    models: one.models.map((model, at) => ({ ...model, family: families[at % 9]! })),
  }));
  const instruments = ratedInstruments(exams, grouped);
  return { ...state, results: { ...state.results, instruments } };
}
const pages = {
  'nine families': htmlReport(reportData({ ...input, ...bare, state: familyState() })),
  '35 models': htmlReport(reportData({ ...input, ...bare, state: fixtureState({ models }) })),
  'hostile text': htmlReport(reportData(input)),
};

/** What measures say of a page in a window of this width. */
type Measure = <T>(call: string) => Promise<T>;

describe.skipIf(!chromium && !required)(
  `report in ${chromium ?? 'a browser (skipped: no Chromium)'}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      if (!chromium) throw new Error('No Chromium: install one, or name it in VALUELEX_CHROMIUM.');
      browser = await startChromium(chromium);
    });
    afterAll(() => browser?.close());

    async function shown(
      html: string,
      { width, print = false }: { width: number; print?: boolean },
      look: (measure: Measure) => Promise<void>,
    ): Promise<void> {
      const page = await browser.newPage({ viewport: { width, height: 1000 } });
      try {
        await page.setContent(html);
        if (print) await page.emulateMedia({ media: 'print' });
        await look((call) => page.evaluate(`${measures}\n${call}`));
      } finally {
        await page.close();
      }
    }

    for (const [name, html] of Object.entries(pages)) {
      it.each([1280, 400])(`keeps ${name} within %i pixels, every word whole`, async (width) => {
        await shown(html, { width }, async (measure) => {
          await measure('measures.unfold()');
          expect(await measure('measures.overflowing()')).toEqual([]);
          expect(await measure('measures.brokenWords()')).toEqual([]);
        });
      });
    }

    it('draws the means of families', () => {
      for (const family of families)
        expect(pages['nine families']).toMatch(new RegExp(`${family}: mean of [34]`));
    });

    it('needs no sideways scrolling at 1280 pixels', async () => {
      await shown(pages['35 models'], { width: 1280 }, async (measure) => {
        await measure('measures.unfold()');
        expect(await measure('measures.scrolledBoxes()')).toEqual([]);
      });
    });

    it('draws the picture of 35 models on the first page, on a screen and on paper', async () => {
      await shown(pages['35 models'], { width: 1280 }, async (measure) => {
        expect(await measure('measures.endOfPicture()')).toBeLessThan(1000);
      });
      await shown(pages['35 models'], { width: sheet.width, print: true }, async (measure) => {
        expect(await measure('measures.endOfPicture()')).toBeLessThan(sheet.height);
      });
    });

    it('prints a table of 35 models on one sheet', async () => {
      await shown(pages['35 models'], { width: sheet.width, print: true }, async (measure) => {
        const all =
          await measure<{ rows: number; height: number; width: number }[]>('measures.tables()');
        const long = all.filter(({ rows }) => rows >= 35);
        expect(long.length).toBeGreaterThanOrEqual(2);
        expect(
          long.filter(({ height, width }) => height > sheet.height || width > sheet.width),
        ).toEqual([]);
      });
    });
  },
);
