# Rotations of the unrotated minres loadings of Harman's 24 tests by GPArotation, with and without Kaiser's
# normalisation, at a gradient norm of 1e-7. Run: Rscript rotations.R > rotations.json
suppressMessages({library(psych); library(GPArotation)})
rows <- function(m) paste0("[", paste(apply(m, 1, function(r) paste0("[",
  paste(formatC(r, digits = 13, format = "g", width = 1), collapse = ","), "]")), collapse = ","), "]")
A <- unclass(fa(Harman74.cor$cov, 4, rotate = "none", n.obs = 145)$loadings)
h <- sqrt(rowSums(A^2))
both <- function(name, f, ...) paste(sapply(c(FALSE, TRUE), function(normalise) {
  # Normalised by hand, as the package's own switch differs between versions.
  r <- f(if (normalise) A / h else A, eps = 1e-7, maxit = 1500, ...)
  L <- unclass(r$loadings) * (if (normalise) h else 1)
  sprintf('"%s%s":{"loadings":%s,"phi":%s}', name, if (normalise) "Kaiser" else "", rows(L), if (is.null(r$Phi)) "null" else rows(r$Phi))
}), collapse = ",")
p <- nrow(A); k <- ncol(A)
cat(sprintf('{"versions":{"R":"%s","GPArotation":"%s"},"unrotated":%s,%s}\n', getRversion(), packageVersion("GPArotation"), rows(A), paste(
  both("oblimin", oblimin), both("geomin", geominQ, delta = .01), both("quartimax", quartimax), both("varimax", Varimax),
  # Equamax is the Crawford-Ferguson criterion at k / 2p.
  both("equamax", cfT, kappa = k / (2 * p)), sep = ",")))
