# Confirmatory factor analyses of nine tests of Holzinger and Swineford (1939) by lavaan: the published
# three-factor example, with markers and with unit variances; a cross-loading; uncorrelated factors.
# Only the covariance matrix (n - 1) is kept of the data. Run: Rscript confirmatory.R > confirmatory.json
suppressMessages(library(lavaan))
num <- function(x) paste0("[", paste(formatC(x, digits = 12, format = "g", width = 1), collapse = ","), "]")
rows <- function(m) paste0("[", paste(apply(m, 1, num), collapse = ","), "]")
X <- HolzingerSwineford1939[, paste0("x", 1:9)]
model <- "v =~ x1 + x2 + x3
 t =~ x4 + x5 + x6
 s =~ x7 + x8 + x9"
one <- function(name, model, ...) {
  f <- cfa(model, X, ...)
  v <- paste0("x", 1:9)  # lavaan orders variables as the model names them
  e <- lavInspect(f, "est"); se <- lavInspect(f, "se"); std <- lavInspect(f, "std")
  m <- fitMeasures(f, c("chisq", "df", "pvalue", "baseline.chisq", "baseline.df", "cfi", "tli", "rmsea", "rmsea.ci.lower",
    "rmsea.ci.upper", "rmsea.pvalue", "srmr", "logl", "aic", "bic", "npar"))
  sprintf('"%s":{"loadings":%s,"loadingErrors":%s,"factorCovariance":%s,"factorErrors":%s,"uniquenesses":%s,"uniquenessErrors":%s,"standardised":%s,"phi":%s,"fit":{%s}}',
    name, rows(e$lambda[v, ]), rows(se$lambda[v, ]), rows(e$psi), rows(se$psi), num(diag(e$theta)[v]), num(diag(se$theta)[v]), rows(std$lambda[v, ]), rows(std$psi),
    paste(sprintf('"%s":%s', names(m), formatC(m, digits = 12, format = "g", width = 1)), collapse = ","))
}
cat(sprintf('{"versions":{"R":"%s","lavaan":"%s"},"n":%d,"covariance":%s,%s}\n', getRversion(), packageVersion("lavaan"), nrow(X), rows(cov(X)),
  paste(one("marker", model), one("variance", model, std.lv = TRUE), one("cross", sub("x3", "x3 + x9", model, fixed = TRUE), std.lv = TRUE),
        one("uncorrelated", model, std.lv = TRUE, orthogonal = TRUE), sep = ",")))
