import * as z from 'zod/mini';
import {plainText} from '../../words/plain-text.ts';
import {compiledObject} from '../compiled-object.ts';
import {lazily} from '../lazily.ts';
import type {Codec} from '../scenario.ts';
import {driversSchema, type Nearby} from './nearby.ts';

const envelopeSchema = lazily(() => compiledObject({cell: z.string(), drivers: driversSchema()}));

const cellForm = /^[\da-z]{1,12}$/;

/** The drivers near a rider as JSON. */
export const nearbyCodec: Codec<Nearby> = {
	schema: 'shopstream.cached-nearby/1',
	encode: ({cell, drivers}) => ({cell, drivers}),
	decode(envelope, asOfMs) {
		const {data, error} = z.safeParse(envelopeSchema(), envelope);
		if (!data || !cellForm.test(data.cell)) {
			return {corrupt: plainText(`its ${error?.issues[0]?.path.join('.') ?? 'cell'} is not as expected`)};
		}

		return {asOfMs, cell: data.cell, drivers: data.drivers.map(({id, longitude, latitude}) => ({id: plainText(id), longitude, latitude}))};
	},
};
