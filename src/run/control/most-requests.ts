/** Requests at once that an account can be allowed; a number that is typed by mistake is larger. */
export const mostRequests = 10_000;
