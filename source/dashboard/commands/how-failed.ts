import {ArchiveCutShort} from '../../flows/archive-cut-short.ts';
import {layerNamed} from '../../layers/layers.ts';
import {CutShort} from '../../words/problem.ts';
import {StoreFailure} from '../../stores/store-failure.ts';
import type {Event} from '../update/event.ts';
import {isJudgedByReads} from '../update/store-health.ts';

type Failed = Extract<Event, {type: 'job-failed'}>;

/** What a failure tells beside its reason: how much of the work stands, and how it left a store. */
export function howFailed(error: unknown): Pick<Failed, 'stands' | 'archivedObjects' | 'left'> {
	const cause = error instanceof CutShort ? error.cause : error;
	const layer = cause instanceof StoreFailure ? layerNamed(cause.store) : undefined;
	return {
		...(error instanceof CutShort && {stands: error.message}),
		...(error instanceof ArchiveCutShort && {archivedObjects: error.stands.objects}),
		...(cause instanceof StoreFailure &&
			layer &&
			!isJudgedByReads(layer.name) && {left: {store: layer.name, health: {state: cause.kind, reason: cause.reason}}}),
	};
}
