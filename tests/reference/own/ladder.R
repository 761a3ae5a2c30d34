# Strengths of paired choices with bias reduction and with ties, and survival: `Rscript ladder.R > ladder.json`.
# R 4.2.2 with BradleyTerry2, brglm2, gnm, and survival; Davidson's model with bias reduction, which none of them
# fits, by `optim` on its penalised likelihood.
suppressMessages({
  library(BradleyTerry2)
  library(brglm2)
  library(gnm)
  library(survival)
})
set.seed(7)
number <- function(x) ifelse(is.na(x), "null", formatC(as.numeric(x), digits = 15, format = "g", width = -1))
list_of <- function(x) paste0("[", paste(trimws(number(x)), collapse = ","), "]")
words_of <- function(x) paste0("[", paste0('"', x, '"', collapse = ","), "]")
out <- character()
say <- function(name, ...) {
  parts <- list(...)
  out <<- c(out, sprintf('"%s": {%s}', name, paste(sprintf('"%s": %s', names(parts), unlist(parts)), collapse = ", ")))
}

# Without ties. Each contest is a row: first, second, times won, times lost.
strengths <- function(name, data, players) {
  one <- factor(data$first, players)
  two <- factor(data$second, players)
  contest <- data.frame(win = data$win, loss = data$loss)
  contest$one <- data.frame(id = one)
  contest$two <- data.frame(id = two)
  plain <- BTm(cbind(win, loss), one, two, ~id, id = "id", data = contest, control = glm.control(epsilon = 1e-14, maxit = 100))
  X <- model.matrix(~ one)[, -1] - model.matrix(~ two)[, -1]
  reduced <- glm(cbind(data$win, data$loss) ~ X - 1, family = binomial, method = "brglmFit", type = "AS_mean",
                 epsilon = 1e-12, maxit = 1000)
  se <- function(fit) sqrt(diag(vcov(fit)))
  say(name, players = words_of(players), first = words_of(as.character(one)), second = words_of(as.character(two)),
      win = list_of(data$win), loss = list_of(data$loss),
      ml = list_of(coef(plain)), mlError = list_of(se(plain)),
      firth = list_of(coef(reduced)), firthError = list_of(se(reduced)))
}
data(citations)
journals <- countsToBinomial(citations)
strengths("citations", data.frame(first = journals$player1, second = journals$player2, win = journals$win1, loss = journals$win2), rownames(citations))
data(baseball)
games <- aggregate(cbind(home.wins, away.wins) ~ home.team + away.team, baseball, sum)
strengths("baseball", data.frame(first = games$home.team, second = games$away.team, win = games$home.wins, loss = games$away.wins), levels(baseball$home.team))
pairs <- t(combn(6, 2))
truth <- c(0, 1.5, -1, .5, 2.5, -2)
won <- rbinom(nrow(pairs), 9, plogis(truth[pairs[, 1]] - truth[pairs[, 2]]))
strengths("simulated", data.frame(first = pairs[, 1], second = pairs[, 2], win = won, loss = 9 - won), as.character(1:6))

# With ties (Davidson 1970), as a log-linear model of the counts with a term for each contest.
ties <- function(name, data, players) {
  n <- nrow(data)
  one <- factor(data$first, players)
  two <- factor(data$second, players)
  X <- (model.matrix(~ one)[, -1] - model.matrix(~ two)[, -1]) / 2
  long <- data.frame(count = c(data$win, data$tie, data$loss), contest = factor(rep(1:n, 3)), tie = rep(c(0, 1, 0), each = n))
  long$X <- rbind(X, 0 * X, -X)
  fit <- gnm(count ~ tie + X, eliminate = contest, family = poisson, data = long, verbose = FALSE,
             tolerance = 1e-12, iterMax = 500)
  total <- data$win + data$tie + data$loss
  # log-likelihood plus half the log-determinant of the information.
  penalised <- function(b) {
    lambda <- drop(X %*% b[-1])
    e <- cbind(exp(lambda), exp(b[1]), exp(-lambda))
    p <- e / rowSums(e)
    information <- matrix(0, length(b), length(b))
    for (i in 1:n) {
      D <- cbind(c(0, 1, 0), rbind(X[i, ], 0, -X[i, ]))
      information <- information + total[i] * t(D) %*% (diag(p[i, ]) - p[i, ] %o% p[i, ]) %*% D
    }
    -sum(data$win * log(p[, 1]) + data$tie * log(p[, 2]) + data$loss * log(p[, 3])) -
      .5 * as.numeric(determinant(information)$modulus)
  }
  best <- optim(coef(fit), penalised, method = "BFGS", control = list(reltol = 1e-15, maxit = 2000, ndeps = rep(1e-5, ncol(X) + 1)))
  best <- optim(best$par, penalised, method = "BFGS", control = list(reltol = 1e-16, maxit = 2000, ndeps = rep(1e-6, ncol(X) + 1)))
  say(name, players = words_of(players), first = words_of(as.character(one)), second = words_of(as.character(two)),
      win = list_of(data$win), tie = list_of(data$tie), loss = list_of(data$loss),
      ml = list_of(coef(fit)), mlError = list_of(sqrt(diag(vcov(fit, dispersion = 1)))), firth = list_of(best$par))
}
data(football)
season <- subset(football, season == "2008-9")
season <- aggregate(cbind(win = result == 1, tie = result == 0, loss = result == -1) ~ home + away, season, sum)
ties("football", data.frame(first = season$home, second = season$away, season[c("win", "tie", "loss")]), sort(unique(as.character(season$home))))
e <- cbind(exp((truth[pairs[, 1]] - truth[pairs[, 2]]) / 2), 1.2, exp((truth[pairs[, 2]] - truth[pairs[, 1]]) / 2))
drawn <- t(apply(e, 1, function(p) rmultinom(1, 5, p)))
ties("simulatedTies", data.frame(first = pairs[, 1], second = pairs[, 2], win = drawn[, 1], tie = drawn[, 2], loss = drawn[, 3]), as.character(1:6))

# Survival.
curve <- function(name, time, status) {
  fit <- survfit(Surv(time, status) ~ 1, conf.type = "log-log")
  say(name, time = list_of(time), status = list_of(status), times = list_of(fit$time), risk = list_of(fit$n.risk), events = list_of(fit$n.event),
      left = list_of(fit$surv), error = list_of(fit$std.err * fit$surv), lower = list_of(fit$lower), upper = list_of(fit$upper))
}
test <- function(name, time, status, group, strata) {
  fit <- if (length(unique(strata)) > 1) survdiff(Surv(time, status) ~ group + strata(strata)) else survdiff(Surv(time, status) ~ group)
  say(name, time = list_of(time), status = list_of(status), group = words_of(group), strata = words_of(strata),
      chisq = number(fit$chisq), df = length(unique(group)) - 1)
}
curve("leukaemia", aml$time, aml$status)
test("leukaemiaGroups", aml$time, aml$status, as.character(aml$x), rep("1", nrow(aml)))
test("veteran", veteran$time, veteran$status, as.character(veteran$celltype), as.character(veteran$trt))
ladder <- rep(1:30, each = 4)
model <- rep(c("a", "b", "c", "d"), 30)
u <- rnorm(30)
time <- sapply(seq_along(ladder), function(i) {
  hazard <- plogis(-1 + u[ladder[i]] + c(0, .3, .6, -.4)[match(model[i], c("a", "b", "c", "d"))])
  min(rgeom(1, hazard) + 2, 6)
})
status <- as.numeric(time < 6)
time <- pmin(time, 5)
curve("switches", time, status)
test("switchesByModel", time, status, model, as.character(ladder))
cat("{\n", paste(out, collapse = ",\n"), "\n}\n", sep = "")
