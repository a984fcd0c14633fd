package org.openbalance.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/// Files of the application on the JVM, as the build left them in target/jvm.
final class Jvm {

    private static final Path FOLDER = NativeFunctions.TARGET.resolve("jvm");

    private Jvm() {}

    /// The zip for Lambda, unpacked as Lambda does.
    static Path unpacked() {
        var folder = FOLDER.resolve("task");
        if (Files.exists(folder)) {
            return folder;
        }
        try (var zip = new ZipFile(FOLDER.resolve("function.zip").toFile())) {
            for (var entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                var file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (var content = zip.getInputStream(entry)) {
                    // A class that Quarkus has woven stands in the zip twice; the last one counts.
                    Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// This process' own JDK.
    static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    /// A copy of this process' JDK, so that its files can be dropped from the page cache.
    static Path jdk() {
        var copy = NativeFunctions.TARGET.resolve("bench/jdk");
        if (Files.exists(copy)) {
            return copy;
        }
        var home = home();
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(file ->
                            !home.relativize(file).toString().matches("(jmods|legal|man|lib/src\\.zip|lib/ct\\.sym).*"))
                    .toList()) {
                var target = copy.resolve(home.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return copy;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<Path> jars(Path folder) {
        return files(folder)
                .filter(file -> file.toString().endsWith(".jar"))
                .sorted()
                .toList();
    }

    static List<Path> classPath(Path first, List<Path> jars) {
        var all = new ArrayList<Path>();
        all.add(first);
        all.addAll(jars);
        all.addAll(jars(FOLDER.resolve("runtime")));
        return all;
    }

    static Stream<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
