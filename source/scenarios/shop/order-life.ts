/** Orders that come back in the end. */
export const returnedShare = 0.08;

/** When every order that is not returned has come, in days after it was placed. */
export const completedWithinDays = 5;
