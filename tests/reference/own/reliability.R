# Numbers for tests/statistics/reliability and tests/statistics/agreement: Rscript reliability.R (in this folder).
suppressMessages(library(psych))
quiet <- function(x) suppressMessages(suppressWarnings(x))
b <- read.csv("../bfi25.csv"); m <- read.csv("../bfi25-missing.csv")
ten <- cbind(A1 = 7 - b$A1, b[, 2:10])
ten[, c("C4", "C5")] <- 7 - ten[, c("C4", "C5")]
split <- function(x) {
  s <- quiet(splitHalf(x, raw = TRUE))
  r <- cor(x); odd <- seq(1, ncol(x), 2); ab <- sum(r[odd, -odd]) / sqrt(sum(r[odd, odd]) * sum(r[-odd, -odd]))
  list(max = s$maxrb, min = s$minrb, mean = mean(s$raw), median = median(s$raw), splits = length(s$raw),
       oddEven = list(r = ab, spearmanBrown = 2 * ab / (1 + ab), guttman = 4 * sum(r[odd, -odd]) / sum(r)))
}
pairwise <- quiet(psych::alpha(m[, 1:5], check.keys = FALSE, warnings = FALSE))
least <- min(crossprod(!is.na(m[, 1:5])))
auto <- quiet(psych::alpha(m[complete.cases(m[, 6:10]), 6:10], check.keys = TRUE, warnings = FALSE))
# Henseler, Ringle, and Sarstedt (2015), equation 6, written out.
ratio <- function(r, a, b) {
  within <- function(i) mean(r[i, i][lower.tri(r[i, i])])
  mean(r[a, b]) / sqrt(within(a) * within(b))
}
r1 <- c(1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 1, 2, 5, 4, 3); r2 <- c(1, 2, 3, 3, 3, 2, 4, 5, 5, 4, 1, 1, 5, 4, 3)
r3 <- c(2, 2, 2, 3, 4, 3, 3, 4, 5, 5, 1, 2, 4, 4, 1)
w <- 1 - abs(outer(1:5, 1:5, "-")) / 4
pair <- function(x, y, w = NULL) {
  k <- quiet(cohen.kappa(cbind(x, y), w = w))
  list(kappa = k$kappa, weightedKappa = k$weighted.kappa, varKappa = k$var.kappa, varWeighted = k$var.weighted,
       ci95 = list(kappa = unname(k$confid[1, c(1, 3)]), weighted = unname(k$confid[2, c(1, 3)])))
}
kappas <- c(pair(r1, r2)$kappa, pair(r1, r3)$kappa, pair(r2, r3)$kappa)
out <- list(
  splitHalf = split(ten),
  pairwise = list(raw = pairwise$total$raw_alpha, std = pairwise$total$std.alpha, G6 = pairwise$total[["G6(smc)"]],
                  aseOfRows = pairwise$total$ase, rows = nrow(m), least = least),
  auto = list(raw = auto$total$raw_alpha, std = auto$total$std.alpha, reversed = names(m)[6:10][auto$item.stats$r.drop < 0 | grepl("-", rownames(auto$item.stats))],
              mean = auto$item.stats$mean, rDrop = auto$item.stats$r.drop),
  htmt = ratio(cor(ten), 1:5, 6:10),
  kappa = list(data = list(r1, r2, r3), quadratic = pair(r1, r2), linear = pair(r1, r2, w), light = mean(kappas)),
  versions = list(R = as.character(getRversion()), psych = as.character(packageVersion("psych"))))
json <- function(x) {
  if (is.list(x)) { v <- vapply(x, json, ""); if (is.null(names(x))) paste0("[", paste(v, collapse = ","), "]") else paste0("{", paste0('"', names(x), '":', v, collapse = ","), "}") }
  else { v <- if (is.character(x)) paste0('"', x, '"') else formatC(x, digits = 15, format = "g", width = 1); if (length(v) == 1) v else paste0("[", paste(v, collapse = ","), "]") }
}
writeLines(json(out), "reliability.json")
