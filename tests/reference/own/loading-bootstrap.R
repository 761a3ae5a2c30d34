# Writes loading-bootstrap.json: loadings over 2,000 resamples of groups of rows, each factored by psych::fa (minres,
# oblimin), columns put in order and turned by psych::factor.congruence with the whole solution; their standard
# deviations, and those of the factor correlation and communalities. Ten columns of the first 300 complete rows of
# ../bfi25.csv, every ten rows one group.
# Run here: Rscript loading-bootstrap.R
suppressMessages(library(psych))
options(mc.cores = 1)
x <- na.omit(read.csv("../bfi25.csv"))[1:300, 1:10]
groups <- rep(1:30, each = 10)
set.seed(7)
fit <- function(data) suppressWarnings(suppressMessages(fa(data, nfactors = 2, rotate = "oblimin")))
whole <- fit(x)
draws <- replicate(2000, {
  drawn <- unlist(lapply(sample(30, 30, replace = TRUE), function(g) which(groups == g)))
  one <- fit(x[drawn, ])
  like <- factor.congruence(whole$loadings, one$loadings)
  order <- if (abs(like[1, 1]) + abs(like[2, 2]) >= abs(like[1, 2]) + abs(like[2, 1])) 1:2 else 2:1
  signs <- sign(c(like[1, order[1]], like[2, order[2]]))
  c(t(unclass(one$loadings)[, order] %*% diag(signs)), one$Phi[1, 2] * prod(signs), one$communality)
})
sds <- apply(draws, 1, sd)
quantiles <- apply(draws, 1, quantile, c(.025, .975))
out <- list(
  made = paste("R", getRversion(), "psych", packageVersion("psych")),
  rows = 300, rowsEach = 10, columns = names(x), draws = 2000,
  loadings = unname(unclass(whole$loadings)),
  sds = list(loadings = matrix(sds[1:20], ncol = 2, byrow = TRUE), phi = sds[21], communality = sds[22:31]),
  lower = quantiles[1, ], upper = quantiles[2, ]
)
write(jsonlite::toJSON(out, digits = 8, auto_unbox = TRUE), "loading-bootstrap.json")
