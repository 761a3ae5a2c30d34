/** Sections on single models: the two that lie farthest apart, and the position of a checked model. */
import { tableHtml } from '../tables/as-html.ts';
import { type Markup, markup } from '../tables/markup.ts';
import { fixed, shortName } from '../tables/numbers.ts';
import { section } from './html-parts.ts';
import type { ReportData } from './report-schema.ts';

export function comparisonSection({ comparison }: ReportData): Markup | null {
  if (!comparison) return null;
  const [a, b] = [shortName(comparison.a), shortName(comparison.b)];
  const { driver, told } = comparison;
  const said = (name: string, { text, score }: { text: string; score: number | null }) =>
    markup`<div><p class="soft">${name} · ${fixed(score)}</p><blockquote>${text}</blockquote></div>`;
  return section(
    'comparison',
    `The two that lie farthest apart: ${a} and ${b}`,
    markup`<p class="lead">${told.so}</p>`,
    tableHtml(told),
    driver &&
      markup`<p>The stem that drives it most: “${driver.text ?? driver.item}”</p><div class="pair">${said(a, driver.a)}${said(b, driver.b)}</div>`,
  );
}

export function verdictSection({ verdict }: ReportData): Markup | null {
  if (!verdict) return null;
  return section(
    'verdict',
    `Where ${shortName(verdict.model)} stands`,
    markup`<p class="lead">${verdict.told.so}</p>`,
    tableHtml(verdict.told),
  );
}
