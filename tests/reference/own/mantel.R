# Mantel tests by vegan, for tests/statistics/mantel.test.ts. Run: Rscript mantel.R > mantel.json
suppressMessages({library(vegan); library(jsonlite)})
set.seed(7)
n <- 16
distance <- function(m) as.matrix(dist(m))
a <- matrix(rnorm(n * 2), n); b <- a + 3 * matrix(rnorm(n * 2), n); c <- 0.5 * a + matrix(rnorm(n * 2), n)
x <- round(distance(a), 4); y <- round(distance(b), 4); z <- round(distance(c), 4)
count <- 9999
one <- function(method) {
  plain <- mantel(x, y, method = method, permutations = count)
  partial <- mantel.partial(x, y, z, method = method, permutations = count)
  list(plain = list(r = plain$statistic, p = plain$signif), partial = list(r = partial$statistic, p = partial$signif))
}
# Words: similarity in meaning, phi of co-occurrence, log of the product of frequencies, as in src/clustering/words-apart.ts.
words <- 20; answers <- 300
topic <- rep(1:4, each = 5)
rate <- runif(words, .05, .3)
lift <- matrix(rnorm(answers * 4), answers)
named <- 1 * (matrix(runif(answers * words), answers) < plogis(sweep(lift[, topic], 2, qlogis(rate), `+`)))
similarity <- round(pmin(outer(topic, topic, `==`) * .3 + .2 + crossprod(matrix(rnorm(3 * words, 0, .3), 3)), 1), 4)
similarity <- (similarity + t(similarity)) / 2
counts <- colSums(named)
together <- cor(named); frequency <- outer(log(counts), log(counts), `+`)
qap <- mantel.partial(as.dist(similarity), as.dist(together), as.dist(frequency), permutations = count)
cat(toJSON(list(vegan = as.character(packageVersion("vegan")), permutations = count, x = x, y = y, z = z,
  pearson = one("pearson"), spearman = one("spearman"),
  words = list(similarity = similarity, answers = lapply(seq_len(answers), function(i) I(which(named[i, ] == 1))), r = qap$statistic, p = qap$signif)),
  digits = 12, auto_unbox = TRUE), "\n")
