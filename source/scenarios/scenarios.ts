import type {Scenario} from './scenario.ts';
import {merchants} from './merchants/merchants.ts';
import {rides} from './rides/rides.ts';
import {shop} from './shop/shop.ts';

/** All scenarios, the one shown without being asked for first. From here on their facts and answers are opaque. */
export const scenarios: readonly [Scenario, ...Scenario[]] = [shop, rides, merchants];
