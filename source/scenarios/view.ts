/** What a figure is: money in integer cents, a count of whole things, or a mean, which no sum of several rows has. */
export type Unit = 'money' | 'count' | 'mean';
