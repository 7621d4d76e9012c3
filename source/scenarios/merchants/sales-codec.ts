import * as z from 'zod/mini';
import {isTimeZone} from '../../words/local-day.ts';
import {plainText} from '../../words/plain-text.ts';
import {compiledObject} from '../compiled-object.ts';
import {lazily} from '../lazily.ts';
import type {Codec} from '../scenario.ts';
import {isDay} from '../shop/revenue-codec.ts';
import {type MerchantSales, sumSchema} from './merchant-sales.ts';

const envelopeSchema = lazily(() =>
	compiledObject({sales: compiledObject({merchant: z.string(), day: z.string(), timeZone: z.string(), today: sumSchema(), window: sumSchema()})}),
);

/** A merchant's sales as JSON, under the name `sales`. */
export const salesCodec: Codec<MerchantSales> = {
	schema: 'shopstream.cached-sales/1',
	encode: ({merchant, day, timeZone, today, window}) => ({sales: {merchant, day, timeZone, today, window}}),
	decode(envelope, asOfMs) {
		const parsed = z.safeParse(envelopeSchema(), envelope);
		if (!parsed.success) {
			return {corrupt: plainText(`its ${parsed.error.issues[0]?.path.join('.')} is not as expected`)};
		}

		const {sales} = parsed.data;
		return isDay(sales.day) && isTimeZone(sales.timeZone)
			? {asOfMs, ...sales, merchant: plainText(sales.merchant)}
			: {corrupt: `its sales.${isDay(sales.day) ? 'timeZone' : 'day'} is not as expected`};
	},
};
