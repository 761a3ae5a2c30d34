/** Which figure of agreement fits the ratings, in a plain sentence. */
import { listOf, share } from '../../tables/numbers.ts';
import type { AgreementJson } from './agreement.ts';

/** At this difference or more, raters' different levels are mentioned. */
const levelGap = 0.15;

/** Krippendorff's bounds (2004, p. 241): reliable from .800, tentative conclusions from .667. */
function verdict(alpha: number): string {
  if (alpha >= 0.8) return 'reliable by Krippendorff’s .80';
  if (alpha >= 0.667) return 'good for tentative conclusions only (.67 to .80)';
  return 'below the .67 that even tentative conclusions need';
}

export function agreementAdvice(found: Omit<AgreementJson, 'advice' | 'warnings'>): string {
  const { meta, kappa, icc, krippendorff } = found;
  const alpha = krippendorff[meta.level];
  if (alpha === null)
    return meta.categories.length < 2
      ? 'No figure fits: where everything is rated the same, agreement by chance is complete too.'
      : 'No figure fits: too few things were rated by two raters or more.';
  const data = listOf([
    {
      nominal: 'categories without order',
      ordinal: 'ordered steps',
      interval: 'numbers with even distances',
      ratio: 'numbers with a natural zero',
    }[meta.level],
    `${meta.raters.length} raters`,
    meta.missing > 0 ? 'gaps' : 'no gaps',
  ]);
  const main = `Krippendorff’s α (${meta.level}) of ${share(alpha)} is the figure to report, ${verdict(alpha)}`;
  const others: string[] = [];
  if ('varKappa' in kappa && meta.missing === 0) {
    if (meta.level === 'nominal' && kappa.kappa !== null)
      others.push(`Cohen’s κ ${share(kappa.kappa)} where readers expect it`);
    if (meta.level === 'ordinal' && kappa.weightedKappa !== null)
      others.push(`κ with quadratic weights ${share(kappa.weightedKappa)} where readers expect it`);
  }
  if (
    !('withheld' in icc) &&
    icc.dropped === 0 &&
    (meta.level === 'interval' || meta.level === 'ratio')
  ) {
    const { icc: values } = icc.anova;
    others.push(
      `ICC2 ${share(values[1]!)} for one such rater, or ICC2k ${share(values[4]!)} if you continue with the raters’ mean`,
    );
  }
  const apart =
    !('withheld' in icc) && (icc.anova.icc[2] ?? 0) - (icc.anova.icc[1] ?? 0) >= levelGap
      ? ` The raters order things more alike (ICC3 ${share(icc.anova.icc[2]!)}) than they agree (ICC2 ${share(icc.anova.icc[1]!)}): some rate higher than others throughout.`
      : '';
  return `For ${data}, ${main}${others.length > 0 ? `; ${others.join('; ')}` : ''}.${apart}`;
}
