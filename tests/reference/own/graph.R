# Networks and communities of public sets, by qgraph 1.9.3 (glasso 1.11), igraph, and EGAnet’s TMFG, whose source is read from
# the folder that is named. Rscript graph.R <EGAnet's R folder> > graph.json
suppressMessages({library(qgraph); library(igraph); library(jsonlite)})
folder <- commandArgs(TRUE)[1]
here <- function(name) file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE))), "..", name)
source(file.path(folder, "TMFG.R"))
# What TMFG needs of the rest of the package.
TMFG_errors <- function(data, ...) data
set_default <- function(x, default, f) default
ensure_dimension_names <- function(x) { if (is.null(colnames(x))) dimnames(x) <- list(seq_len(ncol(x)), seq_len(ncol(x))); x }
obtain_sample_correlations <- function(data, ...) list(correlation_matrix = data)
set_network_attributes <- function(network, ...) network
transfer_names <- function(from, to) to
swiftelse <- function(a, b, c) if (a) b else c
communities <- function(w) as.integer(membership(cluster_walktrap(
  graph_from_adjacency_matrix(abs(w), mode = "undirected", weighted = TRUE, diag = FALSE), steps = 4))) 
upper <- function(m) m[upper.tri(m)]
one <- function(name, R, n) {
  R <- unname(as.matrix(R))
  # EBICglasso(R, n, gamma = .5, lambda.min.ratio = .1), whose argument thr cannot be given: it is read as threshold.
  most <- max(abs(R - diag(nrow(R))))
  lambda <- exp(seq(log(.1 * most), log(most), length = 100))
  path <- glasso::glassopath(R, lambda, trace = 0, penalize.diagonal = FALSE, thr = 1e-10)
  ebic <- sapply(seq_along(lambda), function(i) qgraph:::EBIC(R, path$wi[, , i], n, .5))
  at <- which.min(ebic)
  g <- list(lambda = lambda, optnet = as.matrix(Matrix::forceSymmetric(qgraph:::wi2net(path$wi[, , at]))))
  t <- tryCatch(TMFG(R), error = function(e) { message(name, ": ", conditionMessage(e)); NULL })
  w <- cluster_walktrap(graph_from_adjacency_matrix(abs(g$optnet), mode = "undirected", weighted = TRUE, diag = FALSE), steps = 4)
  list(n = n, lambda = g$lambda[at], network = upper(g$optnet), communities = communities(g$optnet), modularity = max(w$modularity),
    tmfg = if (is.null(t)) NULL else upper(t), tmfgCommunities = if (is.null(t)) NULL else communities(t))
}
csv <- function(name) cor(read.csv(here(paste0(name, ".csv"))), use = "complete.obs")
rows <- function(name) nrow(na.omit(read.csv(here(paste0(name, ".csv")))))
sets <- list(
  bfi25 = one("bfi25", csv("bfi25"), rows("bfi25")),
  harman74 = one("harman74", datasets::Harman74.cor$cov, 145),
  thurstone9 = one("thurstone9", psych::Thurstone, 213),
  bfi9 = one("bfi9", csv("bfi9-ordinal"), rows("bfi9-ordinal")),
  attitude = one("attitude", csv("attitude"), rows("attitude")))
cat(toJSON(sets, digits = 15, auto_unbox = TRUE, null = "null"))
