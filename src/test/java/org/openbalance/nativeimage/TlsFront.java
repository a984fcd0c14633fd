package org.openbalance.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// AWS as the binary meets it, behind TLS: DynamoDB (which is DynamoDB Local), and a KMS that keeps its one key for
/// itself. The certificate is of this run.
final class TlsFront implements AutoCloseable {

    private static final String PASSWORD = "of-this-run";
    /// What hop-by-hop headers [HttpClient] writes itself.
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "expect", "transfer-encoding");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path store;
    private final String dynamoDb;
    private final HttpsServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> asked = new ConcurrentSkipListSet<>();

    /// @param folder where the certificate lies
    /// @param dynamoDb where requests for DynamoDB go on to
    TlsFront(Path folder, String dynamoDb) throws IOException, GeneralSecurityException, InterruptedException {
        this.dynamoDb = dynamoDb;
        this.store = folder.resolve("tls.p12");
        makeCertificate();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /// The same server by a name that its certificate does not have.
    String urlByAddress() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Arguments for the image's runtime that make it trust this server, and no other.
    String[] trust() {
        return new String[] {
            "-Djavax.net.ssl.trustStore=" + store,
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
            "-Djavax.net.ssl.trustStoreType=PKCS12"
        };
    }

    /// The operations that were asked for, as AWS names them.
    Set<String> asked() {
        return asked;
    }

    private void makeCertificate() throws IOException, InterruptedException {
        Files.createDirectories(store.getParent());
        Files.deleteIfExists(store);
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "tls",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (made != 0) {
            throw new IOException("keytool made no certificate");
        }
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            asked.add(target);
            var body = exchange.getRequestBody().readAllBytes();
            var answer = target.startsWith("TrentService.") ? kms(target, body) : forwarded(exchange, body);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private record Answer(int status, byte[] body) {}

    /// Wraps a data key by turning its bytes over: enough to see that what comes back is what was kept.
    private static Answer kms(String target, byte[] body) throws IOException {
        var request = MAPPER.readTree(body);
        if (!request.path("EncryptionContext").path("purpose").asText().equals("openbalance-data-key")) {
            return new Answer(400, "{\"__type\":\"AccessDeniedException\"}".getBytes());
        }
        return switch (target) {
            case "TrentService.GenerateDataKey" -> {
                var key = new byte[32];
                Arrays.fill(key, (byte) 7);
                yield json(Map.of("KeyId", "key", "Plaintext", base64(key), "CiphertextBlob", base64(turned(key))));
            }
            case "TrentService.Decrypt" ->
                json(Map.of("KeyId", "key", "Plaintext", base64(turned(bytes(request, "CiphertextBlob")))));
            default -> new Answer(400, "{\"__type\":\"UnsupportedOperationException\"}".getBytes());
        };
    }

    private static Answer json(Map<String, String> fields) throws IOException {
        return new Answer(200, MAPPER.writeValueAsBytes(fields));
    }

    private static byte[] turned(byte[] key) {
        var turned = key.clone();
        for (var place = 0; place < turned.length; place++) {
            turned[place] = (byte) ~turned[place];
        }
        return turned;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(JsonNode node, String field) {
        return Base64.getDecoder().decode(node.path(field).asText());
    }

    private Answer forwarded(HttpExchange exchange, byte[] body) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(dynamoDb)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().entrySet().stream()
                .filter(header -> !OWN.contains(header.getKey().toLowerCase(java.util.Locale.ROOT)))
                .forEach(header -> request.header(header.getKey(), first(header.getValue())));
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.body());
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private static String first(List<String> values) {
        return values.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
