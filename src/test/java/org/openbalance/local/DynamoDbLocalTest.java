package org.openbalance.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Tag("slow")
class DynamoDbLocalTest {

    private static final Path LOCAL = Path.of("target/local").toAbsolutePath();

    @TempDir
    Path target;

    @Test
    void data_survive_a_restart_and_have_one_user_at_a_time() throws Exception {
        var local = ownFolder();
        var table = Template.read(TemplateTest.FIXTURE).table();
        var item = Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromS("b"));

        var first = DynamoDbLocal.start(local, false);
        try (var client = first.client()) {
            table.create(client, "openbalance");
            client.putItem(request -> request.tableName("openbalance").item(item));
            assertEquals(
                    "ttl",
                    client.describeTimeToLive(request -> request.tableName("openbalance"))
                            .timeToLiveDescription()
                            .attributeName());
        }
        assertTrue(inUse(local), "a second user of the data");
        first.stop();

        var second = DynamoDbLocal.start(local, false);
        try (var client = second.client()) {
            table.create(client, "openbalance");
            assertTrue(
                    client.getItem(request -> request.tableName("openbalance").key(item))
                            .hasItem());
        } finally {
            second.stop();
        }
    }

    @Test
    void it_listens_on_the_loopback_interface_alone() throws Exception {
        var started = DynamoDbLocal.start(LOCAL, true);
        try {
            var port = started.endpoint().getPort();
            var others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
            for (var address : others) {
                assertThrows(ConnectException.class, () -> new Socket(address, port).close(), address::toString);
            }
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        } finally {
            started.stop();
        }
    }

    private static boolean inUse(Path local) {
        try {
            DynamoDbLocal.start(local, false).stop();
            return false;
        } catch (LocalFailure failure) {
            return failure.getMessage().contains("in use by another dev mode");
        }
    }

    @Test
    void the_child_dies_with_a_parent_that_is_killed() throws Exception {
        var parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        ownFolder().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var pid = Long.parseLong(parent.inputReader().readLine());
        var child = ProcessHandle.of(pid).orElseThrow();

        parent.destroyForcibly();

        child.onExit().get(20, TimeUnit.SECONDS);
    }

    /// Starts DynamoDB Local, tells its process id, and stays.
    static final class Parent {

        private Parent() {}

        public static void main(String... arguments) throws InterruptedException {
            var started = DynamoDbLocal.start(Path.of(arguments[0]), true);
            System.out.println(started.process().pid());
            Thread.currentThread().join();
        }
    }

    /// A target/local of this test alone, with what the build wrote and this project's classes beside it.
    private Path ownFolder() throws IOException {
        var local = Files.createDirectories(target.resolve("local"));
        Files.copy(LOCAL.resolve("servers.classpath"), local.resolve("servers.classpath"));
        Files.createSymbolicLink(local.resolve("native"), LOCAL.resolve("native"));
        Files.createSymbolicLink(target.resolve("classes"), LOCAL.resolveSibling("classes"));
        return local;
    }
}
