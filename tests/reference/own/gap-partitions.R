# The k-means partitions of standardised USArrests on which clustering.json's gap statistic stands:
# clusGap clusters the data first, so the same seed gives the same partitions.
# Run: Rscript tests/reference/own/gap-partitions.R > tests/reference/own/gap-partitions.json
Z <- scale(as.matrix(USArrests))
set.seed(99)
rows <- sapply(2:8, function(k) {
  labels <- kmeans(Z, k, nstart = 25, iter.max = 100)$cluster
  paste0("[", paste(labels, collapse = ","), "]")
})
cat("{\"k2to8\":[", paste(rows, collapse = ","), "]}\n", sep = "")
