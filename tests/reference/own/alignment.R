# Alignment of the configural models of invariance.json (Holzinger and Swineford by school) by sirt 4.3-21, weights √n, ε = .001,
# mean 0 and deviation 1 in the first school. Run: Rscript alignment.R > alignment.json
library(sirt)
d <- jsonlite::fromJSON("invariance.json")$hs
one <- function(m) {
  it <- which(d$loadings[1, , m] != 0)
  r <- invariance.alignment(lambda = d$loadings[, it, m], nu = d$intercepts[, it], wgt = matrix(sqrt(c(156, 145)), 2, 3), eps = 1e-3, fixed = TRUE)
  sprintf('{"mean":%.6f,"deviation":%.6f}', r$pars$alpha0[2], r$pars$psi0[2])
}
cat(sprintf('{"versions":{"R":"%s","sirt":"4.3-21"},"factors":[%s]}\n', getRversion(), paste(sapply(1:3, one), collapse = ",")))
