import {formatCount} from '../../words/count.ts';
import type {State} from '../state/state.ts';
import {activityText} from '../update/note.ts';

/** So long a line of activity is news, in seconds. */
const newsSeconds = 20;

/** Such news in one line; undefined where there is none. */
export function newsText(news: ReturnType<typeof presentNews>): string | undefined {
	return news && `${news.isFailure ? '! ' : ''}${news.text}`;
}

/** What runs, or what happened in the last while, for screens without the whole activity. */
export function presentNews({
	job,
	activity: [last],
	nowMs,
}: Pick<State, 'job' | 'activity' | 'nowMs'>): {readonly text: string; readonly isFailure: boolean} | undefined {
	if (job) {
		const count = job.total > 0 ? ` ${formatCount(job.done)} / ${formatCount(job.total)}` : '';
		return {text: `${job.name}${job.stage === undefined ? '' : `, ${job.stage}`}${count}: ${job.cancelling ? 'cancelling' : 'Esc cancels'}`, isFailure: false};
	}

	return last && nowMs - last.atMs < newsSeconds * 1000 ? {text: activityText(last), isFailure: last.kind === 'failed'} : undefined;
}
