# Rscript ordinal-peer.R <folder> <chains> <adapt> <draws> — the same ordinal model in JAGS (rjags). Reads ratings.csv and
# items.csv of the folder, which ordinal-peer.ts writes; writes jags.csv.
suppressMessages({ library(rjags); library(posterior) })
args <- commandArgs(TRUE)
folder <- args[1]; chains <- as.integer(args[2]); adapt <- as.integer(args[3]); draws <- as.integer(args[4])
d <- read.csv(file.path(folder, "ratings.csv"))
keys <- as.matrix(read.csv(file.path(folder, "items.csv")))
family <- d$family[match(1:max(d$model), d$model)]
cell <- as.integer(factor(paste(d$model, d$item)))
first <- match(seq_len(max(cell)), cell)
text <- "
model {
  for (n in 1:N) {
    eta[n] <- base[cell[n]] + g[who[n], wording[n]] + updown[n] * S[who[n]]
    for (c in 1:(C - 1)) { Q[n, c] <- phi((tau[c] - eta[n]) / sigma[who[n]]) }
    p[n, 1] <- Q[n, 1]
    for (c in 2:(C - 1)) { p[n, c] <- Q[n, c] - Q[n, c - 1] }
    p[n, C] <- 1 - Q[n, C - 1]
    y[n] ~ dcat(p[n, ])
  }
  for (k in 1:K) {
    base[k] ~ dnorm(inprod(keys[cellItem[k], ], level[cellModel[k], ]) + a[cellModel[k]] + b[cellItem[k]], pow(sdDeviation, -2))
  }
  for (i in 1:I) { b[i] ~ dnorm(0, pow(sdItem, -2)) }
  for (v in 1:V) { mu[v] ~ dnorm(0, 1 / 4); xi[v] ~ dnorm(0, 1); zero[v] <- 0 }
  Omega ~ dwish(R, V + 4)
  rho ~ dunif(0, 1)
  for (f in 1:F) { eta.f[f, 1:V] ~ dmnorm(zero, Omega) }
  for (m in 1:M) {
    eta.m[m, 1:V] ~ dmnorm(zero, Omega)
    for (v in 1:V) { level[m, v] <- mu[v] + xi[v] * (sqrt(rho) * eta.f[family[m], v] + sqrt(1 - rho) * eta.m[m, v]) }
    araw[m] ~ dnorm(0, pow(sdAcquiescence, -2))
    a[m] <- araw[m] - mean(araw)
    lraw[m] ~ dnorm(0, pow(sdSpread, -2))
    sigma[m] <- exp(lraw[m] - mean(lraw))
    S[m] ~ dnorm(s, pow(sdOrders, -2))
    for (j in 1:J) { graw[m, j] ~ dnorm(0, pow(sdWordings, -2)); g[m, j] <- w[j] + graw[m, j] - mean(graw[m, ]) }
    for (v in 1:V) { score[m, v] <- level[m, v] - mean(level[m, ]) }
  }
  for (j in 1:J) { wraw[j] ~ dnorm(0, 1); w[j] <- wraw[j] - mean(wraw) }
  s ~ dnorm(0, 1)
  for (c in 1:(C - 1)) { tau0[c] ~ dnorm(0, 1 / 9) }
  tau <- sort(tau0)
  sdItem ~ dnorm(0, 1 / 4) T(0, )
  sdDeviation ~ dnorm(0, 1 / 4) T(0, )
  sdAcquiescence ~ dnorm(0, 1) T(0, )
  sdWordings ~ dnorm(0, 1) T(0, )
  sdOrders ~ dnorm(0, 1) T(0, )
  sdSpread ~ dnorm(0, 4) T(0, )
}"
C <- max(d$rating)
data <- list(
  N = nrow(d), K = max(cell), I = nrow(keys), V = ncol(keys), M = max(d$model), F = max(family), J = max(d$wording), C = C,
  y = d$rating, who = d$model, wording = d$wording, updown = d$order, cell = cell, family = family,
  cellModel = d$model[first], cellItem = d$item[first], keys = keys, R = diag(3, ncol(keys))
)
spent <- function() sum(proc.time()[c("user.self", "sys.self")])
all <- c("level", "score", "a", "sigma", "S", "g", "tau", "mu", "s", "sdItem", "sdDeviation", "sdAcquiescence", "sdWordings", "sdOrders", "sdSpread", "rho")
runs <- lapply(seq_len(chains), function(k) {
  starts <- list(.RNG.name = "base::Mersenne-Twister", .RNG.seed = k, tau0 = sort(qnorm(cumsum(table(factor(d$rating, 1:C)))[1:(C - 1)] / (nrow(d) + 1))))
  m <- jags.model(textConnection(text), data, starts, n.adapt = adapt, quiet = TRUE)
  before <- spent()
  x <- coda.samples(m, all, draws)
  list(x = x[[1]], seconds = spent() - before)
})
x <- simplify2array(lapply(runs, function(r) as.matrix(r$x)))
x <- aperm(x, c(1, 3, 2))
told <- t(apply(x, 3, function(one) c(mean = mean(one), sd = sd(one), mcse = mcse_mean(one), rhat = rhat(one), bulk = ess_bulk(one), tail = ess_tail(one))))
seconds <- sum(sapply(runs, `[[`, "seconds"))
write.csv(data.frame(figure = rownames(told), told, seconds = seconds), file.path(folder, "jags.csv"), row.names = FALSE)
cat(sprintf("JAGS: %.0f s for %d x %d draws; least bulk %.0f (%s), greatest R-hat %.3f\n", seconds, chains, draws, min(told[, "bulk"], na.rm = TRUE), rownames(told)[which.min(told[, "bulk"])], max(told[, "rhat"], na.rm = TRUE)))
