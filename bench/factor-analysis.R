# Times psych on the tables that bench/factor-analysis.ts wrote: Rscript factor-analysis.R <folder> <draws> <threads>
# Prints one JSON object: versions, BLAS, and seconds of processor time (children included) and by the clock.
suppressMessages({library(psych); library(GPArotation)})
arguments <- commandArgs(TRUE)
folder <- arguments[1]; draws <- as.integer(arguments[2]); threads <- as.integer(arguments[3])
options(mc.cores = threads) # fa.parallel spreads its draws over processes
pdf(NULL)
times <- character(0)
time <- function(name, rounds, code) {
  run <- function() suppressMessages(suppressWarnings(invisible(capture.output(eval(code)))))
  seconds <- replicate(rounds, {
    t <- system.time(run())
    c(sum(t[c(1, 2, 4, 5)], na.rm = TRUE), t[3])
  })
  times <<- c(times, sprintf('"%s": {"cpu": %.4f, "elapsed": %.4f}', name, median(seconds[1, ]), median(seconds[2, ])))
}
read <- function(name) as.matrix(read.csv(file.path(folder, name)))
x <- read("525x200.csv")
y <- read("2000x300.csv")
fa(x[, 1:20], 2) # loads what is loaded late
time("525x200", 5, quote(fa(x, 3, fm = "minres", rotate = "oblimin")))
time("2000x300", 3, quote(fa(y, 3, fm = "minres", rotate = "oblimin")))
# sim = FALSE: resampled data only, as on the other side.
time("pc", 1, quote(fa.parallel(x, fa = "pc", n.iter = draws, sim = FALSE, plot = FALSE)))
time("both", 1, quote(fa.parallel(x, fa = "both", n.iter = draws, sim = FALSE, plot = FALSE)))
cat(sprintf('{"r": "%s", "psych": "%s", "blas": "%s", "times": {%s}}\n', getRversion(),
  packageVersion("psych"), extSoftVersion()[["BLAS"]], paste(times, collapse = ", ")))
