// A program of its own that does nothing but restore the archive into PostgreSQL, unless it is killed before.
import {restoreDays} from '../../source/flows/restore-days.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {openGcsArchive} from '../../source/stores/gcs-archive.ts';
import {openPostgresLedger} from '../../source/stores/postgres-ledger.ts';

const [postgres, bucket, endpoint, embeddedVersion] = process.argv.slice(2);
const ledger = await openPostgresLedger(postgres!, {...orders, ledger: ordersLedger}, embeddedVersion ? {embeddedVersion} : {});
const archive = await openGcsArchive(bucket!, endpoint!);
await restoreDays({scenario: shop, archive, ledger}, {progress: ({rows}) => void process.send!(rows)});
process.exit();
