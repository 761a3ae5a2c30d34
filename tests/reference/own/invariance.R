# Invariance by lavaan on three public sets: Holzinger and Swineford (1939) by school (independent groups; configural, metric, scalar
# as published), Bollen's Industrialization and Political Democracy (the same four items of 75 countries in 1960 and 1965, correlated
# uniquenesses), and 15 items of psych::bfi by gender. Of the data only what a covariance needs is kept for bfi.
# Clusters: made-up ones of three rows, with lavaan's U.
# Run: Rscript invariance.R > invariance.json
suppressMessages({library(lavaan); library(psych)})
num <- function(x) paste0("[", paste(formatC(x, digits = 12, format = "g", width = 1), collapse = ","), "]")
rows <- function(m) paste0("[", paste(apply(m, 1, num), collapse = ","), "]")
strs <- function(x) paste0("[", paste0('"', x, '"', collapse = ","), "]")
fits <- function(f) { m <- fitMeasures(f, c("chisq", "df", "pvalue", "cfi", "rmsea", "tli"))
  paste0("{", paste(sprintf('"%s":%s', names(m), formatC(m, digits = 12, format = "g", width = 1)), collapse = ","), "}") }
groups <- function(model, X, group, ...) {
  a <- cfa(model, X, group = group, std.lv = TRUE, ...)
  b <- cfa(model, X, group = group, std.lv = TRUE, group.equal = "loadings", ...)
  c <- cfa(model, X, group = group, std.lv = TRUE, group.equal = c("loadings", "intercepts"), ...)
  list(a, b, c)
}
three <- function(fs) paste0("[", paste(sapply(fs, fits), collapse = ","), "]")
# 1
H <- HolzingerSwineford1939
hs <- "v =~ x1 + x2 + x3
 t =~ x4 + x5 + x6
 s =~ x7 + x8 + x9"
fh <- groups(hs, H, "school")
v <- paste0("x", 1:9)
lat <- function(f) { e <- lavInspect(f, "est"); paste0("[", paste(sapply(e, function(g) sprintf('{"means":%s,"variances":%s}', num(g$alpha), num(diag(g$psi)))), collapse = ","), "]") }
conf <- lavInspect(fh[[1]], "est")
H$unit <- paste(H$school, ((seq_len(nrow(H)) - 1) %/% 3) %% 40)
# The traces of U and clustered Gamma (sums over a cluster of what its rows add to means and covariances), U as lavaan has it.
traces <- sapply(list("", "loadings", c("loadings", "intercepts")), function(eq) {
  f <- cfa(hs, H, group = "school", std.lv = TRUE, group.equal = eq, estimator = "MLM")
  U <- lavInspect(f, "UfromUGamma")
  labels <- lavInspect(f, "group.label"); order <- lavNames(f)
  parts <- lapply(labels, function(g) {
    x <- scale(as.matrix(H[H$school == g, order]), scale = FALSE); n <- nrow(x)
    z <- cbind(x, t(apply(x, 1, function(r) lav_matrix_vech(tcrossprod(r)))))
    z[, -(1:9)] <- scale(z[, -(1:9)], scale = FALSE)
    s <- rowsum(z, H$unit[H$school == g])
    crossprod(s) / n / (n / nrow(H))
  })
  UG <- U %*% lav_matrix_bdiag(parts)
  c(sum(diag(UG)), sum(diag(UG %*% UG)))
})
# 2
P <- PoliticalDemocracy
lon <- function(load, int) sprintf("d0 =~ NA*y1 + %1$sy1 + %2$sy2 + %3$sy3 + %4$sy4
 d5 =~ NA*y5 + %1$sy5 + %2$sy6 + %3$sy7 + %4$sy8
 y1 ~~ y5
 y2 ~~ y6
 y3 ~~ y7
 y4 ~~ y8
 d0 ~~ 1*d0
 d5 ~~ %9$s*d5
 y1 ~ %5$s*1
 y5 ~ %5$s*1
 y2 ~ %6$s*1
 y6 ~ %6$s*1
 y3 ~ %7$s*1
 y7 ~ %7$s*1
 y4 ~ %8$s*1
 y8 ~ %8$s*1
 d0 ~ 0*1
 d5 ~ %10$s*1", if (load) "a*" else "", if (load) "b*" else "", if (load) "c*" else "", if (load) "d*" else "",
 if (int) "i" else "NA", if (int) "j" else "NA", if (int) "k" else "NA", if (int) "l" else "NA", if (load) "NA" else "1", if (int) "NA" else "0")
fp <- lapply(list(c(F, F), c(T, F), c(T, T)), function(z) lavaan(lon(z[1], z[2]), P, auto.var = TRUE, meanstructure = TRUE, auto.cov.lv.x = TRUE))
# 3
B <- bfi[complete.cases(bfi[, c(1:15, 26)]), c(1:15, 26)]
bm <- "A =~ A1 + A2 + A3 + A4 + A5
 C =~ C1 + C2 + C3 + C4 + C5
 E =~ E1 + E2 + E3 + E4 + E5"
fb <- groups(bm, B, "gender")
mom <- lapply(unique(B$gender), function(g) { x <- as.matrix(B[B$gender == g, 1:15]); list(n = nrow(x), mean = colMeans(x), cov = cov(x)) })
e3 <- lavInspect(fh[[3]], "est")
cat(sprintf('{"versions":{"R":"%s","lavaan":"%s","psych":"%s"},
"hs":{"rows":%s,"school":%s,"unit":%s,"fit":%s,"scalar":%s,"loadings":[%s,%s],"intercepts":[%s,%s],"traces":%s},
"democracy":{"rows":%s,"fit":%s},
"bfi":{"groups":[%s],"fit":%s}}\n', getRversion(), packageVersion("lavaan"), packageVersion("psych"),
 rows(as.matrix(H[, v])), strs(H$school), strs(H$unit), three(fh), lat(fh[[3]]), rows(conf[[1]]$lambda), rows(conf[[2]]$lambda), num(conf[[1]]$nu), num(conf[[2]]$nu), rows(t(traces)),
 rows(as.matrix(P[, 1:8])), three(fp),
 paste(sapply(mom, function(m) sprintf('{"n":%d,"mean":%s,"covariance":%s}', m$n, num(m$mean), rows(m$cov))), collapse = ","), three(fb)))
