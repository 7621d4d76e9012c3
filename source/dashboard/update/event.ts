import type {AuditEvents} from './update-audit.ts';
import type {CacheEvents} from './update-cache.ts';
import type {JobEvents} from './update-jobs.ts';
import type {DrillEvents} from './update-drill.ts';
import type {LaboratoryEvents} from './update-laboratory.ts';
import type {LoadEvents} from './update-load.ts';
import type {FactEvents} from './update-facts.ts';
import type {FillEvents} from './update-fill.ts';
import type {MemoryEvents} from './update-memory.ts';
import type {ProgramEvents} from './update-program.ts';
import type {PromptEvents} from './update-prompts.ts';
import type {SavingEvents} from './update-saving.ts';
import type {HistoryEvents} from './update-history.ts';
import type {RivalEvents} from './update-rivals.ts';
import type {Named} from './step.ts';

/** Everything that can happen to the dashboard, by topic: each topic's file has its events with what follows from them. */
export type Events = AuditEvents &
	CacheEvents &
	DrillEvents &
	JobEvents &
	LaboratoryEvents &
	LoadEvents &
	FactEvents &
	FillEvents &
	MemoryEvents &
	ProgramEvents &
	PromptEvents &
	HistoryEvents &
	RivalEvents &
	SavingEvents;

/** Something that happened, or that is wished. It happened when it is dispatched, unless it names another instant. */
export type Event = Named<Events>;
