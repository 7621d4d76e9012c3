import type {Placing} from '../flows/place-facts.ts';
import type {SharedClock} from '../flows/shared-clock.ts';
import type {Services} from '../services.ts';

/** The stores, where facts are placed, and the clock that they share. */
export type Opened = Services & {readonly placing: Placing; readonly clock: SharedClock};
