# Target rotations of the unrotated minres loadings of Thurstone's nine tests, by GPArotation.
# Run: Rscript target-rotation.R > target-rotation.json
suppressMessages({library(psych); library(GPArotation)})
rows <- function(m) paste0("[", paste(apply(m, 1, function(r) paste0("[",
  paste(ifelse(is.na(r), "null", formatC(r, digits = 15, format = "g", width = 1)), collapse = ","), "]")), collapse = ","), "]")
A <- unclass(fa(Thurstone, 3, rotate = "none", n.obs = 213)$loadings)
full <- kronecker(diag(3), matrix(c(.7, .6, .5), 3, 1))
part <- matrix(NA, 9, 3)
part[1:3, 2:3] <- 0; part[4:6, c(1, 3)] <- 0; part[7:9, 1:2] <- 0; part[1, 1] <- .8; part[8, 1] <- NA
one <- function(f, target, A) {
  # The best of 15 starts at GPArotation's own stop, carried on from there to a gradient norm of 1e-8.
  set.seed(1)
  runs <- lapply(0:14, function(i) f(A, Tmat = if (i == 0) diag(3) else Random.Start(3), Target = target))
  best <- runs[[which.min(sapply(runs, function(r) min(r$Table[, 2])))]]
  best <- f(A, Tmat = best$Th, Target = target, eps = 1e-8, maxit = 3000)
  phi <- if (is.null(best$Phi)) "null" else rows(best$Phi)
  L <- unclass(best$loadings)
  sprintf('{"loadings":%s,"phi":%s,"criterion":%s}', rows(L), phi, formatC(sum((L - target)^2, na.rm = TRUE), digits = 15, format = "g"))
}
# Kaiser's normalisation: loadings and target over the lengths of the rows; loadings are scaled back.
h <- sqrt(rowSums(A^2))
cat(sprintf('{"versions":{"R":"%s","GPArotation":"%s"},"unrotated":%s,"full":%s,"part":%s,"orthogonalFull":%s,"orthogonalPart":%s,"obliqueFull":%s,"obliquePart":%s,"normalisedPart":%s}\n',
  getRversion(), packageVersion("GPArotation"), rows(A), rows(full), rows(part),
  one(targetT, full, A), one(targetT, part, A), one(targetQ, full, A), one(targetQ, part, A), one(targetQ, part / h, A / h)))
