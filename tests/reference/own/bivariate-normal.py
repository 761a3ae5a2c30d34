"""Bivariate normal probabilities to 20 digits by mpmath's quadrature; writes bivariate-normal.json beside it."""
import json, os
from mpmath import mp, mpf, quad, exp, sqrt, erfc, pi, asin, sin, cos, linspace

mp.dps = 40
def phi(z): return erfc(-z / sqrt(mpf(2))) / 2
def cdf(h, k, r):
    h, k, r = mpf(h), mpf(k), mpf(r)
    # P(X <= h, Y <= k) = integral over x <= h of the density times P(Y <= k | x)
    s = sqrt(1 - r * r)
    f = lambda x: exp(-x * x / 2) / sqrt(2 * pi) * phi((k - r * x) / s)
    bend = k / r if r != 0 else mpf(0)
    points = sorted({x for x in [mpf(-14)] + [bend + w * s / max(abs(r), mpf('0.1')) for w in (-9, -3, -1, 0, 1, 3, 9)] + linspace(-8, 8, 9) if -14 <= x < h} | {h})
    return quad(f, points)
out = []
for r in ['0', '0.1', '-0.25', '0.5', '-0.7', '0.9', '-0.92', '0.926', '-0.95', '0.99', '-0.999', '0.9999', '-0.999999']:
    for h, k in [('0', '0'), ('1', '1'), ('-1.5', '0.3'), ('2', '-0.7'), ('-2.5', '-2.4'), ('0.4', '0.41'), ('-3', '1'), ('1.2', '-1.2'), ('4', '3.5'), ('-4', '-5')]:
        out.append({'h': float(h), 'k': float(k), 'rho': float(r), 'p': mp.nstr(cdf(h, k, r), 20)})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'bivariate-normal.json'), 'w') as f:
    json.dump(out, f, indent=0); f.write('\n')
