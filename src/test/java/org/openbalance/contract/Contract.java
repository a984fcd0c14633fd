package org.openbalance.contract;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// openapi.yaml as the tests read it.
final class Contract {

    /// The sandbox's base, and the spellings of it that old clients were given.
    static final List<String> SANDBOX_BASES = List.of(
            "/sandbox/v2/sandbox/",
            "/v2/sandbox/sandbox/",
            "/sandbox/v2/",
            "/v2/sandbox/",
            "/sandbox/v1/",
            "/v1/sandbox/");

    static final List<String> PRODUCTION_BASES = List.of("/v2/", "/v1/", "/api/v2/", "/api/v1/");

    static final String FILE = Path.of("openapi.yaml").toAbsolutePath().toString();

    private final SwaggerParseResult parsed;

    private Contract(SwaggerParseResult parsed) {
        this.parsed = parsed;
    }

    /// One method of one path.
    record Described(String path, String method, PathItem item, Operation operation) {

        String name() {
            return method + ' ' + path;
        }

        boolean sandboxOnly() {
            return Boolean.TRUE.equals(extension("x-sandbox-only"));
        }

        Object extension(String key) {
            return operation.getExtensions().get(key);
        }

        /// Whether it stands at the root, and not under the bases.
        boolean root() {
            return servers().equals(List.of("{base}"));
        }

        /// The addresses of its own; none means those of the document.
        List<String> servers() {
            return Optional.ofNullable(item.getServers()).stream()
                    .flatMap(Collection::stream)
                    .map(server -> server.getUrl())
                    .toList();
        }
    }

    static Contract read() {
        var options = new ParseOptions();
        options.setResolve(true);
        return new Contract(new OpenAPIV3Parser().readLocation(FILE, null, options));
    }

    OpenAPI document() {
        return parsed.getOpenAPI();
    }

    /// What the parser finds wrong.
    List<String> complaints() {
        return parsed.getMessages();
    }

    List<Described> operations() {
        return document().getPaths().entrySet().stream()
                .flatMap(path -> path.getValue().readOperationsMap().entrySet().stream()
                        .map(entry ->
                                new Described(path.getKey(), entry.getKey().name(), path.getValue(), entry.getValue())))
                .toList();
    }

    Map<String, Schema<?>> schemas() {
        var schemas = new TreeMap<String, Schema<?>>();
        document().getComponents().getSchemas().forEach(schemas::put);
        return schemas;
    }
}
