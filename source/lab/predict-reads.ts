import {manyKeysReads} from './many-keys-reads.ts';
import {oneKeyReads} from './one-key-reads.ts';
import type {ReadingLoad} from './reading-load.ts';
import type {ReadsPrediction} from './reads-prediction.ts';

/** What theory says of a load, of one key or of many. Undefined where no formula is known. A RangeError for figures out of range. */
export function predictReads({popularity, ...load}: ReadingLoad): ReadsPrediction | undefined {
	return popularity ? manyKeysReads({...load, popularity}) : oneKeyReads(load);
}
