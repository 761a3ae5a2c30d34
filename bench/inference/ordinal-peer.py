"""python ordinal-peer.py <folder> [warmup] [draws]: the ordinal model of docs/ordinal-model.md in NumPyro (NUTS).

Reads ratings.csv and items.csv of the folder, which ordinal-peer.ts writes; writes draws.csv (chain, figures) and
seconds.txt (processor time of the draws after warmup). numpyro 0.19, jax 0.7 on one thread.
"""
import csv
import os
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.linalg import solve_triangular
from jax.scipy.special import ndtr

numpyro.enable_x64()
folder = sys.argv[1]
warmup = int(sys.argv[2]) if len(sys.argv) > 2 else 500
draws = int(sys.argv[3]) if len(sys.argv) > 3 else 1000


def read(name):
    with open(os.path.join(folder, name)) as file:
        rows = list(csv.reader(file))
    return {h: np.array([float(r[k]) for r in rows[1:]]) for k, h in enumerate(rows[0])}


data = read("ratings.csv")
who, item, wording, rating = (data[k].astype(int) - 1 for k in ("model", "item", "wording", "rating"))
order = data["order"]
keys = np.stack(list(read("items.csv").values()), axis=1)
M, I, J, C, V = who.max() + 1, len(keys), wording.max() + 1, rating.max() + 1, keys.shape[1]
family = np.zeros(M, int)
family[who] = data["family"].astype(int) - 1
F = family.max() + 1
cells, cell = np.unique(who * I + item, return_inverse=True)


def zero_sum(x, axis=-1):
    return x - x.mean(axis, keepdims=True)


def normals(name, *shape):
    return numpyro.sample(name, dist.Normal(0, 1).expand(list(shape)).to_event(len(shape)))


def model():
    half = lambda name, scale: numpyro.sample(name, dist.HalfNormal(scale))
    sd = {k: half("sd" + k, s) for k, s in dict(Item=2, Deviation=2, Acquiescence=1, Wordings=1, Orders=1, Spread=0.5).items()}
    tau = numpyro.sample("tau", dist.ImproperUniform(dist.constraints.ordered_vector, (), (C - 1,)))
    numpyro.factor("thresholds", dist.Normal(0, 3).log_prob(tau).sum())
    mu = 2 * normals("mu", V)
    scales = numpyro.sample("scales", dist.HalfNormal(1).expand([V]).to_event(1))
    precision = numpyro.sample("precision", dist.WishartCholesky(V + 4.0, rate_matrix=3 * jnp.eye(V)))
    correlated = lambda z: solve_triangular(precision.T, z.T, lower=False).T
    rho = numpyro.sample("rho", dist.Uniform(0, 1))
    theta = jnp.sqrt(rho) * correlated(normals("families", F, V))[family] + jnp.sqrt(1 - rho) * correlated(normals("models", M, V))
    level = numpyro.deterministic("level", mu + scales * theta)
    numpyro.deterministic("score", zero_sum(level))
    a = numpyro.deterministic("a", sd["Acquiescence"] * zero_sum(normals("za", M)))
    sigma = numpyro.deterministic("sigma", jnp.exp(sd["Spread"] * zero_sum(normals("zl", M))))
    s = numpyro.sample("s", dist.Normal(0, 1))
    S = numpyro.deterministic("S", s + sd["Orders"] * normals("zs", M))
    w = zero_sum(normals("zw", J))
    g = numpyro.deterministic("g", w + sd["Wordings"] * zero_sum(normals("zg", M, J)))
    b = sd["Item"] * normals("zb", I)
    d = sd["Deviation"] * normals("zd", len(cells))
    base = (level[cells // I] * keys[cells % I]).sum(1) + a[cells // I] + b[cells % I] + d
    eta = base[cell] + g[who, wording] + order * S[who]
    ends = jnp.concatenate([jnp.array([-1e3]), tau, jnp.array([1e3])])
    low, high = (ends[rating] - eta) / sigma[who], (ends[rating + 1] - eta) / sigma[who]
    # In the lower tail, where probabilities keep their digits.
    flip = low > 0
    p = ndtr(jnp.where(flip, -low, high)) - ndtr(jnp.where(flip, -high, low))
    numpyro.factor("ratings", jnp.log(jnp.maximum(p, 1e-280)).sum())


mcmc = numpyro.infer.MCMC(
    numpyro.infer.NUTS(model, target_accept_prob=0.9), num_warmup=warmup, num_samples=draws, num_chains=4,
    chain_method="sequential", progress_bar=False,
)
mcmc.warmup(jax.random.PRNGKey(1))
start = time.process_time()
mcmc.run(mcmc.post_warmup_state.rng_key)
seconds = time.process_time() - start
found = mcmc.get_samples(group_by_chain=True)
names, columns = [], []
for key in ["level", "score", "a", "sigma", "S", "g", "tau", "s", "rho"] + [k for k in found if k.startswith("sd")]:
    x = np.asarray(found[key])
    for index in np.ndindex(x.shape[2:]):
        place = "" if not index else "[" + ",".join(str(i + 1) for i in index) + "]"
        names.append(key + place)
        columns.append(x[(slice(None), slice(None)) + index])
with open(os.path.join(folder, "draws.csv"), "w") as file:
    out = csv.writer(file, delimiter=";")
    out.writerow(["chain"] + names)
    for c in range(4):
        for t in range(draws):
            out.writerow([c] + [f"{x[c, t]:.9g}" for x in columns])
with open(os.path.join(folder, "seconds.txt"), "w") as file:
    file.write(f"{seconds:.2f}\n")
print(f"{seconds:.1f} s, divergences {int(mcmc.get_extra_fields()['diverging'].sum())}")
