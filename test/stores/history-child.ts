// A program of its own that does nothing but load the archive into DuckDB, unless it is killed before.
import {loadHistory} from '../../source/flows/load-history.ts';
import {orderHistory} from '../../source/scenarios/shop/order-history.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {openDuckdbHistory} from '../../source/stores/duckdb-history.ts';
import {openGcsArchive} from '../../source/stores/gcs-archive.ts';

const [folder, bucket, endpoint] = process.argv.slice(2);
const history = await openDuckdbHistory(folder!, orderHistory);
const archive = await openGcsArchive(bucket!, endpoint!);
await loadHistory({scenario: shop as never, archive, history}, {progress: done => void process.send!(done)});
process.exit();
