import {requireNotNegative, requirePositive, requireWhole} from './argument-range.ts';

/** Pollers that each read once in so long, and how long the origin takes. */
type PollersLoad = {readonly viewers: number; readonly pollSeconds: number; readonly fillSeconds: number};

/** Queries to the origin for one expiry under a lock that all viewers share, or single-flight in the one process they share. */
export const protectedStampede = 1;

/**
 * Queries to the origin for one expiry, Poisson reads, nobody protected: S = 1 + λL.
 * @param options.ratePerSecond λ
 * @param options.fillSeconds L
 */
export function poissonStampede({ratePerSecond, fillSeconds}: {readonly ratePerSecond: number; readonly fillSeconds: number}): number {
	requireNotNegative('ratePerSecond', ratePerSecond);
	requireNotNegative('fillSeconds', fillSeconds);
	return 1 + ratePerSecond * fillSeconds;
}

/**
 * Queries to the origin for one expiry, V processes of their own that poll every P with random phases: S ≈ 1 + V·L/P.
 * Exactly 1 + V·x − x^V, x = L/P, when the instant of expiry has nothing to do with the phases (derived from the
 * spacings of V points on a circle; checked by simulation); the last term matters for very few viewers only.
 * In-process single-flight does nothing here while L < P. From L = P on, every process asks once: V.
 * @param options.viewers V, at least 1
 * @param options.pollSeconds P
 * @param options.fillSeconds L
 */
export function separateProcessesStampede({viewers, pollSeconds, fillSeconds}: PollersLoad): number {
	requireWhole('viewers', viewers, 1);
	requirePositive('pollSeconds', pollSeconds);
	requireNotNegative('fillSeconds', fillSeconds);
	const x = Math.min(1, fillSeconds / pollSeconds);
	return 1 + viewers * x - x ** viewers;
}

/**
 * The same where each poll that finds nothing asks the origin itself, however many of its viewer's are under way: every
 * whole period within the fill brings V, and the rest of it 1 + V·x − x^V, x = L/P − ⌊L/P⌋. So S = 1 + V·L/P − x^V,
 * as good as 1 + λL. Any L, V ≥ 1.
 */
export function unprotectedPollersStampede({viewers, pollSeconds, fillSeconds}: PollersLoad): number {
	requireWhole('viewers', viewers, 1);
	requirePositive('pollSeconds', pollSeconds);
	requireNotNegative('fillSeconds', fillSeconds);
	const periods = Math.floor(fillSeconds / pollSeconds);
	return viewers * periods + separateProcessesStampede({viewers, pollSeconds, fillSeconds: fillSeconds - periods * pollSeconds});
}
