package org.openbalance.contract;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/// Holds every answer against openapi.yaml, and keeps which operations have answered well.
public final class CoverageFilter implements Filter {

    private static final int FIRST_REFUSAL = 400;

    private final ContractFilter contract = new ContractFilter();
    private final Set<String> answered = new ConcurrentSkipListSet<>();

    /// An operation of openapi.yaml.
    ///
    /// @param path as described, from the base on
    /// @param example a body, as JSON; empty for what takes none
    public record Described(String name, String method, String path, boolean root, Optional<String> example) {}

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification specified, FilterContext context) {
        var response = contract.filter(request, specified, context);
        if (response.statusCode() < FIRST_REFUSAL) {
            ContractFilter.find(
                            request.getMethod(), URI.create(request.getURI()).getRawPath())
                    .ifPresent(operation -> answered.add(operation.name()));
        }
        return response;
    }

    /// All operations, each by its method and path.
    public static List<Described> operations() {
        return Contract.read().operations().stream()
                .map(operation -> new Described(
                        operation.name(), operation.method(), operation.path(), operation.root(), example(operation)))
                .toList();
    }

    /// The operations that have not answered well so far.
    public List<String> missing() {
        return operations().stream()
                .map(Described::name)
                .filter(name -> !answered.contains(name))
                .toList();
    }

    private static Optional<String> example(Contract.Described operation) {
        return Optional.ofNullable(operation.operation().getRequestBody())
                .map(body -> body.getContent().get("application/json"))
                .flatMap(CoverageFilter::first)
                .map(Json::pretty);
    }

    private static Optional<Object> first(MediaType body) {
        return Optional.ofNullable(body.getExample())
                .or(() -> Optional.ofNullable(body.getExamples()).map(Map::values).stream()
                        .flatMap(named -> named.stream())
                        .findFirst()
                        .map(named -> named.getValue()));
    }
}
