# Variance components by lme4, for tests/statistics/reml.test.ts. Run: Rscript reml.R > reml.json
suppressMessages({library(lme4); library(jsonlite)})
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-10, maxfun = 1e5),
                     check.conv.singular = "ignore", check.conv.grad = "ignore", check.conv.hess = "ignore",
                     check.nobs.vs.nlev = "ignore", check.nobs.vs.nRE = "ignore", check.nlev.gtr.1 = "ignore")

# Standard errors from the average information, by dense matrices: AI_ij = y'P V_i P V_j P y / 2.
information <- function(y, groups, variances, residual) {
  n <- length(y)
  parts <- c(lapply(groups, function(g) tcrossprod(model.matrix(~ 0 + factor(g)))), list(diag(n)))
  V <- Reduce(`+`, Map(`*`, parts, c(variances, residual)))
  W <- solve(V); one <- rep(1, n)
  P <- W - W %*% one %*% t(one) %*% W / sum(W)
  keep <- which(c(variances, residual) > 1e-6 * residual)
  f <- sapply(parts[keep], function(S) S %*% P %*% y)
  errors <- rep(NA_real_, length(parts))
  errors[keep] <- sqrt(diag(solve(t(f) %*% P %*% f / 2)))
  errors
}

case <- function(what, y, groups) {
  d <- data.frame(y = y, lapply(groups, factor))
  f <- as.formula(paste("y ~ 1 +", paste0("(1 | ", names(groups), ")", collapse = " + ")))
  fit <- lmer(f, d, control = tight)
  v <- as.data.frame(VarCorr(fit))
  variances <- v$vcov[match(names(groups), v$grp)]
  residual <- sigma(fit)^2
  list(what = what, y = y, groups = lapply(groups, function(g) as.integer(factor(g))),
       variances = as.list(setNames(variances, names(groups))), residual = residual,
       standardErrors = as.list(setNames(information(y, groups, variances, residual), c(names(groups), "residual"))),
       mean = unname(fixef(fit)), meanError = sqrt(vcov(fit)[1, 1]), deviance = REMLcrit(fit))
}

crossed <- function(np, ni, nr, v, gaps, seed) {
  set.seed(seed)
  d <- expand.grid(judge = 1:nr, stem = 1:ni, model = 1:np)
  e <- function(n, s2) rnorm(n, 0, sqrt(s2))
  p <- e(np, v[1]); i <- e(ni, v[2]); r <- e(nr, v[3]); pi <- e(np * ni, v[4]); pr <- e(np * nr, v[5]); ir <- e(ni * nr, v[6])
  d$y <- round(3 + p[d$model] + i[d$stem] + r[d$judge] + pi[(d$model - 1) * ni + d$stem] +
               pr[(d$model - 1) * nr + d$judge] + ir[(d$stem - 1) * nr + d$judge] + e(nrow(d), v[7]), 4)
  drop <- runif(nrow(d)) < gaps
  # Two models lack whole stems too, as when a model stops answering.
  drop <- drop | (d$model == 1 & d$stem > ni - 3) | (d$model == 2 & d$stem <= 2)
  d[!drop, ]
}
study <- function(what, d) case(what, d$y, list(model = d$model, stem = d$stem, judge = d$judge,
  modelStem = paste(d$model, d$stem), modelJudge = paste(d$model, d$judge), stemJudge = paste(d$stem, d$judge)))

out <- list(
  case("lme4::Dyestuff", Dyestuff$Yield, list(batch = Dyestuff$Batch)),
  case("lme4::Dyestuff2, variance 0", Dyestuff2$Yield, list(batch = Dyestuff2$Batch)),
  case("lme4::Penicillin", Penicillin$diameter, list(plate = Penicillin$plate, sample = Penicillin$sample)),
  case("lme4::Pastes", Pastes$strength, list(sample = Pastes$sample, batch = Pastes$batch)),
  study("model x stem x judge, 12 x 10 x 4, a tenth missing", crossed(12, 10, 4, c(1, .5, .2, .6, .3, .15, .8), .1, 1)),
  study("model x stem x judge, 8 x 9 x 3, a third missing", crossed(8, 9, 3, c(.5, 1, .1, .4, .2, .1, .6), .33, 2)),
  study("model x stem x judge, 10 x 12 x 2, no interaction with judges", crossed(10, 12, 2, c(.4, .3, .05, .5, 0, 0, .4), .15, 3)))
cat(toJSON(list(lme4 = as.character(packageVersion("lme4")), cases = out), digits = 12, auto_unbox = TRUE, na = "null"), "\n")
