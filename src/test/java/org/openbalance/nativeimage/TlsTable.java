package org.openbalance.nativeimage;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;

/// DynamoDB Local behind TLS, as the process of `bench/peers/tls`: what a first request costs in AWS, which plain HTTP
/// hides. It is not Java, so that no contender shares its code with the server that it is measured against.
final class TlsTable implements AutoCloseable {

    /// Not PKCS 12, whose password takes 10,000 rounds to check: in AWS certificates are trusted that the image holds.
    private static final String STORE = "JKS";

    private static final String PASSWORD = "of-this-run";

    private final Process process;
    private final String url;
    private final Path root;
    private final Path store;

    private TlsTable(Process process, String url, Path root, Path store) {
        this.process = process;
        this.url = url;
        this.root = root;
        this.store = store;
    }

    /// @param server the program
    /// @param dynamoDb where it passes requests on to
    /// @param folder where certificates lie
    static TlsTable start(Path server, String dynamoDb, Path folder) throws IOException {
        var root = folder.resolve("tls-root.pem");
        var process = new ProcessBuilder(server.toString(), dynamoDb, root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var url = firstLine(process.inputReader(StandardCharsets.UTF_8));
        return new TlsTable(process, url, root, trusting(root, folder.resolve("tls-root.jks")));
    }

    private static String firstLine(BufferedReader output) throws IOException {
        var line = output.readLine();
        if (line == null) {
            throw new IOException("The server of TLS ended without an address.");
        }
        return line;
    }

    private static Path trusting(Path root, Path store) throws IOException {
        try (var pem = Files.newInputStream(root);
                var file = Files.newOutputStream(store)) {
            var trusted = KeyStore.getInstance(STORE);
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            trusted.store(file, PASSWORD.toCharArray());
            return store;
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    /// What has AWS's SDKs ask this server, and Go trust it.
    Map<String, String> environment() {
        return Map.of("AWS_ENDPOINT_URL_DYNAMODB", url, "SSL_CERT_FILE", root.toString());
    }

    /// What has Java trust this server and no other.
    List<String> trust() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + store,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "-Djavax.net.ssl.trustStoreType=" + STORE);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
