import {isDeepStrictEqual} from 'node:util';
import type {Answer, Scenario} from '../scenarios/scenario.ts';

/** Whether two answers of one instant say the same, whatever they were made of. */
export function isSameAnswer({question: {codec, isSame}}: Scenario, one: Answer, other: Answer): boolean {
	const plain = (answer: Answer): unknown => JSON.parse(JSON.stringify(codec.encode(answer)));
	return isSame ? isSame(one, other) : isDeepStrictEqual(plain(one), plain(other));
}
