# Target-rotated ESEM and exploratory bifactor solutions of two public sets. Maximum likelihood by lavaan::efa, rotations by
# GPArotation 2022.10 (bi-geomin with the criterion of its version 2023.8, which that one lacks).
# Run: Rscript structure.R > structure.json
suppressMessages({library(lavaan); library(GPArotation); library(jsonlite)})
here <- function(name) file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE))), "..", name)
vgQ.bigeomin <- function(L, delta = .01) {
  D <- GPArotation:::vgQ.geomin(L[, -1, drop = FALSE], delta = delta)
  list(f = D$f, Gq = cbind(0, D$Gq), Method = "Bi-Geomin")
}
assignInNamespace("vgQ.tandemI", function(L, ...) vgQ.bigeomin(L), "GPArotation") # a place from which GPForth takes it
best <- function(run, k) {
  set.seed(1)
  runs <- lapply(0:29, function(i) suppressWarnings(run(if (i == 0) diag(k) else Random.Start(k), 1e-5)))
  suppressWarnings(run(runs[[which.min(sapply(runs, function(r) min(r$Table[, 2])))]]$Th, 1e-9))
}
one <- function(S, n, k) {
  started <- proc.time()[["user.self"]]
  S <- unname(as.matrix(S)); dimnames(S) <- list(paste0("x", seq_len(nrow(S))), paste0("x", seq_len(nrow(S))))
  solution <- function(m) {
    fit <- efa(sample.cov = S, ov.names = colnames(S), sample.nobs = n, nfactors = m, rotation = "none", output = "lavaan", std.lv = TRUE)
    list(A = unclass(lavInspect(fit, "std")$lambda), measures = fitMeasures(fit, c("chisq", "df")))
  }
  a <- solution(k); b <- solution(k + 1)
  A <- unname(a$A); B <- unname(b$A); p <- nrow(A)
  ob <- best(function(T, eps) quartimin(A, Tmat = T, eps = eps, maxit = 5000), k)
  L <- unclass(ob$loadings)
  target <- matrix(0, p, k); for (i in 1:p) target[i, which.max(abs(L[i, ]))] <- NA
  esem <- best(function(T, eps) targetQ(A, Tmat = T, Target = target, eps = eps, maxit = 5000), k)
  # Schmid and Leiman: one minres factor of the factor correlations.
  g <- as.numeric(psych::fa(ob$Phi, 1, fm = "minres", min.err = 1e-10)$loadings)
  group <- L %*% diag(sqrt(1 - g^2))
  sl <- cbind(NA, ifelse(abs(group) < .2, 0, NA))
  bi <- best(function(T, eps) targetT(B, Tmat = T, Target = sl, eps = eps, maxit = 5000), k + 1)
  geomin <- best(function(T, eps) GPForth(B, Tmat = T, method = "tandemI", eps = eps, maxit = 5000), k + 1)
  list(n = n, factors = k, correlation = unname(cov2cor(S)), chisq = c(a$measures[["chisq"]], b$measures[["chisq"]]),
    df = c(a$measures[["df"]], b$measures[["df"]]),
    esem = list(loadings = unclass(esem$loadings), phi = esem$Phi, criterion = sum((unclass(esem$loadings) - target)^2, na.rm = TRUE)),
    bifactor = list(loadings = unclass(bi$loadings), criterion = sum((unclass(bi$loadings) - sl)^2, na.rm = TRUE)),
    biGeomin = list(loadings = unclass(geomin$loadings), criterion = vgQ.bigeomin(unclass(geomin$loadings))$f),
    seconds = proc.time()[["user.self"]] - started)
}
bfi <- na.omit(read.csv(here("bfi25.csv")))
cat(toJSON(list(harman74 = one(datasets::Harman74.cor$cov, 145, 4), bfi25 = one(cor(bfi), nrow(bfi), 5)), digits = 12, auto_unbox = TRUE))
