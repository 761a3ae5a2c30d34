# Writes nesting.json: rows in groups of unequal size, psych::statsBy's figures for them, and the
# between-group matrix of Muthén (1994) by his formula from statsBy's parts and mean squares.
# Run here: Rscript nesting.R
suppressMessages(library(psych))
set.seed(41)
sizes <- c(3, 7, 5, 9, 4, 6, 8, 5, 2, 11)
groups <- rep(seq_along(sizes), sizes)
n <- length(groups)
p <- 5
levels <- matrix(rnorm(length(sizes) * p), ncol = p)
shared <- rnorm(length(sizes))
weights <- c(1.2, .8, .5, .2, 0)
rows <- sapply(seq_len(p), function(j) {
  round(weights[j] * (.7 * levels[groups, j] + .7 * shared[groups]) + rnorm(n) + 3, 2)
})
# A common part within groups.
within <- rnorm(n)
rows[, 1:3] <- round(rows[, 1:3] + .6 * within, 2)
data <- data.frame(group = groups, rows)
by <- statsBy(data, "group", cors = FALSE)
G <- length(sizes)
n0 <- (n - sum(sizes^2) / n) / (G - 1)
means <- apply(rows, 2, function(x) tapply(x, groups, mean))
centred <- sweep(means, 2, colMeans(rows))
SB <- t(centred) %*% (centred * sizes) / (G - 1)
residual <- rows - means[groups, ]
SPW <- t(residual) %*% residual / (n - G)
sigma <- (SB - SPW) / n0
# statsBy puts the mean group size n / G where the analysis of variance has n0.
squares <- sapply(seq_len(p), function(j) summary(aov(rows[, j] ~ factor(groups)))[[1]][["Mean Sq"]])
icc <- function(m) (squares[1, ] - squares[2, ]) / (squares[1, ] + (m - 1) * squares[2, ])
stopifnot(max(abs(icc(n / G) - by$ICC1[-1])) < 1e-12)
strip <- function(m) unname(as.matrix(m))
out <- list(
  made = paste("R", getRversion(), "psych", packageVersion("psych")),
  groups = groups, rows = rows, n0 = n0,
  icc1 = icc(n0), icc1StatsBy = unname(by$ICC1[-1]), meanSquares = t(squares),
  within = strip(by$rwg), means = strip(by$rbg),
  sigmaBetween = sigma,
  between = { v <- ifelse(diag(sigma) > 0, diag(sigma), NA); sigma / sqrt(outer(v, v)) }
)
write(jsonlite::toJSON(out, digits = 16, auto_unbox = TRUE, na = "null"), "nesting.json")
