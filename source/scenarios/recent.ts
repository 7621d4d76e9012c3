/** What was asked within so many milliseconds counts as the present; nothing is asked beside a measurement, so it may be older. */
export const recentMs = 5000;
