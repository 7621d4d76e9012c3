import type {AuditCommands} from './update-audit.ts';
import type {CacheCommands} from './update-cache.ts';
import type {DrillCommands} from './update-drill.ts';
import type {JobCommands} from './update-jobs.ts';
import type {LaboratoryCommands} from './update-laboratory.ts';
import type {LoadCommands} from './update-load.ts';
import type {FactCommands} from './update-facts.ts';
import type {FillCommands} from './update-fill.ts';
import type {MemoryCommands} from './update-memory.ts';
import type {ProgramCommands} from './update-program.ts';
import type {SavingCommands} from './update-saving.ts';
import type {HistoryCommands} from './update-history.ts';
import type {RivalCommands} from './update-rivals.ts';
import type {Named} from './step.ts';

/** Everything that the dashboard can do once; what lasts follows from the state (commands/what-runs.ts). */
export type Commands = AuditCommands &
	CacheCommands &
	DrillCommands &
	JobCommands &
	LaboratoryCommands &
	LoadCommands &
	FactCommands &
	FillCommands &
	MemoryCommands &
	ProgramCommands &
	HistoryCommands &
	RivalCommands &
	SavingCommands;

/** Something to be done in the world, as plain data. What comes of it arrives as an event. */
export type Command = Named<Commands>;
