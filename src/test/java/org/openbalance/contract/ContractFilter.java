package org.openbalance.contract;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Holds every answer against openapi.yaml: `given().filter(new ContractFilter())`.
///
/// An answer must have a status that its operation names, the headers and the exact body that are described for it: a
/// key that the document does not know is an error. What is no operation must be refused with the error envelope.
public final class ContractFilter implements Filter {

    private static final Contract CONTRACT = Contract.read();
    private static final List<Contract.Described> OPERATIONS = CONTRACT.operations();
    /// Names the error envelope's schema by an operation that has nothing else at this status.
    private static final String ANY_ERROR = "/products/balances";

    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final String ASSETS = "/assets/";

    private static final OpenApiInteractionValidator VALIDATOR = OpenApiInteractionValidator.createFor(Contract.FILE)
            .withBasePathOverride("/")
            .build();

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification specified, FilterContext context) {
        var response = context.next(request, specified);
        check(request.getMethod(), URI.create(request.getURI()).getRawPath(), response);
        return response;
    }

    /// @throws AssertionError if the answer is not as described
    static void check(String method, String rawPath, Response response) {
        var report = find(method, rawPath)
                .map(operation -> VALIDATOR.validateResponse(
                        matchable(operation.path(), rawPath),
                        Request.Method.valueOf(method),
                        answer(response, response.statusCode())))
                .orElseGet(() -> refusal(response));
        if (report.hasErrors()) {
            throw new AssertionError(method + ' ' + rawPath + " answered " + response.statusCode()
                    + " against openapi.yaml: " + told(report) + "\n" + response.asString());
        }
    }

    static Optional<Contract.Described> find(String method, String rawPath) {
        var path = rawPath.replaceAll("/{2,}", "/").replaceFirst("(?<=.)/$", "");
        return OPERATIONS.stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> operation.root() ? atRoot(operation, path) : underBase(operation, path))
                .findFirst();
    }

    private static boolean atRoot(Contract.Described operation, String path) {
        return operation.path().startsWith(ASSETS) ? path.startsWith(ASSETS) : path.equals(operation.path());
    }

    private static boolean underBase(Contract.Described operation, String path) {
        var relative = operation.path().substring(1);
        return Contract.SANDBOX_BASES.stream().anyMatch(base -> path.equals(base + relative))
                || !operation.sandboxOnly()
                        && Contract.PRODUCTION_BASES.stream().anyMatch(base -> path.equals(base + relative));
    }

    /// The document's path parameters end at a slash, an asset's name does not.
    private static String matchable(String described, String rawPath) {
        return described.startsWith(ASSETS)
                ? ASSETS + rawPath.substring(ASSETS.length()).replace("/", "%2F")
                : described;
    }

    private static ValidationReport refusal(Response response) {
        var status = response.statusCode();
        if (status != NOT_FOUND && status != WRONG_METHOD) {
            throw new AssertionError("openapi.yaml knows no such operation, yet it answered " + status);
        }
        return VALIDATOR.validateResponse(ANY_ERROR, Request.Method.POST, answer(response, 500));
    }

    private static SimpleResponse answer(Response response, int status) {
        var answer = SimpleResponse.Builder.status(status);
        response.headers().forEach(header -> answer.withHeader(header.getName(), header.getValue()));
        var body = response.asString();
        return (body.isEmpty() ? answer : answer.withBody(body)).build();
    }

    private static String told(ValidationReport report) {
        return report.getMessages().stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .map(message ->
                        "\n- " + message.getKey() + ": " + message.getMessage() + ' ' + message.getAdditionalInfo())
                .collect(Collectors.joining());
    }
}
