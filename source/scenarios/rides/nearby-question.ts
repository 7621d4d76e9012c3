import * as z from 'zod/mini';
import {drawBy, popularityOf} from '../../chance/popularity.ts';
import {formatCount} from '../../words/count.ts';
import {Problem} from '../../words/problem.ts';
import {lazily} from '../lazily.ts';
import type {Question} from '../scenario.ts';
import {nearbyCodec} from './nearby-codec.ts';
import {nearbyPipeline} from './nearby-pipeline.ts';
import {nearbyLedger} from './nearby-sql.ts';
import {mostDrivers, type Nearby, nearbyOf} from './nearby.ts';
import {isOnEarth} from './place.ts';
import {ridersCells} from './riders.ts';

const rowsSchema = lazily(() =>
	z
		.array(z.object({id: z.string(), longitude: z.number(), latitude: z.number()}).check(z.refine(driver => isOnEarth(driver), {path: ['position']})))
		.check(z.maxLength(mostDrivers)),
);

const cells = lazily(() => ridersCells().map(({cell}) => cell) as [string, ...string[]]);
const popularity = lazily(() => popularityOf(ridersCells().map(({riders}) => riders)));
const drawn = lazily(() => drawBy(popularity()));

/** The drivers near a rider. The question is about the middle of his cell, so all riders of a cell share a key. */
export const nearbyQuestion: Question<Nearby> = {
	abouts: {
		one: 'rider',
		get all() {
			return cells();
		},
		draw: uniform => cells()[drawn()(uniform)]!,
		get popularity() {
			return popularity();
		},
	},
	key: cell => `rides:nearby:${cell}`,
	pipeline: ({about, asOfMs}) => nearbyPipeline(about, asOfMs),
	answer(rows, {about, asOfMs}) {
		const {data, error} = rowsSchema().safeParse(rows);
		if (!data) {
			const isTooMany = error!.issues[0]?.code === 'too_big';
			throw new Problem(
				isTooMany
					? `More than ${formatCount(mostDrivers)} drivers are near this rider: more are not shown`
					: `The drivers near this rider cannot be told (${error!.issues[0]?.path.join('.')}): look for trips of an impossible position`,
			);
		}

		return nearbyOf(about, asOfMs, data);
	},
	isEmpty: ({drivers}) => drivers.length === 0,
	codec: nearbyCodec,
	total: {name: 'drivers', unit: 'count', of: ({drivers}) => drivers.length},
	ledger: nearbyLedger,
};
