# The common-factor line of psych::fa.parallel (one minres factor), resampled from raw data.
# Run from this folder: Rscript parallel-fa.R > parallel-fa.json
suppressMessages(library(psych)); pdf(NULL)
options(mc.cores = 1)
numbers <- function(x) paste0("[", paste(formatC(x, digits = 10, format = "g"), collapse = ", "), "]")
one <- function(name, iterations) {
  x <- na.omit(read.csv(paste0("../", name, ".csv")))
  set.seed(1)
  invisible(capture.output(suppressMessages(suppressWarnings(
    f <- fa.parallel(x, fa = "both", n.iter = iterations, sim = FALSE, plot = FALSE)))))
  drawn <- f$values[, ncol(x) + seq_len(ncol(x))]
  paste0('  "', name, '": {\n    "iterations": ', iterations,
    ',\n    "observed": ', numbers(f$fa.values),
    ',\n    "mean": ', numbers(colMeans(drawn)),
    ',\n    "sd": ', numbers(apply(drawn, 2, sd)), "\n  }")
}
cat("{\n", '  "made": "R ', as.character(getRversion()), ", psych ", as.character(packageVersion("psych")), '",\n',
  paste(sapply(c("attitude", "ability"), one, iterations = 400), collapse = ",\n"), "\n}\n", sep = "")
