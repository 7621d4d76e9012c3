import {ArchiveCutShort} from '../../flows/archive-cut-short.ts';
import {CutShort} from '../../words/problem.ts';
import {StoreFailure} from '../../stores/store-failure.ts';
import type {Event} from '../state/event.ts';

type Failed = Extract<Event, {type: 'job-failed'}>;

/** What a failure tells beside its reason: how much of the work stands, and how it left the bucket. */
export function howFailed(error: unknown): Pick<Failed, 'stands' | 'archivedObjects' | 'left'> {
	const cause = error instanceof CutShort ? error.cause : error;
	return {
		...(error instanceof CutShort && {stands: error.message}),
		...(error instanceof ArchiveCutShort && {archivedObjects: error.stands.objects}),
		// The other stores are judged by the reads.
		...(cause instanceof StoreFailure && cause.store === 'gcs' && {left: {store: 'gcs', health: {state: cause.kind, reason: cause.reason}}}),
	};
}
