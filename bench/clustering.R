# Times stats::kmeans and stats::hclust on what bench/clustering.ts wrote: Rscript clustering.R <folder>
# Prints one JSON object: version, BLAS, seconds of processor time, and k-means' sums of squares.
folder <- commandArgs(TRUE)[1]
read <- function(name, n, p) matrix(readBin(file.path(folder, name), "double", n * p), n, p, byrow = TRUE)
out <- character(0)
tell <- function(name, seconds, total = NA) {
  out <<- c(out, sprintf('"%s": {"cpu": %.4f, "total": %s}', name, seconds, if (is.na(total)) "null" else format(total, digits = 12)))
}
cpu <- function(code) sum(system.time(code)[1:2])
for (name in c("groups", "noise")) {
  x <- read(name, 5000, 384)
  for (algorithm in c("Hartigan-Wong", "Lloyd")) {
    set.seed(2)
    seconds <- cpu(r <- suppressWarnings(kmeans(x, 20, nstart = 10, iter.max = 100, algorithm = algorithm)))
    tell(paste(name, algorithm), seconds, r$tot.withinss)
  }
}
d <- dist(read("words", 2000, 50))
for (linkage in c("average", "complete", "single", "ward.D2"))
  tell(linkage, median(replicate(5, cpu(hclust(d, linkage)))))
cat(sprintf('{"r": "%s", "blas": "%s", "times": {%s}}\n', getRversion(), extSoftVersion()[["BLAS"]], paste(out, collapse = ", ")))
