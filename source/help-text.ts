import {compose} from './read-address.ts';
import {keyLabel, keymap} from './dashboard/keymap.ts';

/** What `--help` prints. Its keys come from the one key table. */
export function helpText(): string {
	return `
  A caching lesson in one terminal, measured live: orders in MongoDB, the answer cached in Redis, the archive in
  Google Cloud Storage. A store without an address is an embedded engine that speaks the real protocol.

  Usage
    $ shopstream-tui [command] [flags]

  Commands
    (none)     the dashboard in a terminal, the report otherwise
    report     revenue by category, one read as it comes, misses against hits
    seed       store orders in MongoDB
    bench      measure cache misses against cache hits
    archive    orders as JSON Lines to Google Cloud Storage, a day an object

  Where
    --mongo-url URL       MongoDB                        (or MONGODB_URI)
    --redis-url URL       Redis                          (or REDIS_URL)
    --bucket NAME         bucket of the archive          (or SHOPSTREAM_BUCKET)
    --gcs-endpoint URL    a GCS emulator                 (or STORAGE_EMULATOR_HOST)
    --compose             the servers of docker-compose.yml:
                          ${compose.mongoUrl}, ${compose.redisUrl}, ${compose.gcsEndpoint}
    --data DIR            keep the embedded engines' data in DIR; otherwise it is gone afterwards

  What
    --orders N            orders to seed (500)
    --days N              days they are spread over (35)
    --seed N              seed of the generator (42)
    --ttl TIME            time to live of the cached answer (5m; also 45s, 24h, 90)
    --refresh TIME        how often the dashboard reads (1.2s)
    --paced               bench: pause before each read, as a dashboard reads
    --yes                 store beside orders that an external MongoDB already holds

  How
    --json                one JSON document on standard output
    --plain               the report, though this is a terminal
    --ascii               no other signs than ASCII
    --help, --version

  Keys of the dashboard
${keymap.map(binding => `    ${keyLabel(binding).padEnd(8)}${binding.help}`).join('\n')}

  Environment
    MONGODB_URI, REDIS_URL, SHOPSTREAM_BUCKET, STORAGE_EMULATOR_HOST, GOOGLE_APPLICATION_CREDENTIALS, NO_COLOR,
    FORCE_COLOR. A flag wins over the environment.

  Examples
    $ shopstream-tui
    $ shopstream-tui --ttl 45s --refresh 2s
    $ shopstream-tui report --json | jq .bench.speedup
    $ shopstream-tui seed --orders 50000 --mongo-url mongodb://localhost:27017
    $ shopstream-tui archive --data ./lesson
`.slice(1, -1);
}
