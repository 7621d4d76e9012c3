import type {Config} from '../../command-line/config.ts';
import type {AnswerKey} from '../../flows/answer-key.ts';
import type {BenchMode} from '../../flows/measure-latency.ts';
import type {Protection} from '../../lab/protections.ts';
import type {Services} from '../../services.ts';
import type {Event} from '../state/event.ts';
import type {State, TtlMode, Viewers} from '../state/state.ts';

/** What the dashboard can do to the world. Each returns at once; what comes of it arrives as events. */
export type Effects = {
	/** Opens the stores, seeds an empty embedded window, and starts reading. Rejects when a store cannot be opened. */
	open(): Promise<void>;
	seed(count: number): void;
	readNow(): void;
	expire(): void;
	chooseTtl(ttlSeconds: number): void;
	chooseTtlMode(mode: TtlMode): void;
	benchmark(mode: BenchMode): void;
	archive(): void;
	switchStream(isStreaming: boolean): void;
	chooseViewers(viewers: Viewers): void;
	chooseProtection(protection: Protection): void;
	/** @param seconds added to each query of MongoDB for a read */
	chooseAddedFill(seconds: number): void;
	/** Expires the key under the present load and counts the queries. */
	stampede(): void;
	showScreen(screen: State['screen']): void;
	/** What if the TTL were another? In virtual time, with the present load. */
	simulate(ttlSeconds: number): void;
	pause(isPaused: boolean): void;
	/** Cancels the long work under way. */
	cancel(): void;
	close(): Promise<void>;
};

/** What every effect is made with. */
export type World = {
	readonly config: Config<'dashboard'>;
	/** Says what happened; after the end nothing is said any more. */
	readonly say: (event: Event) => void;
	/** Says that something failed, with the error's reason. */
	readonly fail: (text: string, error: unknown) => void;
	readonly state: () => State;
	/** What is open; undefined before. */
	readonly services: () => Services | undefined;
	/** Where the answer is cached; undefined before. */
	readonly key: () => AnswerKey | undefined;
	/** Epoch milliseconds, by the clock that all at one Redis share. */
	readonly clock: () => number;
};
