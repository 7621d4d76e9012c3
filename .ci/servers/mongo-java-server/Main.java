import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;
import java.util.List;

/** Serves MongoDB's protocol from memory on a free loopback port, and prints its URI when it is ready. */
public class Main {
	public static void main(String[] arguments) {
		MemoryBackend backend = new MemoryBackend();
		backend.version(new Version());
		MongoServer server = new MongoServer(backend);
		server.bind(new InetSocketAddress("127.0.0.1", arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0));
		Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
		System.out.println("mongodb://127.0.0.1:" + server.getLocalAddress().getPort() + "/");
		System.out.flush();
	}

	/** The server says wire version 8 of itself, which the drivers of today refuse; what the tests send it understands. */
	private static class Version implements MongoVersion {
		@Override
		public List<Integer> getVersionArray() {
			return List.of(5, 0, 0);
		}

		@Override
		public int getWireVersion() {
			return 13;
		}
	}
}
