import {formatDuration} from '../words/duration.ts';
import {Problem} from '../words/problem.ts';
import {lesson} from './lesson.ts';
import {ttlTime} from './ranges.ts';
import {commaHint} from './read-value.ts';

/** The most TTLs that can be compared. */
const mostTtls = 12;

/** The one TTL of `--ttl`, in seconds. */
export function readTtl(text: string | undefined): number {
	if (text?.includes(',') && commaHint(text) === '') {
		throw new Problem('--ttl takes several times only with what-if: give one, such as 5m, 45s, 24h, or 90 for seconds', 2);
	}

	return text === undefined ? lesson.ttlSeconds : ttlTime.read('--ttl', text);
}

/** The TTLs that are compared, with commas between, in seconds: each once, in the order typed. */
export function readTtls(text: string | undefined): readonly number[] {
	if (text === undefined) {
		return [lesson.ttlSeconds, lesson.otherTtlSeconds];
	}

	const parts = text.split(',').map(part => part.trim());
	if (parts.length > mostTtls) {
		throw new Problem(`--ttl takes at most ${mostTtls} times, not ${parts.length}`, 2);
	}

	const times = parts.map(part => ttlTime.read('--ttl', part));
	const second = times.findIndex((seconds, i) => times.indexOf(seconds) < i);
	if (second !== -1) {
		throw new Problem(`--ttl has ${formatDuration(times[second]!)} more than once: give each time once`, 2);
	}

	return times;
}
