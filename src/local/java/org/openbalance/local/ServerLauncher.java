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
            Class.forName(server).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException failed) {
            failed.getCause().printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
