# Rscript convergence.R > convergence.json — R-hat and effective draws by R's package posterior (1.4.0) of series
# that tests/statistics/convergence makes again: Park and Miller's generator, Box and Muller, autoregression.
suppressMessages(library(posterior))
uniforms <- function(seed, n) {
  x <- numeric(n)
  s <- seed
  for (i in 1:n) { s <- (s * 16807) %% 2147483647; x[i] <- s / 2147483647 }
  x
}
series <- function(seed, n, rho) {
  u <- uniforms(seed, 2 * n)
  e <- sqrt(-2 * log(u[1:n])) * cos(2 * pi * u[(n + 1):(2 * n)])
  x <- e
  for (t in 2:n) x[t] <- rho * x[t - 1] + sqrt(1 - rho^2) * e[t]
  x
}
four <- function(prime, n, rho) sapply(1:4, function(c) series(c * prime, n, rho))
apart <- four(15485863, 201, .5); apart[, 4] <- apart[, 4] + 1
wide <- four(32452843, 150, .3); wide[, 1] <- wide[, 1] * 4
cases <- list(
  independent = four(7919, 200, 0), slow = four(104729, 500, .95), alternating = four(1299709, 300, -.6),
  apart = apart, wide = wide, steps = round(2 * four(49979687, 250, .7))
)
lines <- sapply(names(cases), function(name) {
  x <- cases[[name]]
  suppressWarnings(sprintf('  "%s": { "rHat": %.13g, "bulk": %.13g, "tail": %.13g }', name, rhat(x), ess_bulk(x), ess_tail(x)))
})
cat("{\n", paste(lines, collapse = ",\n"), "\n}\n", sep = "")
