import * as z from 'zod/mini';
import {lazily} from '../lazily.ts';
import {isOnEarth} from './place.ts';

/** The state of a trip: the driver is on his way to the rider, drives him, or has brought him. */
export const tripStatuses = ['coming', 'riding', 'ended'] as const;

/** One trip of a driver, as of his last report. */
export type Trip = {
	/** The start of the trip, as 8 digits of base 36, and its driver. It sorts by time. */
	readonly id: string;
	readonly driver: string;
	readonly status: (typeof tripStatuses)[number];
	readonly startedAt: Date;
	/** When the driver last said where he is. */
	readonly reportedAt: Date;
	/** In degrees. */
	readonly longitude: number;
	readonly latitude: number;
	/** How far the rider was driven so far. */
	readonly metres: number;
	/** What the ride costs so far, in integer cents. */
	readonly fareCents: number;
	/** How often PostgreSQL has seen it change. Absent where that is not known. */
	readonly version?: number | undefined;
};

/** A trip as a store returns it. A member that counts and does not fit is refused, never guessed. */
export const tripSchema = lazily(() =>
	z
		.object({
			id: z.string(),
			driver: z.string(),
			status: z.enum(tripStatuses),
			startedAt: z.date(),
			reportedAt: z.date(),
			longitude: z.number(),
			latitude: z.number(),
			metres: z.int(),
			fareCents: z.int(),
			version: z.optional(z.int()),
		})
		.check(z.refine(trip => isOnEarth(trip), {path: ['position']})),
);
