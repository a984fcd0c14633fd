package org.openbalance.bank.example;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.openbalance.bank.Connector;
import org.openbalance.bank.http.BankHttp;

/// The example with some of its text changed, compiled anew.
final class WrongConnector {

    static final Path SOURCES = Path.of("src/test/java/org/openbalance/bank/example");

    private static final String PACKAGE = "org.openbalance.bank.example.";
    private static final List<String> CLASSES =
            List.of("ExampleBankConnector", "ExampleBankCalls", "ExampleBankJson", "ExampleGrant");

    private final ClassLoader loader;

    /// @param changes what stands there, and what is to stand there instead, wherever it does
    WrongConnector(Map<String, String> changes) {
        this.loader = new Changed(compiled(changes));
    }

    Connector connector(BankHttp http, InstantSource clock, URI base) {
        try {
            return (Connector) loader.loadClass(PACKAGE + "ExampleBankConnector")
                    .getConstructor(BankHttp.class, InstantSource.class, URI.class)
                    .newInstance(http, clock, base);
        } catch (ReflectiveOperationException unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    private static Map<String, byte[]> compiled(Map<String, String> changes) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var trouble = new DiagnosticCollector<JavaFileObject>();
        var sources = changed(changes).entrySet().stream()
                .map(each -> new Source(each.getKey(), each.getValue()))
                .toList();
        try (var files = new Memory(compiler.getStandardFileManager(trouble, null, null))) {
            var done = compiler.getTask(null, files, trouble, List.of("-proc:none", "-nowarn"), null, sources)
                    .call();
            if (!done) {
                throw new IllegalStateException("It does not compile: " + trouble.getDiagnostics());
            }
            return files.classes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A change that finds nothing to change any more is a fault of its test.
    private static Map<String, String> changed(Map<String, String> changes) {
        var sources = new TreeMap<String, String>();
        CLASSES.forEach(name -> sources.put(name, source(name)));
        changes.forEach((before, after) -> {
            if (sources.values().stream().noneMatch(text -> text.contains(before))) {
                throw new IllegalStateException("The example has no " + before);
            }
            sources.replaceAll((_, text) -> text.replace(before, after));
        });
        return sources;
    }

    private static String source(String name) {
        try {
            return Files.readString(SOURCES.resolve(name + ".java"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        private Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        private Memory(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return written.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
                }
            };
        }

        private Map<String, byte[]> classes() {
            var classes = new HashMap<String, byte[]>();
            written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }

    /// Has its own of what was changed, and everything else from the tests.
    private static final class Changed extends ClassLoader {
        private final Map<String, byte[]> classes;

        private Changed(Map<String, byte[]> classes) {
            super(WrongConnector.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                var own = classes.get(name);
                if (own == null) {
                    return super.loadClass(name, resolve);
                }
                var known = findLoadedClass(name);
                return known == null ? defineClass(name, own, 0, own.length) : known;
            }
        }
    }
}
