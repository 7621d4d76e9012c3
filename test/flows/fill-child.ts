// A program of its own that does nothing but fill MongoDB from PostgreSQL until it is killed.
import {fillWindow} from '../../source/flows/fill-window.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {openMongoWindow} from '../../source/stores/mongo-window.ts';
import {openPostgresLedger} from '../../source/stores/postgres-ledger.ts';
import {noLive, ofShop} from '../scenarios/shop/of-shop.ts';

const [postgres, mongo, embeddedVersion] = process.argv.slice(2);
const ledger = await openPostgresLedger(postgres!, {...orders, ledger: ordersLedger}, embeddedVersion ? {embeddedVersion} : {});
const window = await openMongoWindow(mongo!, orders);
process.send!('filling');
await fillWindow({...ofShop, cache: noLive, ledger, window}, {signal: new AbortController().signal});
