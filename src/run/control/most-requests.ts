/** The most simultaneous requests of an account; a larger number is a typing error. */
export const mostRequests = 10_000;
