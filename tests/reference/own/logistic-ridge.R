# Ridge logistic regression by Newton's steps: virginica against versicolor, penalties .1, 1, 10, intercept not penalised.
# Rscript tests/reference/own/logistic-ridge.R > tests/reference/own/logistic-ridge.json
d <- subset(read.csv("tests/reference/iris.csv"), Species != "setosa")
x <- cbind(as.matrix(d[, 1:4]), 1)
y <- as.integer(d$Species == "virginica")
fit <- function(penalty) {
  b <- rep(0, 5)
  ridge <- diag(c(rep(penalty, 4), 0))
  for (k in 1:60) {
    p <- as.vector(plogis(x %*% b))
    b <- b + solve(t(x) %*% (x * p * (1 - p)) + ridge, t(x) %*% (y - p) - ridge %*% b)
  }
  formatC(as.vector(b), digits = 12, format = "f")
}
fits <- sapply(c(.1, 1, 10), function(penalty)
  sprintf('  { "penalty": %g, "weights": [%s], "intercept": %s }', penalty,
    paste(fit(penalty)[1:4], collapse = ", "), fit(penalty)[5]))
cat("[\n", paste(fits, collapse = ",\n"), "\n]\n", sep = "")
