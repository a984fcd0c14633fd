package org.openbalance.local;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The child process's main class: a server, for as long as the process that wanted it lives.
///
/// Uses nothing but the JDK, as it runs on the servers' class path and not on ours.
final class ServerLauncher {

    /// Another process has the data folder.
    static final int IN_USE = 3;
    static final String NO_LOCK = "-";
    static final String DYNAMODB = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

    /// A process that was just stopped may still be closing its files.
    private static final int LOCK_WAIT_MS = 3_000;
    private static final int LOCK_PAUSE_MS = 100;

    /// Held as long as the process lives.
    private static FileLock lock;

    private ServerLauncher() {}

    /// Arguments: the process to die with, the file to lock or `-`, the server's main class, then what that takes.
    public static void main(String... arguments) throws Exception {
        dieWith(Long.parseLong(arguments[0]));
        if (!arguments[1].equals(NO_LOCK) && !lock(Path.of(arguments[1]))) {
            Runtime.getRuntime().halt(IN_USE);
        }
        serve(arguments[2], Arrays.copyOfRange(arguments, 3, arguments.length));
    }

    /// As DynamoDB Local's own main method does, but on the loopback interface alone: it has no option for that, and
    /// anybody on the same network could read and write the table.
    private static void serveDynamoDb(String... arguments) throws ReflectiveOperationException {
        var server = Class.forName(DYNAMODB)
                .getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) arguments);
        var field = server.getClass().getDeclaredField("server");
        field.setAccessible(true);
        var jetty = field.get(server);
        for (var connector :
                (Object[]) jetty.getClass().getMethod("getConnectors").invoke(jetty)) {
            connector.getClass().getMethod("setHost", String.class).invoke(connector, "localhost");
        }
        server.getClass().getMethod("start").invoke(server);
    }

    private static void dieWith(long parent) {
        ProcessHandle.of(parent)
                .ifPresentOrElse(
                        process -> process.onExit()
                                .thenRun(() -> Runtime.getRuntime().halt(0)),
                        () -> Runtime.getRuntime().halt(0));
    }

    private static boolean lock(Path file) throws IOException, InterruptedException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        for (var waited = 0; waited <= LOCK_WAIT_MS; waited += LOCK_PAUSE_MS) {
            lock = channel.tryLock();
            if (lock != null) {
                return true;
            }
            Thread.sleep(LOCK_PAUSE_MS);
        }
        channel.close();
        return false;
    }

    private static void serve(String server, String... arguments) throws ReflectiveOperationException {
        try {
            if (server.equals(DYNAMODB)) {
                serveDynamoDb(arguments);
            } else {
                Class.forName(server).getMethod("main", String[].class).invoke(null, (Object) arguments);
            }
        } catch (InvocationTargetException failed) {
            failed.getCause().printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
